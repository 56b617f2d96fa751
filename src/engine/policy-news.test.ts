import { expect, test } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../base/units.ts';
import { engineBench, type EngineBench } from './testing/engine-bench.ts';

async function idleBench(): Promise<EngineBench> {
  const bench = await engineBench();
  await bench.enable('IDLE01');
  await bench.until('protected', () => bench.item('IDLE01').phase.kind === 'protected');
  await bench.until(
    'a cycle',
    () => bench.item('IDLE01').cycle.number === 1 && bench.item('IDLE01').cycle.step === 'idle',
  );
  return bench;
}

const intervalOnHost = (bench: EngineBench) => bench.machine('IDLE01').policy?.replicationIntervalSeconds;

test('[PO12] a changed policy reaches the host, and counts from the next cycle on', async () => {
  const bench = await idleBench();
  expect(intervalOnHost(bench)).toBe(300);
  const dueAt = bench.item('IDLE01').cycle.nextAt;
  await bench.setPolicy({ replicationIntervalSeconds: 30 });
  expect(bench.item('IDLE01').cycle.nextAt).toBe(dueAt);
  await bench.clock.runFor(SECOND_MS);
  expect(intervalOnHost(bench)).toBe(30);
  await bench.until('the next cycle', () => bench.item('IDLE01').cycle.number === 2);
  const startedAt = bench.item('IDLE01').cycle.startedAt ?? 0;
  expect(startedAt).toBe(dueAt);
  await bench.until('the one after', () => bench.item('IDLE01').cycle.number === 3);
  expect((bench.item('IDLE01').cycle.startedAt ?? 0) - startedAt).toBe(30 * SECOND_MS);
});

test('[PO12] a host that is down hears of it when it is back, also from the next engine', async () => {
  const bench = await idleBench();
  const fault = bench.world.startFault('hostDown', bench.machine('IDLE01').hostId);
  await bench.setPolicy({ replicationIntervalSeconds: 900 });
  await bench.clock.runFor(2 * MINUTE_MS);
  await bench.restart();
  expect(intervalOnHost(bench)).toBe(300);
  bench.world.endFault(fault.id);
  await bench.clock.runFor(2 * MINUTE_MS);
  expect(intervalOnHost(bench)).toBe(900);
});

test('[PO12] one changed twice in a breath ends as it was changed last', async () => {
  const bench = await idleBench();
  await bench.setPolicy({ replicationIntervalSeconds: 30 });
  await bench.setPolicy({ replicationIntervalSeconds: 900 });
  await bench.clock.runFor(2 * SECOND_MS);
  expect(intervalOnHost(bench)).toBe(900);
});

test('[PO12] who is not replicated under it hears nothing', async () => {
  const bench = await idleBench();
  const { vmId } = bench.item('IDLE01');
  await bench.send({ kind: 'disableProtection', vmId, isForced: false });
  await bench.until('gone', () => bench.engine.item(vmId) === undefined);
  await bench.setPolicy({ replicationIntervalSeconds: 30 });
  await bench.clock.runFor(2 * MINUTE_MS);
  expect(bench.machine('IDLE01').policy).toBeNull();
});
