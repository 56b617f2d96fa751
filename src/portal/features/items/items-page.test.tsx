import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { instant } from '../../../base/units.ts';
import { ManagementError } from '../../../management/client/client-api.ts';
import { FakeConnection } from '../../testing/fake-client.ts';
import { FAKE_NOW, fakeItems } from '../../testing/fake-vault.ts';
import { forgetStoredValues } from '../../data/stored-value.ts';
import { fakeLayout } from '../../testing/layout.ts';
import { renderPortal } from '../../testing/render-portal.ts';

beforeEach(() => {
  fakeLayout();
  localStorage.clear();
  forgetStoredValues();
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** Menus and dialogs come and go with motion, which a busy machine draws out. */
const PATIENT = { timeout: 10_000 };
const findGrid = () => screen.findByRole('grid', { name: 'Replicated items' }, { timeout: 20_000 });
const bodyRows = (grid: HTMLElement) => within(within(grid).getByRole('rowgroup')).getAllByRole('row');
const focused = () => document.activeElement as HTMLElement;
const focusedRow = () => focused().closest('[role=row]')?.getAttribute('aria-rowindex');

describe('filters and the URL', () => {
  it('shows what the address asks for', async () => {
    renderPortal('/items?health=critical');
    const grid = await findGrid();
    expect(bodyRows(grid)).toHaveLength(2);
    expect(grid.getAttribute('aria-rowcount')).toBe('3');
    expect(screen.getByRole('button', { name: /2 Critical/ }).getAttribute('aria-pressed')).toBe('true');
    expect(document.title).toBe('● 2 critical – Replicated items – Lockstep');
  });

  it('writes filters into the address and takes them away', async () => {
    const { address } = renderPortal('/items');
    await findGrid();
    await userEvent.click(screen.getByRole('button', { name: /2 Warning/ }));
    await waitFor(() => expect(address()).toBe('/items?health=Warning'));
    await userEvent.type(screen.getByRole('searchbox', { name: 'Filter by name or host' }), 'dc');
    await waitFor(() => expect(address()).toBe('/items?health=Warning&q=dc'));
    await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
    await waitFor(() => expect(address()).toBe('/items'));
  });

  it('sorts by a column header and says so', async () => {
    const { address } = renderPortal('/items');
    const grid = await findGrid();
    fireEvent.click(within(grid).getByRole('columnheader', { name: 'RPO' }));
    await waitFor(() => expect(address()).toBe('/items?sort=rpo'));
    expect(within(grid).getByRole('columnheader', { name: 'RPO' }).getAttribute('aria-sort')).toBe('ascending');
  });
});

describe('on paper', () => {
  afterEach(() => void fireEvent(window, new Event('afterprint')));

  it('has every row; afterwards only the rows in sight again', async () => {
    const connection = new FakeConnection({ items: fakeItems(300) });
    renderPortal('/items', connection);
    const grid = await findGrid();
    const inSight = bodyRows(grid).length;
    expect(inSight).toBeLessThan(100);
    fireEvent(window, new Event('beforeprint'));
    expect(bodyRows(grid)).toHaveLength(300);
    // It is known of the rows in sight alone.
    expect(within(grid).queryByRole('columnheader', { name: 'Last 24 hours' })).toBeNull();
    fireEvent(window, new Event('afterprint'));
    await waitFor(() => expect(bodyRows(grid)).toHaveLength(inSight));
  });
});

describe('grid keyboard', () => {
  it('has one tab stop and moves by cell', async () => {
    renderPortal('/items');
    const grid = await findGrid();
    expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
    grid.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    expect(focusedRow()).toBe('2');
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{End}');
    expect(focusedRow()).toBe('4');
    expect(focused().getAttribute('aria-colindex')).toBe('11');
    await userEvent.keyboard('{Control>}{Home}{/Control}{ArrowUp}');
    expect(focusedRow()).toBe('1');
    expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
  });

  it('reaches the last of 10,000 rows with few rows in the document', async () => {
    renderPortal('/items', new FakeConnection({ items: fakeItems(10_000), jobs: [] }));
    const grid = await findGrid();
    grid.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    await userEvent.keyboard('{Control>}{End}{/Control}');
    await waitFor(() => expect(focusedRow()).toBe('10001'));
    expect(bodyRows(grid).length).toBeLessThan(60);
  });

  it('selects rows and all rows, and offers what they allow', async () => {
    const { connection } = renderPortal('/items?q=sql');
    const grid = await findGrid();
    grid.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    await userEvent.keyboard('{Shift>} {/Shift}');
    expect(bodyRows(grid)[0]?.getAttribute('aria-selected')).toBe('true');
    await userEvent.click(screen.getByRole('button', { name: 'Pause replication (1)' }));
    await waitFor(() => expect(connection.commands).toEqual(['pause a0000000-0000-4000-8000-000000000000']));
    expect(screen.getByRole('button', { name: /Resynchronize… \(0\)/ }).getAttribute('aria-disabled')).toBe('true');
  });

  it('Ctrl+A selects every row of the view', async () => {
    renderPortal('/items');
    const grid = await findGrid();
    grid.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    await userEvent.keyboard('{Control>}a{/Control}');
    expect(await screen.findByText('12 selected')).toBeTruthy();
  });

  it('opens the row with Enter', async () => {
    const { address } = renderPortal('/items?q=sql');
    const grid = await findGrid();
    grid.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(address()).toBe('/items/a0000000-0000-4000-8000-000000000000'));
  });

  it('gives the focus back to the row that was opened, after Back', async () => {
    const { address, goBack } = renderPortal('/items', new FakeConnection({ items: fakeItems(500), jobs: [] }));
    const left = await findGrid();
    left.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    await userEvent.keyboard('{Control>}{End}{/Control}{ArrowUp}{Home}{ArrowRight}{ArrowRight}');
    await waitFor(() => expect(focusedRow()).toBe('500'));
    const row = focused().closest('[role=row]')?.getAttribute('data-row');
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(address()).toBe(`/items/${row}`));
    await waitFor(() => expect(focused().tagName).toBe('H1'));
    await goBack();
    await findGrid();
    await waitFor(() => expect(focusedRow()).toBe('500'));
    expect(focused().getAttribute('aria-colindex')).toBe('3');
    expect(focused().closest('[role=row]')?.getAttribute('data-row')).toBe(row);
  });

  it('leaves the focus alone after Back when it was not in the grid', async () => {
    const { address, goBack } = renderPortal('/items');
    await findGrid();
    await userEvent.click(screen.getByRole('button', { name: 'Protect machines' }));
    await waitFor(() => expect(address()).toBe('/protect'));
    await goBack();
    await findGrid();
    expect(focusedRow()).toBeUndefined();
  });

  it('passes the focus on when the row that has it leaves the view', async () => {
    const { connection } = renderPortal('/items?health=critical');
    const grid = await findGrid();
    grid.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    const [first, second] = bodyRows(grid).map((row) => row.getAttribute('data-row'));
    connection.push({ items: [{ id: first ?? '', health: 'Normal' }] });
    await waitFor(() => expect(bodyRows(grid)).toHaveLength(1));
    expect(focused().closest('[role=row]')?.getAttribute('data-row')).toBe(second);
  });

  it('opens the row menu with Shift+F10', async () => {
    renderPortal('/items?q=sql');
    const grid = await findGrid();
    grid.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    expect(await screen.findByRole('menuitem', { name: 'Pause replication' })).toBeTruthy();
    expect(await screen.findByText('No resynchronization is required.')).toBeTruthy();
  });
});

describe('columns', () => {
  const headers = (grid: HTMLElement) =>
    within(grid)
      // Hidden: behind a dialog the page is not to be reached.
      .getAllByRole('columnheader', { hidden: true })
      .slice(1, -1)
      .map(({ textContent }) => textContent);

  it('are those of the address, in its order', async () => {
    renderPortal('/items?cols=name.200-policy-rpo');
    expect(headers(await findGrid())).toEqual(['Name', 'Policy', 'RPO']);
  });

  it('are shown, moved, widened and hidden in the dialog, which the address follows', async () => {
    const { address } = renderPortal('/items?cols=name-rpo');
    const grid = await findGrid();
    // In happy-dom Fluent's focus manager hides a dialog like the page behind it, within a quarter of a second of its
    // opening; whoever looks at once still finds it, and a busy machine looks later. No browser does so. Plain events,
    // because each of a person's costs seconds there.
    fireEvent.click(screen.getByText('Columns…'));
    const dialog = await screen.findByRole('dialog', { name: 'Columns', hidden: true }, PATIENT);
    const inDialog = (role: string, name: string) => within(dialog).getByRole(role, { name, hidden: true });
    fireEvent.click(inDialog('checkbox', 'Policy'));
    await waitFor(() => expect(address()).toBe('/items?cols=name-rpo-policy'), PATIENT);
    fireEvent.click(inDialog('button', 'Move Policy towards the start'));
    const width = inDialog('spinbutton', 'Width of Policy');
    fireEvent.change(width, { target: { value: '250' } });
    fireEvent.keyDown(width, { key: 'Enter' });
    await waitFor(() => expect(address()).toBe('/items?cols=name-policy.250-rpo'), PATIENT);
    fireEvent.click(inDialog('checkbox', 'RPO'));
    await waitFor(() => expect(headers(grid)).toEqual(['Name', 'Policy']), PATIENT);
    expect(inDialog('checkbox', 'Name').hasAttribute('disabled')).toBe(true);
  });

  it('are remembered where the address says nothing', async () => {
    localStorage.setItem('lockstep.columns.items', 'name-host');
    forgetStoredValues();
    renderPortal('/items');
    expect(headers(await findGrid())).toEqual(['Name', 'Host']);
  });

  it('are exported as shown', async () => {
    const blobs: Blob[] = [];
    URL.createObjectURL = vi.fn((blob: Blob) => `blob:${blobs.push(blob)}`);
    renderPortal('/items?cols=host-name&q=sql');
    await findGrid();
    await userEvent.click(screen.getByRole('button', { name: 'Export CSV' }));
    const [header, line] = ((await blobs[0]?.text()) ?? '').replace('\uFEFF', '').split('\r\n');
    expect(header).toBe('Host,Name');
    expect(line).toMatch(/^[^,]+,sql/i);
  });
});

describe('saved views', () => {
  it('are kept under a name, opened, and deleted', async () => {
    const { address } = renderPortal('/items?health=Critical&sort=-rpo&selected=all');
    await findGrid();
    await userEvent.click(await screen.findByRole('button', { name: 'Views' }, PATIENT));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Save this view…' }, PATIENT));
    await userEvent.type(
      await screen.findByRole('textbox', { name: 'Name', hidden: true }, PATIENT),
      'Sick ones{Enter}',
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Clear filters' }, PATIENT));
    await waitFor(() => expect(address()).not.toContain('health'), PATIENT);
    await userEvent.click(await screen.findByRole('button', { name: 'Views' }, PATIENT));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Sick ones' }, PATIENT));
    await waitFor(() => expect(address()).toMatch(/^\/items\?health=Critical&sort=-rpo&cols=name-/), PATIENT);
    await userEvent.click(await screen.findByRole('button', { name: 'Views' }, PATIENT));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete a view…' }, PATIENT));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete view Sick ones' }, PATIENT));
    await waitFor(() => expect(localStorage.getItem('lockstep.views.items')).toBe('[]'), PATIENT);
  });
});

it('a view is not saved where no more are kept, and none is lost for it', async () => {
  const kept = Array.from({ length: 30 }, (_, index) => ({ name: `View ${index}`, query: 'q=sql' }));
  localStorage.setItem('lockstep.views.items', JSON.stringify(kept));
  forgetStoredValues();
  renderPortal('/items');
  await findGrid();
  await userEvent.click(await screen.findByRole('button', { name: 'Views' }, PATIENT));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Save this view…' }, PATIENT));
  const field = await screen.findByRole('textbox', { name: 'Name', hidden: true }, PATIENT);
  await userEvent.type(field, 'A new one{Enter}');
  expect(await screen.findByText(/keeps 30 views of a list/)).toBeTruthy();
  expect(JSON.parse(localStorage.getItem('lockstep.views.items') ?? '')).toEqual(kept);
});

describe('selection and the URL', () => {
  it('is in the address, and read from it', async () => {
    const { address } = renderPortal('/items?q=sql');
    const grid = await findGrid();
    grid.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    await userEvent.keyboard('{Shift>} {/Shift}');
    await waitFor(() => expect(address()).toBe('/items?q=sql&selected=a0000000-0000-4000-8000-000000000000'));
    await userEvent.click(screen.getByRole('button', { name: 'Clear selection' }));
    await waitFor(() => expect(address()).toBe('/items?q=sql'));
  });

  it('of a link is there at once', async () => {
    renderPortal('/items?selected=all');
    await findGrid();
    expect(await screen.findByText('12 selected')).toBeTruthy();
  });
});

describe('the last 24 hours', () => {
  it('are a picture with its words in each row', async () => {
    renderPortal('/items?q=sql');
    const grid = await findGrid();
    const name = 'Last 24 hours: critical 1 h, warning 1 h';
    const [picture] = await within(grid).findAllByRole('img', { name });
    expect(picture?.querySelectorAll('path')).toHaveLength(3);
  });
});

describe('live rows', () => {
  it('follows the feed', async () => {
    const { connection } = renderPortal('/items?q=sql');
    const grid = await findGrid();
    connection.push({
      items: [{ id: 'a0000000-0000-4000-8000-000000000000', phase: 'Resynchronizing 7 %', progressPercent: 7 }],
    });
    expect(await within(grid).findByRole('progressbar', { name: 'Resynchronizing 7 %' })).toBeTruthy();
  });

  it('holds still while live updates are paused, and catches up', async () => {
    const { connection } = renderPortal('/items?q=sql');
    const grid = await findGrid();
    await userEvent.keyboard('.');
    connection.push({ items: [{ id: 'a0000000-0000-4000-8000-000000000000', phase: 'Changed' }] });
    expect(within(grid).queryByText('Changed')).toBeNull();
    await userEvent.click((await screen.findAllByRole('button', { name: 'Resume live updates' }))[0] as HTMLElement);
    expect(await within(grid).findByText('Changed')).toBeTruthy();
  });
});

describe('states of the page', () => {
  it('first run: what the page is for and how to begin', async () => {
    renderPortal('/items', new FakeConnection({ items: [], jobs: [] }));
    expect(await screen.findByText('No machine is protected yet', {}, { timeout: 20_000 })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Import disk' })).toBeTruthy();
  });

  it('filtered empty: repeats the filters and clears them', async () => {
    const { address } = renderPortal('/items?q=nothing');
    expect(await screen.findByText('Filters: q: nothing', {}, { timeout: 20_000 })).toBeTruthy();
    await userEvent.click(screen.getAllByRole('button', { name: 'Clear filters' })[0] ?? document.body);
    await waitFor(() => expect(address()).toBe('/items'));
  });

  it('error: what failed, code, cause, action, and a retry that works', async () => {
    const connection = new FakeConnection();
    connection.fail(
      'listItems',
      new ManagementError(503, 'EngineDown', 'The engine stopped.', 'It ran out of memory.', 'Reload the page.'),
    );
    renderPortal('/items', connection);
    const alert = await screen.findByRole('alert', {}, { timeout: 20_000 });
    for (const text of [
      'Could not load replicated items',
      'EngineDown (503)',
      'It ran out of memory.',
      'Reload the page.',
    ]) {
      expect(within(alert).getByText(text)).toBeTruthy();
    }
    connection.fail('listItems', null);
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await findGrid()).toBeTruthy();
  });

  it('a restarting engine is said in a banner with the age of the rows, which stay', async () => {
    const { connection } = renderPortal('/items');
    const grid = await findGrid();
    connection.setStatus({ status: 'restarting' });
    const said = await screen.findByText(/is being restarted/);
    expect(said.querySelector('time')?.getAttribute('datetime')).toBe(new Date(FAKE_NOW).toISOString());
    expect(bodyRows(grid)).toHaveLength(12);
    connection.setStatus({ status: 'ready', restartCount: 1, continuedFrom: instant(FAKE_NOW) });
    expect(await screen.findByText(/continued from the checkpoint of \d\d:\d\d:\d\d\./)).toBeTruthy();
    connection.setStatus({ continuedFrom: null });
    expect(await screen.findByText(/its world began anew/)).toBeTruthy();
  });

  it('held updates: the rows and their age stay until they are refreshed, and go on when they are let', async () => {
    const { connection } = renderPortal('/items?q=sql');
    await findGrid();
    const name = (): string => bodyRows(screen.getByRole('grid'))[0]?.textContent ?? '';
    const [row] = fakeItems(1);
    const rename = (to: string, minutes: number) =>
      connection.push({ items: [{ id: row?.id ?? '', name: to }] }, FAKE_NOW + minutes * 60_000);
    const age = () =>
      screen
        .getByText(/updates are paused/)
        .querySelector('time')
        ?.getAttribute('datetime');
    const at = (minutes: number) => new Date(FAKE_NOW + minutes * 60_000).toISOString();

    await userEvent.click(screen.getByRole('button', { name: 'Pause live updates' }));
    await screen.findByText(/updates are paused/);
    rename('SQL-ANEW', 5);
    await userEvent.type(screen.getByRole('searchbox', { name: 'Filter by name or host' }), '{Backspace}l');
    expect(name()).toContain(row?.name);
    expect(age()).toBe(at(0));
    fireEvent.click(screen.getByRole('button', { name: 'Refresh' }));
    await waitFor(() => expect(name()).toContain('SQL-ANEW'));
    expect(screen.getByText(/updates are paused/)).toBeTruthy();
    fireEvent.click(screen.getAllByRole('button', { name: 'Resume live updates' })[0] as HTMLElement);
    await waitFor(() => expect(screen.queryByText(/updates are paused/)).toBeNull());
    rename('SQL-LIVE', 6);
    await waitFor(() => expect(name()).toContain('SQL-LIVE'));
  });

  it('partial: says how many servers answer and which do not, with the rows', async () => {
    const connection = new FakeConnection();
    connection.silentServers = ['hv07', 'hv11', 'hv12', 'hv13', 'hv14'];
    renderPortal('/items', connection);
    const grid = await findGrid();
    expect(await screen.findByText(/35 of 40 servers answer. .* hv07, hv11, hv12 and 2 more/)).toBeTruthy();
    expect(bodyRows(grid)).toHaveLength(12);
  });
});
