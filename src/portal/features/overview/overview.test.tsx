import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeConnection } from '../../testing/fake-client.ts';
import { fakeItem, fakeItems } from '../../testing/fake-vault.ts';
import { renderPortal } from '../../testing/render-portal.ts';
import { clustersOf } from './calendar-marks.tsx';
import { midnights } from './resync-calendar-panel.tsx';
import { segmentsOf } from './health-donut.tsx';
import { countHealth, summarizeRpo } from './overview-figures.ts';

afterEach(cleanup);

describe('figures', () => {
  const items = fakeItems(12);

  it('counts health', () => {
    expect(countHealth(items)).toEqual({ Critical: 2, Warning: 2, Normal: 7, None: 1 });
  });

  it('puts each item with an RPO into one band', () => {
    const { bands, worst, medianSeconds } = summarizeRpo(items);
    expect(bands.reduce((sum, count) => sum + count, 0)).toBe(
      items.filter(({ rpoSeconds }) => rpoSeconds !== null).length,
    );
    expect(worst?.name).toBe('app-01');
    expect(medianSeconds).toBeGreaterThan(0);
  });

  it('has no RPO to tell of without recovery points', () => {
    expect(summarizeRpo([{ ...fakeItem(0), rpoSeconds: null }])).toEqual({
      bands: [0, 0, 0, 0],
      medianSeconds: null,
      worst: null,
    });
  });
});

describe('donut', () => {
  it('draws one arc per health that occurs', () => {
    expect(segmentsOf({ Critical: 1, Warning: 0, Normal: 3, None: 0 }, 4).map(({ health }) => health)).toEqual([
      'Critical',
      'Normal',
    ]);
    expect(segmentsOf({ Critical: 0, Warning: 0, Normal: 0, None: 0 }, 0)).toEqual([]);
  });

  it('leads to the list that it counts', async () => {
    const { address } = renderPortal('/');
    const panel = await screen.findByRole('region', { name: 'Replication health' }, { timeout: 20_000 });
    await userEvent.click(within(panel).getByRole('link', { name: /2\s*Critical/ }));
    await waitFor(() => expect(address()).toBe('/items?health=critical'));
  });
});

describe('what comes next', () => {
  it('lists the logs that reach their limit next, counting down', async () => {
    renderPortal('/');
    const panel = await screen.findByRole('region', { name: 'Logs that reach 50 % next' }, { timeout: 20_000 });
    const table = await within(panel).findByRole('table');
    const [, first] = within(table).getAllByRole('row');
    expect(first?.textContent).toMatch(/(5 h|4 h 59 min)/);
    expect(within(table).getAllByRole('row')).toHaveLength(6);
  });

  it('shows windows and resynchronizations of each host in its time, and as a table', async () => {
    renderPortal('/');
    const panel = await screen.findByRole('region', { name: 'Resynchronization calendar' }, { timeout: 20_000 });
    expect(await within(panel).findByRole('link', { name: /build-01: starts Sun 18:30/ })).toBeTruthy();
    await userEvent.click(within(panel).getByRole('button', { name: /Show as table/ }));
    expect(await within(panel).findByRole('row', { name: /HV-FRA-01 \(UTC\+1\) 18:30 – 06:00/ })).toBeTruthy();
  });

  it('draws midnights where the host’s clocks have them, also after they change', () => {
    const from = Date.UTC(2026, 2, 28, 12);
    const change = { at: '2026-03-29T01:00:00Z', utcOffsetMinutes: 120 };
    const days = midnights({ utcOffsetMinutes: 60, offsetChanges: [change] }, from, from + 2.5 * 86_400_000);
    expect(days).toEqual([
      { at: Date.UTC(2026, 2, 28, 23), name: 'Sun' },
      { at: Date.UTC(2026, 2, 29, 22), name: 'Mon' },
      { at: Date.UTC(2026, 2, 30, 22), name: 'Tue' },
    ]);
  });

  it('draws resynchronizations that would cover each other as one mark', () => {
    const day = 86_400_000;
    const startingAt = (itemId: string, hours: number) => ({
      itemId,
      name: itemId,
      state: 'scheduled' as const,
      startsAt: new Date(hours * 3_600_000).toISOString(),
      startsLocal: null,
      durationSeconds: [1, 2] as const,
    });
    const clusters = clustersOf([startingAt('c', 40), startingAt('a', 10), startingAt('b', 17)], 0, 7 * day);
    expect(clusters.map(({ resyncs }) => resyncs.map(({ itemId }) => itemId))).toEqual([['a', 'b'], ['c']]);
  });

  it('has the RPO of the day in words, and as a table', async () => {
    renderPortal('/');
    const panel = await screen.findByRole('region', { name: 'RPO over 24 h, all machines' }, { timeout: 20_000 });
    expect(await within(panel).findByRole('figure', { name: /RPO of 12 machines: least/ })).toBeTruthy();
    await userEvent.click(within(panel).getByRole('button', { name: /Show as table/ }));
    expect(within(panel).getAllByRole('row').length).toBe(289);
  });
});

describe('root causes', () => {
  it('lead from the overview to cause, advice and machines', async () => {
    const { address } = renderPortal('/');
    const panel = await screen.findByRole('region', { name: 'What is wrong, by root cause' }, { timeout: 20_000 });
    expect(await within(panel).findByText('1 link → 1 machine')).toBeTruthy();
    await userEvent.click(within(panel).getByRole('button', { name: 'Cause and machines: Link of HV-FRA-02' }));
    await waitFor(() => expect(address()).toBe('/errors?cause=link%3AHV-FRA-02'));
    expect(await screen.findByText(/port 443/, {}, { timeout: 20_000 })).toBeTruthy();
  });

  it('are told once each, however many machines they reach', async () => {
    const { connection } = renderPortal('/');
    await screen.findByRole('region', { name: 'Replication health' }, { timeout: 20_000 });
    const change = { health: 'Critical', errorCode: 'NetworkUnreachable', activity: 'Failing' } as const;
    const ids = fakeItems(12)
      .filter(({ host }) => host === 'HV-MUC-01')
      .map(({ id }) => id);
    connection.push({ items: ids.map((id) => ({ id, ...change })) });
    expect(await screen.findByText(/1 link → 4 machines/, { selector: 'li *' }, { timeout: 8000 })).toBeTruthy();
  });
});

describe('first run', () => {
  it('says how to begin', async () => {
    renderPortal('/', new FakeConnection({ items: [], jobs: [] }));
    expect(await screen.findByText('No machine is protected yet', {}, { timeout: 20_000 })).toBeTruthy();
  });
});
