import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ALL_JOBS, type JobQuery } from '../../management/wire-lists.ts';
import { fakeJobWindow } from '../testing/fake-lists.ts';
import { fakeItems, fakeJobs } from '../testing/fake-vault.ts';
import { JobPages, PAGE_ROWS } from './job-pages.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const [template] = fakeJobs(fakeItems(1));
const jobAt = (index: number) => ({
  ...(template ?? expect.fail('the fake vault has jobs')),
  id: `job-${index}`,
  startTime: new Date(Date.UTC(2026, 2, 1) - index * 1000).toISOString(),
});

function pagesOver(count: number) {
  const vault = Array.from({ length: count }, (_, index) => jobAt(index));
  const queries: JobQuery[] = [];
  const pages = new JobPages(
    {
      getJobWindow: async (query) => {
        queries.push(query);
        return fakeJobWindow(vault, query, 1);
      },
    },
    () => ALL_JOBS,
  );
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return { pages, queries, settle, vault };
}

it('of 100,000 jobs the first page comes, and a place for each of the others', async () => {
  const { pages, queries, settle } = pagesOver(100_000);
  pages.subscribe(() => undefined);
  await settle();
  expect(queries).toHaveLength(1);
  const { rows, state } = pages.snapshot();
  expect(state).toBe('ready');
  expect(rows).toHaveLength(100_000);
  expect([rows[0]?.id, rows[PAGE_ROWS]?.id]).toEqual(['job-0', `@${PAGE_ROWS}`]);
});

it('pages come as they are looked at, each once', async () => {
  const { pages, queries, settle } = pagesOver(1_000);
  pages.subscribe(() => undefined);
  pages.show(480, 510);
  pages.show(485, 515);
  await settle();
  expect(queries.map(({ offset }) => offset)).toEqual([0, 400, 500]);
  expect(pages.snapshot().rows[499]?.id).toBe('job-499');
  expect(pages.row('job-499')?.id).toBe('job-499');
});

it('a change fetches what is in sight again, at most once a second, and forgets the rest', async () => {
  const { pages, queries, settle, vault } = pagesOver(1_000);
  pages.subscribe(() => undefined);
  await settle();
  pages.show(500, 520);
  await settle();
  vault.unshift(jobAt(-1));
  for (let times = 0; times < 20; times++) pages.changed();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(queries.map(({ offset }) => offset)).toEqual([0, 500, 500]);
  const { rows } = pages.snapshot();
  expect(rows).toHaveLength(1_001);
  expect(rows[501]?.id).toBe('job-500');
  expect(rows[0]?.id).toBe('@0');
});

it('rows keep their array while nothing moved, and tell those who look at them', async () => {
  const { pages, settle, vault } = pagesOver(10);
  pages.subscribe(() => undefined);
  await settle();
  const before = pages.snapshot().rows;
  const listener = vi.fn();
  pages.subscribeRow('job-3', listener);
  vault[3] = { ...jobAt(3), state: 'Failed', revision: 2 };
  pages.refresh();
  await settle();
  expect(pages.snapshot().rows).toBe(before);
  expect(listener).toHaveBeenCalledTimes(1);
  expect(pages.row('job-3')?.state).toBe('Failed');
});

it('a failure is told, and what was here stays', async () => {
  const getJobWindow = vi.fn<(query: JobQuery) => Promise<ReturnType<typeof fakeJobWindow>>>();
  const pages = new JobPages({ getJobWindow }, () => ALL_JOBS);
  getJobWindow.mockRejectedValueOnce(new Error('no engine'));
  pages.subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(0);
  expect(pages.snapshot()).toMatchObject({ state: 'failed', error: new Error('no engine') });
  getJobWindow.mockImplementation(async (query) => fakeJobWindow([jobAt(1)], query, 1));
  pages.refresh();
  await vi.advanceTimersByTimeAsync(0);
  expect(pages.snapshot()).toMatchObject({ state: 'ready', error: null, rows: [{ id: 'job-1' }] });
});

it('what is refreshed while it is fetched is fetched once more', async () => {
  const { pages, queries, settle } = pagesOver(10);
  pages.subscribe(() => undefined);
  pages.refresh();
  pages.refresh();
  await settle();
  expect(queries).toHaveLength(2);
});
