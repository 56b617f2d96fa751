import { expect, test, vi } from 'vitest';
import { createChecksumsInline } from '../adapters/checksums-pool/checksums-inline.ts';
import { createRealClock } from '../adapters/clock/real-clock.ts';
import { createStoreMemory } from '../adapters/store-memory/store-memory.ts';
import { createRng } from '../base/rng.ts';
import { MINUTE_MS } from '../base/units.ts';
import type { HostApi, StorageApi } from '../core/ports.ts';
import type { EngineChange } from './engine-api.ts';
import type { EnginePorts } from './engine-ports.ts';
import { startEngine } from './engine.ts';
import { engineBench } from './testing/engine-bench.ts';

/** Ports on wall time, to hosts of which none answers anything but an empty list. */
async function wallPorts(listHosts: HostApi['listHosts']): Promise<EnginePorts> {
  return {
    host: { listHosts } as HostApi,
    storage: {} as StorageApi,
    clock: createRealClock(),
    store: createStoreMemory(),
    checksums: await createChecksumsInline(),
    rng: createRng('wall'),
  };
}

test('on wall time it settles in microtasks, beats once a minute, and is quiet after its stop', async () => {
  vi.useFakeTimers();
  try {
    const listHosts = vi.fn<HostApi['listHosts']>().mockResolvedValue([]);
    const engine = await startEngine(await wallPorts(listHosts));
    await vi.advanceTimersByTimeAsync(0);
    expect(engine.policies()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(3 * MINUTE_MS);
    expect(listHosts).toHaveBeenCalledTimes(4);
    await engine.stop();
    await vi.advanceTimersByTimeAsync(3 * MINUTE_MS);
    expect(listHosts).toHaveBeenCalledTimes(4);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test('a listener hears of each changed thing once per settlement, and no more when it has left', async () => {
  const bench = await engineBench();
  const heard: EngineChange[] = [];
  const leave = bench.engine.subscribe((change) => heard.push(change));
  const { vmId } = bench.machine('IDLE01');
  await bench.enable('IDLE01');
  await bench.until('protected', () => bench.item('IDLE01').phase.kind === 'protected');
  const before = heard.length;
  await bench.send({ kind: 'pause', vmId });
  // The item was changed, a job begun and ended, events were raised: each kind is told once.
  const kinds = heard.slice(before).map((change) => change.kind);
  expect(kinds.toSorted()).toEqual(['event', 'item', 'job']);
  leave();
  await bench.send({ kind: 'resume', vmId, isResynchronizing: false });
  expect(heard).toHaveLength(before + 3);
});

test('[VT6] [OE3] a journal of a newer version is shown, and not touched', async () => {
  const store = createStoreMemory();
  const [policy] = (await engineBench()).engine.policies();
  if (!policy) throw new Error('a bench has a policy');
  await store.transact([
    { op: 'put', table: 'meta', key: 'counters', value: { schemaVersion: 2, commandCount: 7 } },
    { op: 'put', table: 'policies', key: policy.policyId, value: { ...policy, name: 'From the future' } },
  ]);
  const listHosts = vi.fn<HostApi['listHosts']>().mockResolvedValue([]);
  const transact = vi.spyOn(store, 'transact');
  const engine = await startEngine({ ...(await wallPorts(listHosts)), store });
  expect(engine.readOnlyReason()).toMatch(/version 2/);
  expect(engine.policies().map(({ name }) => name)).toEqual(['From the future']);
  engine.refreshInventory();
  const outcome = await engine.dispatch({ kind: 'deletePolicy', policyId: policy.policyId });
  expect(outcome).toMatchObject({ isAccepted: false, refusal: { code: 'ReadOnly', message: engine.readOnlyReason() } });
  await engine.stop();
  expect(listHosts).not.toHaveBeenCalled();
  expect(transact).not.toHaveBeenCalled();
  expect(await store.takeEpoch()).toBe(1);
});

test('series: one point a minute, rates from the log’s growth', async () => {
  const bench = await engineBench();
  await bench.enable('DB01');
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  await bench.clock.runFor(10 * MINUTE_MS);
  const points = bench.engine.series(bench.machine('DB01').vmId);
  expect(points.length).toBeGreaterThanOrEqual(9);
  expect(Math.max(...points.map((point) => point.churnBytesPerSecond))).toBeGreaterThan(0);
  expect(points.reduce((sum, point) => sum + point.sentBytes, 0)).toBeGreaterThan(0);
  await bench.restart();
  expect(bench.engine.series(bench.machine('DB01').vmId).slice(0, points.length)).toEqual(points);
});
