import { expect, test } from 'vitest';
import { HOUR_MS } from '../base/units.ts';
import { describe as wordsOf } from '../core/errors/catalogue.ts';
import { engineBench, type EngineBench } from './testing/engine-bench.ts';

async function failingBench(): Promise<EngineBench> {
  const bench = await engineBench();
  await bench.enable('DB01');
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  bench.world.startFault('vssFailure', bench.machine('DB01').vmId);
  const { applicationConsistentFailureCount } = bench.item('DB01').statistics;
  await bench.until(
    'a failed snapshot',
    () => bench.item('DB01').statistics.applicationConsistentFailureCount > applicationConsistentFailureCount,
  );
  return bench;
}

const quiescing = (bench: EngineBench) => bench.view('DB01').findings.find(({ rule }) => rule === 'HE18');

test('[LC12] a guest whose VSS fails gets a crash-consistent point of the same cycle', async () => {
  const bench = await failingBench();
  const { number } = bench.item('DB01').cycle;
  await bench.until('the end of the cycle', () => bench.item('DB01').cycle.step === 'idle');
  const item = bench.item('DB01');
  expect(item.cycle.number).toBe(number);
  expect(item.recoveryPoints.at(-1)).toMatchObject({ consistency: 'CrashConsistent' });
  expect(item.trouble).toBeNull();
  expect(item.statistics).toMatchObject({
    applicationConsistentFailureCount: 1,
    failureCount: 0,
    networkFailureCount: 0,
  });
  await bench.expectIdentical('DB01');
});

test('[HE18] failed application-consistent snapshots are an event and a Warning in the words of the provider’s code', async () => {
  const bench = await failingBench();
  const { vmId, vmName } = bench.item('DB01');
  expect(bench.view('DB01').health).toBe('Warning');
  const { fault = null } = quiescing(bench) ?? {};
  expect(fault).toMatchObject({ code: 'VssFailure', providerCode: 0x800700ea });
  expect(fault && wordsOf(fault, vmName)).toMatchObject({
    possibleCauses: 'The guest has dynamic disks, or a backup runs in it at the same time.',
    provider: { errorCode: 0x800700ea, message: expect.stringContaining('More data is available') as string },
  });
  const events = bench.engine.events(vmId).filter(({ eventCode }) => eventCode === 'VssFailure');
  expect(events).toMatchObject([{ severity: 'Warning', description: expect.stringContaining('more data') as string }]);
});

test('[HE18] the Warning stays through crash-consistent cycles and ends with the snapshot that succeeds', async () => {
  const bench = await failingBench();
  const { quiesceTrouble } = bench.item('DB01');
  expect(quiesceTrouble?.nextAttemptAt).toBe((quiesceTrouble?.lastAt ?? 0) + HOUR_MS);
  await bench.until('the next one', () => bench.item('DB01').quiesceTrouble?.failures === 2, 2 * HOUR_MS);
  expect(quiescing(bench)).toMatchObject({ verdict: 'Warning', since: quiesceTrouble?.firstAt });
  for (const fault of bench.world.faults()) bench.world.endFault(fault.id);
  await bench.until('well', () => bench.view('DB01').health === 'Normal', 2 * HOUR_MS);
  const points = bench.item('DB01').recoveryPoints;
  expect(bench.item('DB01').cycle.consistency).toBe('ApplicationConsistent');
  expect(bench.clock.now() - (quiesceTrouble?.lastAt ?? 0)).toBeGreaterThanOrEqual(2 * HOUR_MS);
  expect(points.length).toBeGreaterThan(1);
});

test('[HE18] a policy without application-consistent snapshots owes none: the Warning ends with the next cycle', async () => {
  const bench = await failingBench();
  const { number } = bench.item('DB01').cycle;
  await bench.setPolicy({ applicationConsistentFrequencyHours: 0 });
  await bench.until('the next cycle', () => bench.item('DB01').cycle.number > number);
  expect(quiescing(bench)).toMatchObject({ verdict: 'Normal' });
});
