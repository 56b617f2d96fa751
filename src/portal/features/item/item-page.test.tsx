import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ManagementError } from '../../../management/client/client-api.ts';
import { FakeConnection } from '../../testing/fake-client.ts';
import { fakeLayout } from '../../testing/layout.ts';
import { renderPortal } from '../../testing/render-portal.ts';
import { axisTicks } from './axis-ticks.ts';
import { ladderStep } from './retry-ladder.tsx';

const idOf = (index: number) => `a0000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const [resynchronizing, broken, failing] = [idOf(1), idOf(3), idOf(4)];
const slow = { timeout: 20_000 };

beforeEach(() => fakeLayout());
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe('tabs', () => {
  it('are in the menu at the end where the row has no room for them, and the chosen one is never there', async () => {
    // 40 px for each of eight tabs, and for the menu.
    vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(40);
    const { address } = renderPortal(`/items/${failing}`);
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(260);
    const tabs = within(await screen.findByRole('tablist', { name: 'Views of the item' }, slow));
    await userEvent.click(await screen.findByRole('button', { name: /^\d more$/ }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Properties' }));
    await waitFor(() => expect(address()).toBe(`/items/${failing}/properties`));
    const chosen = await tabs.findByRole('tab', { name: 'Properties' });
    expect(chosen.hasAttribute('data-overflowing')).toBe(false);
  });
});

describe('health proof', () => {
  it('lists every rule, the failing ones first, with input, threshold and way out', async () => {
    renderPortal(`/items/${failing}/health`);
    const rules = await screen.findByRole('region', { name: 'Rules' }, slow);
    const entries = within(rules).getAllByRole('listitem');
    expect(entries).toHaveLength(5);
    const [first] = entries;
    expect(first?.textContent).toContain('HE2');
    expect(first?.textContent).toContain('4 failures in a row');
    expect(first?.textContent).toContain('NetworkUnreachable');
    expect(first?.textContent).toContain('One attempt succeeds.');
  });

  it('shows the ladder with the step that the item waits on', async () => {
    renderPortal(`/items/${failing}/health`);
    const ladder = await screen.findByRole('list', { name: /Waiting times/ }, slow);
    expect(
      within(ladder)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(['1 min', '2 min', '4 min', '8 min', '10 min', 'then every 30 min']);
    expect(ladder.querySelector('[aria-current=step]')?.textContent).toBe('8 min');
  });

  it('asks for the administrator when an error is not retried', async () => {
    renderPortal(`/items/${broken}/health`);
    expect(await screen.findByText(/it needs the administrator/, {}, slow)).toBeTruthy();
    expect(screen.queryByRole('list', { name: /Waiting times/ })).toBeNull();
  });

  it.each([
    [0, 0],
    [1, 0],
    [5, 4],
    [6, 5],
    [60, 5],
  ])('after %d failures an item stands on step %d', (failures, step) => {
    expect(ladderStep(failures, 6)).toBe(step);
  });
});

describe('commands', () => {
  it('gives what is allowed and says why the rest is not', async () => {
    const { connection } = renderPortal(`/items/${resynchronizing}`);
    await userEvent.click(await screen.findByRole('button', { name: 'Pause replication' }, slow));
    await waitFor(() => expect(connection.commands).toEqual([`pause ${resynchronizing}`]));
    const resync = screen.getByRole('button', { name: 'Resynchronize…' });
    expect(resync.getAttribute('aria-disabled')).toBe('true');
    const reason = document.getElementById(resync.getAttribute('aria-describedby') ?? '');
    expect(reason?.textContent).toContain('No resynchronization is required.');
  });

  it('confirms before it disables replication', async () => {
    const { connection, address } = renderPortal(`/items/${broken}`);
    await userEvent.click(await screen.findByRole('button', { name: 'Disable replication…' }, slow));
    const dialog = await screen.findByRole('alertdialog', { name: 'Disable replication of app-01?' }, slow);
    expect(connection.commands).toEqual([]);
    await userEvent.click(await within(dialog).findByRole('button', { name: 'Disable replication' }));
    await waitFor(() => expect(connection.commands).toEqual([`disableProtection ${broken}`]));
    await waitFor(() => expect(address()).toBe(`/items/${broken}`));
  });
});

describe('errors (now)', () => {
  it('tells cause and action of each, and leads to the machines that have it and to the rule behind it', async () => {
    renderPortal(`/items/${failing}`);
    const panel = await screen.findByRole('region', { name: 'Errors (now)' }, slow);
    const [unreachable, missed, ...others] = await within(panel).findAllByRole('listitem', {}, slow);
    if (!unreachable || !missed) throw new Error('there are fewer errors than rules that fail');
    expect(unreachable.textContent).toContain('LS3001: The host cannot reach the cache storage account.');
    expect(unreachable.textContent).toContain('The link is down, or a proxy refuses the connection.');
    expect(unreachable.textContent).toContain('on port 443');
    const links = [unreachable, missed].map((entry) => within(entry).getByRole('link').getAttribute('href'));
    expect(others.filter(({ textContent }) => textContent?.includes('LS3001'))).toEqual([]);
    expect(links).toEqual(['/errors?code=NetworkUnreachable', `/items/${failing}/health`]);
    expect(within(panel).getByRole('link', { name: 'Events (history)' })).toBeTruthy();
  });

  it('asks for the test failover that nobody has made, where one may be made', async () => {
    renderPortal(`/items/${failing}`);
    await userEvent.click(await screen.findByRole('link', { name: 'Test failover…' }, slow));
    expect(await screen.findByRole('dialog', { name: /test failover/i }, slow)).toBeTruthy();
  });
});

describe('how the data goes', () => {
  it('shows the machine’s own way, broken where it fails, and the table behind it', async () => {
    renderPortal(`/items/${failing}`);
    const panel = await screen.findByRole('region', { name: 'How the data goes' }, slow);
    expect((await within(panel).findByRole('link', { name: 'Link: Failing' })).getAttribute('href')).toBe(
      `/items/${failing}/health`,
    );
    await userEvent.click(within(panel).getByRole('button', { name: /Show as table/ }));
    const rows = within(within(panel).getByRole('table')).getAllByRole('row');
    expect(rows.map(({ firstChild }) => firstChild?.textContent)).toEqual([
      'Station',
      'HV-FRA-02',
      'Agent',
      'Link',
      'lockstepcache',
      'lockstepreplica',
    ]);
  });
});

describe('disks', () => {
  it('counts what is processed apart from what is sent', async () => {
    renderPortal(`/items/${resynchronizing}/disks`);
    const data = await screen.findByRole('region', { name: 'web-01-data.vhdx' }, slow);
    expect(within(data).getByRole('progressbar').getAttribute('aria-valuenow')).toBe('26');
    for (const label of ['Compared', 'Differing', 'Sent', 'Remaining'])
      expect(within(data).getByText(label)).toBeTruthy();
    expect(within(data).getByText('7 min – 10 min 40 s')).toBeTruthy();
  });

  it('tells of each its state, its log against half of the disk, its churn, and the room on the host', async () => {
    renderPortal(`/items/${failing}/disks`);
    const system = await screen.findByRole('region', { name: 'dc-01-osdisk.vhdx' }, slow);
    expect(within(system).getByText('Sending changes')).toBeTruthy();
    expect(within(system).getByText(/ of the limit of .*, half of the disk/)).toBeTruthy();
    expect(within(system).getByText('3 MiB/s, over the last 10 min')).toBeTruthy();
    expect(within(system).getByText('1 MiB/s more, over the last 10 min')).toBeTruthy();
    const data = screen.getByRole('region', { name: 'dc-01-data.vhdx' });
    expect(within(data).getByText('Tracking changes')).toBeTruthy();
    expect(within(data).getByText('1 MiB/s less, over the last 10 min')).toBeTruthy();
    expect(
      within(screen.getByRole('region', { name: 'dc-01-logs.vhdx' })).getAllByText('too early to tell'),
    ).toHaveLength(2);
    const volumes = await screen.findByRole('table', { name: 'Volumes of HV-FRA-02' }, slow);
    expect(within(volumes).getByRole('row', { name: 'D: 410 GiB 2 TiB 20 %' })).toBeTruthy();
  });
});

describe('states of the page', () => {
  it('says when there is no such item', async () => {
    renderPortal('/items/nobody');
    expect(await screen.findByRole('heading', { level: 1, name: 'No such replicated item' }, slow)).toBeTruthy();
  });

  it('keeps the page when one panel fails', async () => {
    const connection = new FakeConnection();
    connection.fail('getHealthProof', new ManagementError(500, 'Internal', 'No proof.'));
    renderPortal(`/items/${failing}`, connection);
    expect(await screen.findByText('No proof.', {}, slow)).toBeTruthy();
    expect(screen.getByRole('region', { name: 'Essentials' })).toBeTruthy();
  });
});

describe('axisTicks', () => {
  it('marks whole units and reaches the highest value', () => {
    expect(axisTicks(4200, 'seconds')).toEqual([0, 3600, 7200]);
    expect(axisTicks(7 * 1024 ** 3, 'bytes')).toEqual([0, 4 * 1024 ** 3, 8 * 1024 ** 3]);
    expect(axisTicks(0, 'bytes')).toEqual([0, 1, 2]);
    expect(axisTicks(9_000_000, 'seconds')[2]).toBeGreaterThanOrEqual(9_000_000);
  });
});
