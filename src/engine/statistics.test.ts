import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../base/units.ts';
import { engineBench, type EngineBench } from './testing/engine-bench.ts';

/** The world begins on a Monday at 09:00 of its host, which is an hour ahead of UTC. */
const EVENING = Date.UTC(2026, 2, 2, 20);

async function idleBench(): Promise<EngineBench> {
  const bench = await engineBench();
  await bench.enable('IDLE01');
  await bench.until('a cycle', () => bench.engine.item(bench.machine('IDLE01').vmId)?.item.cycle.number === 1);
  await bench.until('its end', () => bench.item('IDLE01').cycle.step === 'idle');
  return bench;
}

const statisticsOf = (bench: EngineBench) => bench.view('IDLE01').statistics;
const intervalEvents = (bench: EngineBench) =>
  bench.engine.events(bench.machine('IDLE01').vmId).filter(({ eventCode }) => eventCode === '29174');

test('[HE19] cycles missed in an outage are counted while it lasts, and not again when the late one completes', async () => {
  const bench = await idleBench();
  const fault = bench.world.startFault('linkDown', bench.machine('IDLE01').hostId);
  await bench.until('trouble', () => bench.item('IDLE01').trouble !== null);
  const startedAt = bench.item('IDLE01').cycle.startedAt ?? 0;
  await bench.clock.runFor(startedAt + 23.5 * MINUTE_MS - bench.clock.now());
  // Whole intervals of five minutes that have passed: those after 10, 15 and 20 minutes, and the first.
  expect(statisticsOf(bench).missCount).toBe(4);
  bench.world.endFault(fault.id);
  await bench.until('the late end', () => statisticsOf(bench).successCount === 2);
  const lateMs = (bench.item('IDLE01').lastRecoveryPointAt ?? 0) - startedAt;
  expect(statisticsOf(bench).missCount).toBe(Math.ceil(lateMs / (5 * MINUTE_MS)) - 1);
});

test('[HE19] a pause misses no cycle, whenever it comes', async () => {
  const bench = await idleBench();
  const { vmId } = bench.item('IDLE01');
  for (const step of ['idle', 'uploading'] as const) {
    await bench.until(step, () => bench.item('IDLE01').cycle.step === step);
    await bench.send({ kind: 'pause', vmId });
    await bench.clock.runFor(HOUR_MS);
    await bench.send({ kind: 'resume', vmId, isResynchronizing: false });
    const { number } = bench.item('IDLE01').cycle;
    await bench.until('two cycles', () => bench.item('IDLE01').cycle.number === number + 2);
  }
  expect(statisticsOf(bench).missCount).toBe(0);
});

test('[HE19] an engine that slept counts what its sleep has missed', async () => {
  const bench = await idleBench();
  await bench.engine.stop();
  await bench.clock.runFor(HOUR_MS);
  await bench.restart();
  await bench.until('a cycle', () => bench.item('IDLE01').cycle.step !== 'idle');
  expect(statisticsOf(bench).missCount).toBeGreaterThanOrEqual(11);
  expect(statisticsOf(bench).missCount).toBeLessThanOrEqual(12);
});

test('[HE20] the interval turns in an outage too, and goes to the history', async () => {
  const bench = await idleBench();
  bench.world.startFault('authorizationRevoked', '');
  await bench.until('stopped', () => bench.item('IDLE01').trouble !== null);
  const missesBefore = Math.floor((EVENING - (bench.item('IDLE01').cycle.startedAt ?? 0)) / (5 * MINUTE_MS)) - 1;
  await bench.until('the evening', () => bench.clock.now() >= EVENING + 21 * MINUTE_MS, 24 * HOUR_MS);
  expect(bench.item('IDLE01').phase.kind).toBe('protected');
  expect(statisticsOf(bench)).toMatchObject({ startedAt: EVENING, successCount: 0 });
  expect(statisticsOf(bench).missCount).toBeGreaterThanOrEqual(4);
  const [event, ...others] = intervalEvents(bench);
  expect(others).toEqual([]);
  expect(event?.at).toBeLessThanOrEqual(EVENING + MINUTE_MS);
  const missed = Number(/(\d+) missed/.exec(event?.description ?? '')?.[1]);
  expect(Math.abs(missed - missesBefore)).toBeLessThanOrEqual(1);
});

test('[HE20] a reset begins anew and leaves the interval so far in the history', async () => {
  const bench = await idleBench();
  const { vmId } = bench.item('IDLE01');
  expect(statisticsOf(bench).successCount).toBe(1);
  expect(await bench.send({ kind: 'resetStatistics', vmId })).toEqual({ isAccepted: true, jobId: null });
  expect(statisticsOf(bench)).toMatchObject({ startedAt: bench.clock.now(), successCount: 0, totalBytes: 0 });
  expect(intervalEvents(bench)).toMatchObject([
    { severity: 'Information', description: expect.stringContaining('1 cycles completed, 0 missed') as string },
  ]);
  const nobody = await bench.send({ kind: 'resetStatistics', vmId: bench.machine('DB01').vmId });
  expect(nobody).toMatchObject({ isAccepted: false, refusal: { code: 'NotFound' } });
});
