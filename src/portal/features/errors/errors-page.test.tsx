import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ManagementError } from '../../../management/client/client-api.ts';
import { FakeConnection } from '../../testing/fake-client.ts';
import { fakeItem } from '../../testing/fake-vault.ts';
import { fakeLayout } from '../../testing/layout.ts';
import { renderPortal } from '../../testing/render-portal.ts';

beforeEach(fakeLayout);
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const healthy = { errorCode: null, health: 'Normal' } as const;
const machine = (index: number, change = {}) => ({ ...fakeItem(index), ...healthy, ...change });

describe('the error summary', () => {
  it('says that there are none where nothing is wrong', async () => {
    renderPortal('/errors', new FakeConnection({ items: [machine(0)] }));
    await screen.findByText('No errors');
  });

  it('does not say so above a cause that has no error of its own', async () => {
    const connection = new FakeConnection({ items: [machine(0)] });
    const failing = new FakeConnection({ items: [machine(0, { errorCode: 'HostUnreachable' })] }).client;
    vi.spyOn(connection.client, 'getRootCauses').mockImplementation(() => failing.getRootCauses());
    renderPortal('/errors', connection);
    await screen.findByRole('table', { name: /root cause/i });
    expect(screen.queryByText('No errors')).toBeNull();
  });

  it('does not say so where the causes could not be asked for, and asks again', async () => {
    const connection = new FakeConnection({ items: [machine(0)] });
    connection.fail('getRootCauses', new ManagementError(500, 'Internal', 'The engine tripped.'));
    renderPortal('/errors', connection);
    const panel = await screen.findByRole('alert');
    expect(panel.textContent).toContain('Could not load the root causes');
    expect(screen.queryByText('No errors')).toBeNull();
    connection.fail('getRootCauses', null);
    await userEvent.click(within(panel).getByRole('button', { name: 'Try again' }));
    await screen.findByText('No errors');
  });

  it('leads from a cause of many machines to exactly these', async () => {
    const broken = { errorCode: 'NetworkUnreachable', health: 'Critical' as const };
    const behindLink = Array.from({ length: 25 }, (_, index) => machine(index, { ...broken, host: 'HV-FRA-01' }));
    const behindOther = machine(25, { ...broken, host: 'HV-MUC-01' });
    const items = [...behindLink, behindOther, machine(26, { host: 'HV-FRA-01' })];
    const { address } = renderPortal('/errors?cause=link%3AHV-FRA-01', new FakeConnection({ items }));
    await userEvent.click(await screen.findByRole('link', { name: 'Show all 25' }));
    await screen.findByText('25 of 27', { exact: false });
    expect(address()).toBe('/items?cause=link%3AHV-FRA-01');
    await userEvent.click(await screen.findByRole('button', { name: 'Do not filter by cause' }));
    await waitFor(() => expect(address()).toBe('/items'));
  });
});
