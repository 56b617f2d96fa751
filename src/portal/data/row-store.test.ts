import { describe, expect, it, vi } from 'vitest';
import { RowStore } from './row-store.ts';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
}

const a: Row = { id: 'a', name: 'alpha', tags: ['x'] };
const b: Row = { id: 'b', name: 'beta', tags: [] };
const isWhole = (patch: Partial<Row>) => patch.name !== undefined;

function setUp() {
  const pending: (() => void)[] = [];
  const store = new RowStore<Row>((run) => pending.push(run));
  const flush = () => pending.splice(0).forEach((run) => run());
  store.replace([a, b]);
  return { store, flush, pending };
}

describe('RowStore', () => {
  it('is loading until the first answer', () => {
    const store = new RowStore<Row>();
    expect(store.snapshot()).toEqual({ state: 'loading', rows: [], error: null });
    store.replace([]);
    expect(store.snapshot().state).toBe('ready');
  });

  it('wakes only the rows that a patch names', () => {
    const { store } = setUp();
    const [onA, onB] = [vi.fn(), vi.fn()];
    store.subscribeRow('a', onA);
    store.subscribeRow('b', onB);
    store.patch([{ id: 'a', name: 'gamma' }], [], isWhole);
    expect(onA).toHaveBeenCalledTimes(1);
    expect(onB).not.toHaveBeenCalled();
    expect(store.row('a')).toEqual({ ...a, name: 'gamma' });
  });

  it('tells the list once for many patches', () => {
    const { store, flush } = setUp();
    const onList = vi.fn();
    store.subscribeList(onList);
    for (const name of ['1', '2', '3']) store.patch([{ id: 'a', name }], [], isWhole);
    expect(onList).not.toHaveBeenCalled();
    flush();
    expect(onList).toHaveBeenCalledTimes(1);
    expect(store.snapshot().rows[0]?.name).toBe('3');
  });

  it('keeps the snapshot until it tells of a new one', () => {
    const { store, flush } = setUp();
    const before = store.snapshot();
    store.patch([{ id: 'a', name: 'gamma' }], [], isWhole);
    expect(store.snapshot()).toBe(before);
    flush();
    expect(store.snapshot()).not.toBe(before);
  });

  it('keeps the identity of rows that an answer does not change', () => {
    const { store } = setUp();
    const onA = vi.fn();
    store.subscribeRow('a', onA);
    store.replace([
      { ...a, tags: ['x'] },
      { ...b, name: 'new' },
    ]);
    expect(store.row('a')).toBe(a);
    expect(onA).not.toHaveBeenCalled();
    expect(store.row('b')?.name).toBe('new');
  });

  it('adds whole rows, removes rows, and counts patches for strangers', () => {
    const { store, flush } = setUp();
    const unknown = store.patch(
      [
        { id: 'c', name: 'new', tags: [] },
        { id: 'd', tags: [] },
      ],
      ['a'],
      isWhole,
    );
    flush();
    expect(unknown).toBe(1);
    expect(store.snapshot().rows.map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('keeps its rows when a later fetch fails', () => {
    const { store } = setUp();
    store.fail(new Error('gone'));
    expect(store.snapshot()).toMatchObject({ state: 'ready', rows: [a, b], error: { message: 'gone' } });
    const empty = new RowStore<Row>();
    empty.fail(new Error('gone'));
    expect(empty.snapshot().state).toBe('failed');
  });
});
