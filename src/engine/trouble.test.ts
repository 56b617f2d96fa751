import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../base/units.ts';
import { engineBench, type EngineBench } from './testing/engine-bench.ts';

async function protectedBench(): Promise<EngineBench> {
  const bench = await engineBench();
  await bench.enable('DB01');
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  return bench;
}

const hostOf = (bench: EngineBench) => bench.machine('DB01').hostId;

test('[LC40] a link cut in the middle of a copy: windows fail together and count as one attempt of the ladder', async () => {
  const bench = await engineBench();
  // An idle guest: a busy one's log would pass half the disk's size before the ladder's end.
  bench.world.setWorkload(bench.machine('DB01').vmId, 'idle');
  await bench.enable('DB01');
  await bench.until(
    'copying',
    () => (bench.engine.item(bench.machine('DB01').vmId)?.item.disks[0]?.transfer?.cursorBytes ?? 0) > 0,
  );
  const fault = bench.world.startFault('linkDown', hostOf(bench));
  const waits: number[] = [];
  await bench.until('six failures', () => {
    const { trouble } = bench.item('DB01');
    if (trouble && trouble.failures > waits.length)
      waits.push(((trouble.nextAttemptAt ?? 0) - trouble.lastAt) / MINUTE_MS);
    return waits.length === 6;
  });
  expect(waits).toEqual([1, 2, 4, 8, 10, 30]);
  expect(bench.view('DB01').activity.kind).toBe('Failing');
  expect(bench.view('DB01').health).toBe('Critical');
  bench.world.endFault(fault.id);
  await bench.send({ kind: 'retryNow', vmId: bench.machine('DB01').vmId });
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  await bench.expectIdentical('DB01');
});

test('[LC41] a copy that failed goes on from its cursor', async () => {
  const bench = await engineBench();
  await bench.enable('DB01');
  await bench.until(
    'copying',
    () => (bench.engine.item(bench.machine('DB01').vmId)?.item.disks[0]?.transfer?.cursorBytes ?? 0) > 0,
  );
  const fault = bench.world.startFault('linkDown', hostOf(bench));
  await bench.until('trouble', () => bench.item('DB01').trouble !== null);
  const cursor = bench.item('DB01').disks[0]?.transfer?.cursorBytes ?? 0;
  bench.world.endFault(fault.id);
  const cursors: number[] = [];
  await bench.until('protected', () => {
    const { disks, phase } = bench.item('DB01');
    if (phase.kind === 'initialReplication') cursors.push(disks[0]?.transfer?.cursorBytes ?? 0);
    return phase.kind === 'protected';
  });
  expect(Math.min(...cursors)).toBeGreaterThanOrEqual(cursor);
});

test('[LC42] a broken chain of disks stops the machine until the administrator asks for another attempt', async () => {
  const bench = await protectedBench();
  const { vmId } = bench.item('DB01');
  const fault = bench.world.startFault('brokenVhdChain', vmId);
  await bench.until('stopped', () => bench.item('DB01').trouble !== null);
  expect(bench.item('DB01').trouble).toMatchObject({
    fault: { code: 'BrokenVhdChain' },
    nextAttemptAt: null,
    failures: 1,
  });
  expect(bench.view('DB01').health).toBe('Critical');
  await bench.clock.runFor(3 * MINUTE_MS);
  expect(bench.item('DB01').trouble?.failures).toBe(1);
  bench.world.endFault(fault.id);
  expect(await bench.send({ kind: 'retryNow', vmId })).toMatchObject({ isAccepted: true });
  await bench.until('a cycle', () => bench.item('DB01').trouble === null && bench.item('DB01').cycle.step === 'idle');
  await bench.expectIdentical('DB01');
});

test('[LC43] while attempts fail the logs grow, and at half the disks’ size a resynchronization is required', async () => {
  const bench = await protectedBench();
  bench.world.startFault('authorizationRevoked', '');
  await bench.until('stopped', () => bench.item('DB01').trouble !== null);
  await bench.until('required', () => bench.item('DB01').phase.kind === 'resynchronizationRequired', 12 * HOUR_MS);
  expect(bench.item('DB01').phase).toMatchObject({ cause: expect.stringMatching(/^logSize/) as string });
});

test('[LC44] a job whose work cannot go on fails, and restarted it goes on where it failed', async () => {
  const bench = await engineBench();
  const fault = bench.world.startFault('authorizationRevoked', '');
  const outcome = await bench.enable('DB01');
  const jobId = outcome.isAccepted ? outcome.jobId : null;
  if (jobId === null) throw new Error('no job');
  await bench.until('failed', () => bench.item('DB01').phase.kind === 'enablingFailed');
  expect(bench.engine.job(jobId)).toMatchObject({ state: 'Failed' });
  bench.world.endFault(fault.id);
  expect(await bench.send({ kind: 'restartJob', jobId })).toMatchObject({ isAccepted: true });
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  expect(bench.engine.job(jobId)).toMatchObject({ state: 'Succeeded', stateDescription: 'CompletedWithInformation' });
});

test('[LC45] disabling by force goes on without a host that cannot be reached', async () => {
  const bench = await protectedBench();
  const { vmId } = bench.item('DB01');
  bench.world.startFault('hostDown', hostOf(bench));
  await bench.send({ kind: 'disableProtection', vmId, isForced: false });
  await bench.until('trouble', () => bench.item('DB01').trouble !== null);
  expect(await bench.send({ kind: 'disableProtection', vmId, isForced: true })).toMatchObject({ isAccepted: true });
  await bench.until('gone', () => bench.engine.item(vmId) === undefined);
});

test('[LC45] of a machine that its host does not know the job says that the host keeps what it has', async () => {
  const bench = await protectedBench();
  const { vmId } = bench.item('DB01');
  const fault = bench.world.startFault('vmDeleted', vmId);
  const outcome = await bench.send({ kind: 'disableProtection', vmId, isForced: false });
  await bench.until('gone', () => bench.engine.item(vmId) === undefined);
  bench.world.endFault(fault.id);
  expect(bench.machine('DB01').policy).not.toBeNull();
  const job = outcome.isAccepted && outcome.jobId !== null ? bench.engine.job(outcome.jobId) : undefined;
  expect(job).toMatchObject({ state: 'Succeeded', stateDescription: 'CompletedWithInformation' });
  expect(job?.errors).toMatchObject([{ fault: { code: 'VirtualMachineNotFound' } }]);
});

test('[LC44] a failed job that the machine no longer waits for is not restarted: it would never end', async () => {
  const bench = await engineBench();
  const { vmId } = bench.machine('DB01');
  const chain = bench.world.startFault('brokenVhdChain', vmId);
  const outcome = await bench.enable('DB01');
  const jobId = outcome.isAccepted ? outcome.jobId : null;
  if (jobId === null) throw new Error('no job');
  await bench.until('failed', () => bench.engine.job(jobId)?.state === 'Failed');
  bench.world.endFault(chain.id);
  // The attempt goes on without the job, and then fails for another reason.
  await bench.send({ kind: 'retryNow', vmId });
  await bench.until('copying', () => bench.item('DB01').baseSnapshot !== null);
  const link = bench.world.startFault('linkDown', hostOf(bench));
  await bench.until('the link is missed', () => bench.item('DB01').trouble !== null);
  expect(await bench.send({ kind: 'restartJob', jobId })).toMatchObject({ isAccepted: false });
  bench.world.endFault(link.id);
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  expect([...bench.engine.jobs()].filter((job) => job.endedAt === null)).toEqual([]);
});
