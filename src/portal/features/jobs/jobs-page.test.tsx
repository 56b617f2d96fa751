import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ROW_HEIGHT_PX } from '../../components/grid/grid-styles.ts';
import { forgetStoredValues } from '../../data/stored-value.ts';
import { FakeConnection } from '../../testing/fake-client.ts';
import { FAKE_NOW, fakeItems, fakeJobs } from '../../testing/fake-vault.ts';
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

const findGrid = () => screen.findByRole('grid', { name: 'Site Recovery jobs' }, { timeout: 20_000 });
const bodyRows = (grid: HTMLElement) => within(within(grid).getByRole('rowgroup')).getAllByRole('row');

/** 100,000 jobs: the same forty over and over, each a second older than the one before. */
function manyJobs() {
  const [items, now] = [fakeItems(40), Date.UTC(2026, 2, 1)];
  const shapes = fakeJobs(items);
  return Array.from({ length: 100_000 }, (_, index) => {
    const shape = shapes[index % shapes.length] ?? expect.fail('the fake vault has jobs');
    return { ...shape, id: `job-${index}`, startTime: new Date(now - index * 1000).toISOString() };
  });
}

describe('the list of jobs', () => {
  it('has on paper the jobs that are here, and says how many there are', async () => {
    renderPortal('/jobs', new FakeConnection({ items: fakeItems(40), jobs: manyJobs() }));
    const grid = await findGrid();
    await waitFor(() => expect(grid.getAttribute('aria-rowcount')).toBe('100001'));
    fireEvent(window, new Event('beforeprint'));
    expect(screen.getByText('100 of 100,000 rows are printed. The exports have all of them.')).toBeTruthy();
    expect(bodyRows(grid)).toHaveLength(100);
    fireEvent(window, new Event('afterprint'));
    await waitFor(() => expect(screen.queryByText(/rows are printed/)).toBeNull());
  });

  it('of 100,000 holds a screenful, and the last one is one key away', async () => {
    renderPortal('/jobs', new FakeConnection({ items: fakeItems(40), jobs: manyJobs() }));
    const grid = await findGrid();
    await waitFor(() => expect(grid.getAttribute('aria-rowcount')).toBe('100001'));
    expect(bodyRows(grid).length).toBeLessThan(60);
    grid.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    await userEvent.keyboard('{Control>}{End}{/Control}');
    await waitFor(() =>
      expect(document.activeElement?.closest('[role=row]')?.getAttribute('aria-rowindex')).toBe('100001'),
    );
  });

  it('keeps the focus on a job that has yet to be fetched', async () => {
    renderPortal('/jobs', new FakeConnection({ items: fakeItems(40), jobs: manyJobs() }));
    const grid = await findGrid();
    await waitFor(() => expect(grid.getAttribute('aria-rowcount')).toBe('100001'));
    const focusedJob = () => document.activeElement?.closest('[role=row]')?.getAttribute('data-row');
    grid.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    await userEvent.keyboard('{Control>}{End}{/Control}');
    await waitFor(() => expect(focusedJob()).toBe('@99999'));
    // Nothing is laid out here: the list has to be told that it was scrolled.
    fireEvent.scroll(grid.parentElement ?? grid, { target: { scrollTop: 99_990 * ROW_HEIGHT_PX } });
    await waitFor(() => expect(focusedJob()).toBe('job-99999'));
  });

  it('leads to the recovery plan of a job, as long as there is one', async () => {
    const items = fakeItems(12);
    const [shape = expect.fail('the fake vault has jobs')] = fakeJobs(items);
    const jobs = ['Finance', 'Retired'].map((name) => ({ ...shape, id: name, itemName: name, recoveryPlan: name }));
    renderPortal('/jobs', new FakeConnection({ items, jobs }));
    const grid = await findGrid();
    expect(await within(grid).findByText('Retired (deleted)')).toBeTruthy();
    expect(within(grid).queryByRole('link', { name: /Retired/ })).toBeNull();
    expect(within(grid).getByRole('link', { name: 'Finance' })).toBeTruthy();
  });

  it('shows what the address asks for, and says how many of how many', async () => {
    renderPortal('/jobs?state=Failed');
    const grid = await findGrid();
    expect(bodyRows(grid)).toHaveLength(2);
    expect(screen.getByText('2 of 12 jobs')).toBeTruthy();
    expect(document.title).toBe('2 failed – Site Recovery jobs – Lockstep');
  });

  it('follows a job that changes', async () => {
    const { connection } = renderPortal('/jobs?state=InProgress');
    const grid = await findGrid();
    const [row] = bodyRows(grid);
    const id = row?.dataset['row'] ?? '';
    connection.push({ jobs: [{ id, state: 'Failed', stateDescription: 'Failed', revision: 2 }] });
    await waitFor(() => expect(grid.querySelector(`[data-row="${id}"]`)).toBeNull(), { timeout: 5_000 });
  });

  it('repeats that the filters let nothing through, and clears them', async () => {
    const { address } = renderPortal('/jobs?q=nothing');
    await screen.findAllByText('No job matches the filters', {}, { timeout: 20_000 });
    await userEvent.click(screen.getAllByRole('button', { name: 'Clear filters' })[0] ?? document.body);
    await waitFor(() => expect(address()).toBe('/jobs'));
  });

  it('is exported as shown: all rows of the filters, the columns in sight', async () => {
    const blobs: Blob[] = [];
    URL.createObjectURL = vi.fn((blob: Blob) => `blob:${blobs.push(blob)}`);
    renderPortal('/jobs?cols=item-state&state=Failed');
    await findGrid();
    await userEvent.click(screen.getByRole('button', { name: 'Export CSV' }));
    await waitFor(() => expect(blobs).toHaveLength(1));
    const lines = ((await blobs[0]?.text()) ?? '').replace('\uFEFF', '').trimEnd().split('\r\n');
    expect(lines[0]).toBe('Item,Status');
    expect(lines.slice(1).every((line) => line.endsWith(',Failed'))).toBe(true);
    expect(lines).toHaveLength(3);
  });
});

describe('the density of the jobs', () => {
  it('of the last hour are other ones as time goes on', async () => {
    const connection = new FakeConnection({ items: fakeItems(40) });
    const asked = vi.spyOn(connection.client, 'getJobWindow');
    renderPortal('/jobs?range=1', connection);
    await findGrid();
    const since = () => Date.parse(asked.mock.lastCall?.[0].from ?? '');
    const before = since();
    connection.push({}, FAKE_NOW + 20 * 60_000);
    await waitFor(() => expect(since() - before).toBeGreaterThan(19 * 60_000), { timeout: 5_000 });
  });

  it('chooses a time range by keyboard, which the address keeps', async () => {
    const { address } = renderPortal('/jobs');
    await findGrid();
    screen.getByRole('slider', { name: 'From' }).focus();
    await userEvent.keyboard('{PageUp}{ArrowRight}');
    await waitFor(() => expect(address()).toMatch(/^\/jobs\?from=[^&]*$/));
    expect(screen.getByRole('slider', { name: 'From' }).getAttribute('aria-valuenow')).toBe('7');
    await userEvent.click(screen.getByRole('button', { name: 'Any time' }));
    await waitFor(() => expect(address()).toBe('/jobs'));
  });

  it('is a table too', async () => {
    renderPortal('/jobs');
    await findGrid();
    await userEvent.click(screen.getByRole('button', { name: 'Show as table' }));
    const table = await screen.findByRole('table', { name: 'Jobs by start' });
    const counts = within(table)
      .getAllByRole('row')
      .slice(1)
      .map((row) => Number(within(row).getAllByRole('cell')[2]?.textContent));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(12);
  });
});
