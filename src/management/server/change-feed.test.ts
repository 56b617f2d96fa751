import { expect, test } from 'vitest';
import type { JobId, VmId } from '../../core/model.ts';
import type { ChangeBatch } from '../wire.ts';
import { createChangeFeed, ROWS_PER_BATCH } from './change-feed.ts';
import { FakeEngine } from './testing/fake-engine.ts';
import { JOB_1, item, job, view, VM_1 } from './testing/records.ts';

function listen() {
  const engine = new FakeEngine();
  const ticks = new Set<() => void>();
  const feed = createChangeFeed(engine, (_intervalMs, tick) => {
    ticks.add(tick);
    return () => ticks.delete(tick);
  });
  const batches: ChangeBatch[] = [];
  const stop = feed.subscribe((batch) => batches.push(batch));
  const tick = (times = 1): void => {
    for (let count = 0; count < times; count++) for (const each of ticks) each();
  };
  return { engine, feed, batches, stop, tick, ticks };
}

test('a batch carries the fields that changed, the latest value of each', () => {
  const { engine, batches, tick } = listen();
  engine.put(view({ health: 'Warning' }));
  engine.put(view({ health: 'Critical', item: item({ revision: 2 }) }));
  tick();
  expect(batches).toEqual([
    {
      sequence: 1,
      asOf: '2026-01-05T09:00:00.000Z',
      items: [{ id: VM_1, health: 'Critical', revision: 2 }],
      removedItems: [],
      jobs: [],
      invalidated: [],
    },
  ]);
});

test('a change back and forth within one batch is no change', () => {
  const { engine, batches, tick } = listen();
  engine.time = engine.now();
  engine.put(view({ health: 'Warning' }));
  engine.put(view());
  tick();
  expect(batches.flatMap((batch) => batch.items)).toEqual([]);
});

test('a new item or job comes as a whole row, a removed item by its id', () => {
  const { engine, batches, tick } = listen();
  const jobId = '55555555-0000-4000-8000-000000000009' as JobId;
  engine.putJob(job({ jobId }));
  engine.itemsById.delete(VM_1);
  engine.emit({ kind: 'item', vmId: VM_1 });
  tick();
  expect(batches[0]?.removedItems).toEqual([VM_1]);
  expect(batches[0]?.jobs).toMatchObject([
    { id: jobId, scenarioName: 'EnableDr', startTime: '2026-01-05T09:00:00.000Z' },
  ]);
  engine.put(view());
  tick();
  expect(batches[1]?.items[0]).toMatchObject({ name: 'sql01', allowedOperations: expect.any(Array) });
});

test('what grows with time alone is looked at once in ten batches', () => {
  const { engine, batches, tick } = listen();
  engine.itemsById.set(VM_1, view({ rpoMs: 60_000 }));
  tick(9);
  expect(batches).toEqual([]);
  tick();
  expect(batches).toMatchObject([{ sequence: 1, items: [{ id: VM_1, rpoSeconds: 60 }] }]);
});

test('of very many changed rows a batch carries some, the next ones the rest, each once', () => {
  const { engine, batches, tick } = listen();
  const ids = Array.from({ length: ROWS_PER_BATCH * 2 + 1 }, (_, index) => `vm-${index}` as VmId);
  for (const vmId of ids) engine.put(view({ item: item({ vmId }) }));
  tick(4);
  expect(batches.map((batch) => batch.items.length)).toEqual([ROWS_PER_BATCH, ROWS_PER_BATCH, 1]);
  expect(batches.flatMap((batch) => batch.items).map((row) => row.id)).toEqual(ids);
});

test('of a fleet all rows are looked at in turns', () => {
  const { engine, batches, tick } = listen();
  const ids = Array.from({ length: 1_200 }, (_, index) => `vm-${index}` as VmId);
  for (const vmId of ids) engine.put(view({ item: item({ vmId }) }));
  tick(9);
  for (const vmId of ids) engine.itemsById.set(vmId, view({ rpoMs: 60_000, item: item({ vmId }) }));
  tick(30);
  const aged = batches.flatMap((batch) => batch.items).filter((row) => row.rpoSeconds === 60 && !('name' in row));
  expect(new Set(aged.map((row) => row.id)).size).toBe(1_200);
});

test('sequence numbers have no gaps, and other lists are named', () => {
  const { engine, feed, batches, tick } = listen();
  engine.emit({ kind: 'policy' });
  tick();
  feed.invalidate('world');
  engine.emit({ kind: 'inventory' });
  tick();
  expect(batches.map((batch) => [batch.sequence, batch.invalidated])).toEqual([
    [1, ['policies']],
    [2, ['world', 'inventory']],
  ]);
  expect(feed.sequence).toBe(2);
});

test('without listeners nothing is gathered and nothing ticks', () => {
  const { engine, batches, stop, ticks, feed, tick } = listen();
  stop();
  expect(ticks.size).toBe(0);
  engine.putJob(job({ state: 'Succeeded' }));
  feed.subscribe((batch) => batches.push(batch));
  tick();
  // The new listener fetches the rows itself: the job is not news.
  expect(batches.flatMap((batch) => batch.jobs).map((row) => row.id)).not.toContain(JOB_1);
});
