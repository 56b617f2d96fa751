import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { ManagementError } from '../../../management/client/client-api.ts';
import { FakeConnection } from '../../testing/fake-client.ts';
import { bootGroup, fakePlan } from '../../testing/fake-plans.ts';
import { fakeItems } from '../../testing/fake-vault.ts';
import { renderPortal } from '../../testing/render-portal.ts';

afterEach(cleanup);

// Fluent keeps a dialog hidden from roles until it has the focus, which a press without a pointer does not give it:
// the buttons of dialogs are found by their words.

const [first, second] = fakeItems(12).filter(({ site }) => site === 'Frankfurt');
if (!first || !second) throw new Error('the fake vault has machines');
const shop = fakePlan('Shop', [bootGroup([first.id]), bootGroup([second.id])]);
const withShop = () => new FakeConnection({ plans: [shop] });

describe('recovery plans', () => {
  it('lists them with their order and how the last run went', async () => {
    renderPortal('/recovery-plans');
    const table = await screen.findByRole('table', { name: 'Recovery plans' });
    const row = within(table).getByRole('row', { name: /Finance/ });
    expect(row.textContent).toContain('Frankfurt → Microsoft Azure');
    expect(row.textContent).toContain('Group 1: 1Group 2: 1');
    expect(within(row).getByRole('link', { name: 'Planned failover' }).getAttribute('href')).toBe(
      '/jobs/plan-job-waiting',
    );
    expect(within(table).getByRole('row', { name: /Contoso-Shop/ }).textContent).toContain('never run');
  });

  it('says what they are for where there is none', async () => {
    renderPortal('/recovery-plans', new FakeConnection({ plans: [] }));
    expect(await screen.findByRole('heading', { name: 'No recovery plan yet' })).toBeTruthy();
  });

  it('creates one, and machines move between groups without a mouse', async () => {
    const connection = new FakeConnection({ plans: [] });
    const { address } = renderPortal('/recovery-plans?pane=new', connection);
    await userEvent.type(await screen.findByRole('textbox', { name: /^Name/ }), 'Web-Shop');
    const add = screen.getByRole('combobox', { name: /Add a machine/ });
    await userEvent.selectOptions(add, first.id);
    await userEvent.selectOptions(add, second.id);
    fireEvent.click(screen.getByRole('button', { name: 'Add a group' }));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: `Group of ${second.name}` }), 'Group 2');
    expect(within(screen.getByRole('region', { name: 'Group 2: Start' })).getByText(second.name)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Move group 2 up' }));
    fireEvent.click(screen.getByRole('button', { name: 'Create recovery plan' }));
    await waitFor(() => expect(connection.commands).toEqual([`putPlan Web-Shop  |  | ${second.id} | ${first.id}`]));
    await waitFor(() => expect(address()).toBe('/recovery-plans/Web-Shop'));
  });

  it('asks before Back takes what was changed in it', async () => {
    const { address, goBack } = renderPortal('/recovery-plans/Shop', withShop());
    fireEvent.click(await screen.findByRole('button', { name: 'Edit' }));
    fireEvent.click(await screen.findByText('Add a group'));
    await goBack();
    await screen.findByText('Leave without saving?');
    fireEvent.click(screen.getAllByText('Cancel').at(-1) as HTMLElement);
    await waitFor(() => expect(screen.queryByText('Leave without saving?')).toBeNull());
    expect(address()).toBe('/recovery-plans/Shop?pane=edit');
    await goBack();
    fireEvent.click(await screen.findByText('Leave without saving'));
    await waitFor(() => expect(address()).toBe('/recovery-plans/Shop'));
  });

  it('keeps the form when the server refuses', async () => {
    const connection = withShop();
    connection.fail('putPlan', new ManagementError(400, 'InvalidInput', 'A plan has at least one machine.'));
    renderPortal('/recovery-plans/Shop?pane=edit', connection);
    fireEvent.click(await screen.findByText('Save'));
    expect((await screen.findAllByText('A plan has at least one machine.')).length).toBeGreaterThan(0);
    expect(screen.getByText('Save')).toBeTruthy();
  });

  it('shows the groups in their order, with their machines', async () => {
    renderPortal('/recovery-plans/Shop', withShop());
    const titles = (await screen.findAllByRole('heading', { level: 3 })).map(({ textContent }) => textContent);
    expect(titles).toEqual(['All groups shutdown', 'All groups failover', 'Group 1: Start', 'Group 2: Start']);
    const machines = within(screen.getByRole('list', { name: 'Group 2: Start' }));
    expect(machines.getByRole('link', { name: second.name })).toBeTruthy();
  });

  it('is run with what was chosen', async () => {
    const connection = withShop();
    const { address } = renderPortal('/recovery-plans/Shop?run=TestFailover', connection);
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('They start in 2 groups, one after the other.')).toBeTruthy();
    fireEvent.click(await dialog.findByText('Start test failover'));
    await waitFor(() => expect(connection.commands).toEqual(['runPlan Shop TestFailover']));
    await waitFor(() => expect(address()).toBe('/recovery-plans/Shop'));
  });

  it('says why it cannot be run', async () => {
    renderPortal('/recovery-plans/Shop?run=Commit', withShop());
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('The machine runs at its primary site.')).toBeTruthy();
    // Whether hidden or not: Fluent hides the dialog while it takes the focus, on a busy machine for long.
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Commit', hidden: true }).disabled).toBe(true);
  });

  it('asks for the manual action that its run waits for', async () => {
    const { connection } = renderPortal('/recovery-plans/Finance');
    expect(await screen.findByText('The plan waits: Switch the DNS entry')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Mark as done…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Is “Switch the DNS entry” done?' }));
    fireEvent.click(await dialog.findByText('Done, go on'));
    await waitFor(() => expect(connection.commands).toEqual(['resumeJob plan-job-waiting']));
  });

  it('restarts a run that stopped', async () => {
    const { connection } = renderPortal('/recovery-plans/Intranet');
    expect(await screen.findByText('The last run stopped because a machine failed.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Restart job' }));
    await waitFor(() => expect(connection.commands).toEqual(['restartJob plan-job-stopped']));
  });

  it('is deleted after a question', async () => {
    const { connection, address } = renderPortal('/recovery-plans/Shop?pane=delete', withShop());
    const dialog = within(await screen.findByRole('alertdialog'));
    fireEvent.click(await dialog.findByText('Delete'));
    await waitFor(() => expect(connection.commands).toEqual(['deletePlan Shop']));
    await waitFor(() => expect(address()).toBe('/recovery-plans'));
  });
});

describe('the job of a recovery plan', () => {
  it('shows each group with what is done in it, leads to the plan, and can be resumed', async () => {
    const { connection } = renderPortal('/jobs/plan-job-waiting');
    const table = await screen.findByRole('table', { name: 'Tasks' });
    const rows = within(table)
      .getAllByRole('row')
      .map(({ textContent }) => textContent ?? '');
    expect(rows.some((text) => text.includes('Group 2: Start'))).toBe(true);
    expect(rows.some((text) => text.includes('Switch the DNS entry, then resume the job.'))).toBe(true);
    expect(screen.getByRole('link', { name: 'Finance' }).getAttribute('href')).toBe('/recovery-plans/Finance');
    fireEvent.click(screen.getByRole('button', { name: 'Resume job' }));
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.click(await dialog.findByText('Done, go on'));
    await waitFor(() => expect(connection.commands).toEqual(['resumeJob plan-job-waiting']));
  });

  it('names a plan that was deleted since, and leads nowhere', async () => {
    renderPortal('/jobs/plan-job-waiting', new FakeConnection({ plans: [] }));
    expect(await screen.findByText('Retired (deleted)')).toBeTruthy();
    expect(screen.queryByRole('link', { name: /Retired/ })).toBeNull();
    const open = screen.getByRole('button', { name: /Open recovery plan/ });
    expect(open.getAttribute('aria-disabled')).toBe('true');
  });
});
