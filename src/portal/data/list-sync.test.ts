import { describe, expect, it } from 'vitest';
import { ListSync } from './list-sync.ts';
import { RowStore } from './row-store.ts';

interface Row {
  readonly id: string;
  readonly size: number;
}

function setUp() {
  const answers: ((page: { rows: Row[]; sequence: number; asOf: string }) => void)[] = [];
  const store = new RowStore<Row>((run) => run());
  const sync = new ListSync<Row>(
    store,
    () => new Promise((resolve) => answers.push(resolve)),
    (patch) => patch.size !== undefined,
  );
  const answer = async (sequence: number, rows: Row[]) => {
    answers.shift()?.({ rows, sequence, asOf: '2026-01-01T00:00:00Z' });
    await Promise.resolve();
    await Promise.resolve();
  };
  return { store, sync, answer, answers };
}

describe('ListSync', () => {
  it('applies on top of an answer what came while it was under way, and nothing that it includes', async () => {
    const { store, sync, answer } = setUp();
    const fetched = sync.refetch();
    sync.apply({ sequence: 4, changed: [{ id: 'a', size: 4 }], removed: [] });
    sync.apply({ sequence: 6, changed: [{ id: 'a', size: 6 }], removed: [] });
    await answer(5, [{ id: 'a', size: 5 }]);
    await fetched;
    expect(store.row('a')?.size).toBe(6);
    sync.apply({ sequence: 6, changed: [{ id: 'a', size: 99 }], removed: [] });
    expect(store.row('a')?.size).toBe(6);
  });

  it('fetches again when a patch names a row that nobody knows', async () => {
    const { sync, answer, answers } = setUp();
    const fetched = sync.refetch();
    await answer(1, []);
    await fetched;
    sync.apply({ sequence: 2, changed: [{ id: 'stranger' }], removed: [] });
    expect(answers).toHaveLength(1);
  });

  it('joins calls during a fetch into one more fetch', async () => {
    const { sync, answer, answers } = setUp();
    const fetched = sync.refetch();
    void sync.refetch();
    void sync.refetch();
    await answer(1, []);
    expect(answers).toHaveLength(1);
    await answer(2, []);
    await fetched;
    expect(answers).toHaveLength(0);
  });

  it('hands the error to the store and never rejects', async () => {
    const store = new RowStore<Row>((run) => run());
    const sync = new ListSync<Row>(
      store,
      () => Promise.reject(new Error('no engine')),
      () => true,
    );
    await expect(sync.refetch()).resolves.toBeNull();
    expect(store.snapshot()).toMatchObject({ state: 'failed', error: { message: 'no engine' } });
  });
});
