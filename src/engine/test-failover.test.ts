import { describe, expect, test } from 'vitest';
import { PortError } from '../core/errors/fault.ts';
import type { NicChoice, RecoveryPoint } from '../core/model.ts';
import type { Job } from '../core/jobs/job-model.ts';
import type { AzureMachineSpec, Call, ComputeApi, HostApi, HostInventory, NetworkAdapter } from '../core/ports.ts';
import { crashPoint } from './testing/crash-point.ts';
import { engineBench, type BenchOptions, type EngineBench } from './testing/engine-bench.ts';

async function protectedBench(options: BenchOptions = {}): Promise<EngineBench> {
  const bench = await engineBench(options);
  await bench.enable('DB01');
  await bench.until('a cycle', () => bench.item('DB01').cycle.number >= 1 && bench.item('DB01').cycle.step === 'idle');
  return bench;
}

const vmIdOf = (bench: EngineBench) => bench.machine('DB01').vmId;
const stepOf = (bench: EngineBench) => bench.item('DB01').testFailover?.step;
const jobsOf = (bench: EngineBench, scenario: Job['scenarioName']): readonly Job[] =>
  [...bench.engine.jobs()].filter((job) => job.scenarioName === scenario);
const begin = (bench: EngineBench, point: RecoveryPoint | null = null) =>
  bench.send({
    kind: 'testFailover',
    vmId: vmIdOf(bench),
    recoveryPointId: point?.recoveryPointId ?? null,
    networkId: 'test-network',
  });
const cleanUp = (bench: EngineBench) =>
  bench.send({ kind: 'testFailoverCleanup', vmId: vmIdOf(bench), comments: 'works' });

/** Where a disk of the machine in Azure first differs from the source at a point's instant, per disk. */
function differences(bench: EngineBench, point: RecoveryPoint | undefined) {
  if (!point) throw new Error('no point');
  const [machine] = bench.world.azureMachines();
  return machine?.disks.map(({ diskId, blob }) => bench.world.firstDifference(blob, machine.vmId, diskId, point.time));
}

test('[LC80] a test failover makes a machine of the newest recovery point beside the source, and waits for its clean-up', async () => {
  const bench = await protectedBench();
  const newest = bench.item('DB01').recoveryPoints.at(-1);
  expect(await begin(bench)).toMatchObject({ isAccepted: true });
  await bench.until('made', () => stepOf(bench) === 'startMachine');
  expect(differences(bench, newest)).toEqual([null, null]);
  await bench.until('running', () => stepOf(bench) === 'running');
  expect(bench.world.azureMachines()).toMatchObject([{ ref: { name: 'DB01-test' }, state: 'Running' }]);
  const [job] = jobsOf(bench, 'TestFailover');
  expect(job?.state).toBe('Succeeded');
  expect(job?.tasks.map((task) => task.state)).toEqual(Array(4).fill('Succeeded'));
  expect(bench.view('DB01').allowedOperations).toContain('TestFailoverCleanup');
});

test('[LC80] an older recovery point can be tested, an unknown one not', async () => {
  const bench = await protectedBench();
  const older = bench.item('DB01').recoveryPoints[0];
  await bench.until('another point', () => bench.item('DB01').recoveryPoints.at(-1) !== older);
  const unknown = { ...older, recoveryPointId: 'none' } as RecoveryPoint;
  expect(await begin(bench, unknown)).toMatchObject({ isAccepted: false, refusal: { code: '0x80004004' } });
  expect(await begin(bench, older ?? null)).toMatchObject({ isAccepted: true });
  await bench.until('made', () => stepOf(bench) === 'startMachine');
  expect(differences(bench, older)).toEqual([null, null]);
});

test('[LC81] replication goes on meanwhile, and keeps the point of which the machine is still to be made', async () => {
  let failures = 3;
  const bench = await protectedBench({
    wrap: (ports) => ({ ...ports, compute: failingAtFirst(ports.compute, () => failures-- > 0) }),
  });
  await bench.setPolicy({ recoveryPointHistoryHours: 0, replicationIntervalSeconds: 30 });
  const point = bench.item('DB01').recoveryPoints.at(-1);
  const before = bench.item('DB01').cycle.number;
  await begin(bench);
  await bench.until('the point has expired', () => bench.item('DB01').expiredRecoveryPoints.includes(point as never));
  await bench.until('made', () => stepOf(bench) === 'startMachine');
  expect(bench.item('DB01').cycle.number).toBeGreaterThan(before + 1);
  expect(differences(bench, point)).toEqual([null, null]);
  await bench.until(
    'the next clean cycle',
    () => bench.item('DB01').cycle.step === 'idle' && bench.item('DB01').expiredRecoveryPoints.length === 0,
  );
  await bench.expectIdentical('DB01');
});

/** A compute service where `before` comes before each machine is made. */
function beforeMaking(
  compute: ComputeApi | undefined,
  before: (...args: Parameters<ComputeApi['createMachine']>) => void,
): ComputeApi {
  if (!compute) throw new Error('the world has a compute service');
  return {
    getMachine: (...args) => compute.getMachine(...args),
    async createMachine(...args) {
      before(...args);
      await compute.createMachine(...args);
    },
    startMachine: (...args) => compute.startMachine(...args),
    stopMachine: (...args) => compute.stopMachine(...args),
    deleteMachine: (...args) => compute.deleteMachine(...args),
  };
}

/** A compute service that is busy when machines are made, as long as `isBusy`. */
function failingAtFirst(compute: ComputeApi | undefined, isBusy: () => boolean): ComputeApi {
  return beforeMaking(compute, () => {
    if (isBusy()) throw new PortError({ code: 'StorageThrottled', detail: 'busy' });
  });
}

/** A host whose machines have these adapters; undefined: it does not tell. */
function withAdapters(host: HostApi, nics: () => readonly NetworkAdapter[] | undefined): HostApi {
  const listHosts = async (call: Call): Promise<readonly HostInventory[]> =>
    (await host.listHosts(call)).map((each) => ({
      ...each,
      machines: each.machines.map((machine) => ({ ...machine, nics: nics() })),
    }));
  return new Proxy(host, {
    get: (target, name) => {
      if (name === 'listHosts') return listHosts;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function adapterCalled(nicId: string): NetworkAdapter {
  return { nicId, name: nicId, switchName: 'production', macAddress: '00155D0A0001', ipAddresses: [] };
}

/** One adapter that is to come along, and one that is not. */
function chosenOf(selected: string, leftOut: string): readonly NicChoice[] {
  return [selected, leftOut].map((nicId) => ({
    nicId,
    isSelected: nicId === selected,
    subnetName: null,
    staticIpAddress: null,
  }));
}

const adapter = { nicId: 'nic-0', isSelected: true, subnetName: 'back', staticIpAddress: '10.9.0.7' };

test.each([
  ['the one adapter of a machine whose own nobody told', {}, { subnetName: 'front' }, {}],
  [
    'adapters that were chosen about',
    { nics: [adapter, { ...adapter, nicId: 'nic-1', subnetName: null, staticIpAddress: null }] },
    {
      nics: [
        { nicId: 'nic-0', subnetName: 'back', staticIpAddress: '10.9.0.7' },
        { nicId: 'nic-1', subnetName: 'front', staticIpAddress: null },
      ],
    },
    {
      nics: [
        { nicId: 'nic-0', subnetName: null, staticIpAddress: null },
        { nicId: 'nic-1', subnetName: null, staticIpAddress: null },
      ],
    },
  ],
])('[TG4] %s: in the subnet chosen, and in the first of another network', async (_, nics, own, others) => {
  const specs: AzureMachineSpec[] = [];
  const bench = await protectedBench({
    wrap: (ports) => ({
      ...ports,
      host: withAdapters(ports.host, () => undefined),
      compute: beforeMaking(ports.compute, (_ref, spec) => specs.push(spec)),
    }),
  });
  const change = { targetNetworkId: '/Networks/own', targetSubnetName: 'front', ...nics };
  await bench.send({ kind: 'changeTarget', vmId: vmIdOf(bench), change });
  for (const networkId of ['/networks/own', '/networks/test']) {
    await bench.send({ kind: 'testFailover', vmId: vmIdOf(bench), recoveryPointId: null, networkId });
    await bench.until('running', () => stepOf(bench) === 'running');
    await cleanUp(bench);
    await bench.until('cleaned up', () => stepOf(bench) === undefined);
  }
  const places = specs.map(({ networkId, nics: made, subnetName }) => ({ networkId, nics: made, subnetName }));
  expect(places).toEqual([
    { networkId: '/networks/own', ...own },
    { networkId: '/networks/test', ...others },
  ]);
});

test.each([
  ['all that the size takes where nothing was chosen', {}, 'Standard_D2s_v3', ['first', 'second']],
  ['all, on a larger one', {}, 'Standard_D8s_v5', ['first', 'second', 'third']],
  [
    'the chosen one first, one that was left out never',
    { nics: chosenOf('third', 'first') },
    'Standard_D8s_v5',
    ['third', 'second'],
  ],
  ['all, on a size that nobody knows', {}, 'Standard_X1', ['first', 'second', 'third']],
])('[TG5] adapters come along: %s', async (_, nics, targetVmSize, made) => {
  const specs: AzureMachineSpec[] = [];
  const adapters = ['first', 'second', 'third'].map(adapterCalled);
  const bench = await protectedBench({
    wrap: (ports) => ({
      ...ports,
      host: withAdapters(ports.host, () => adapters),
      compute: beforeMaking(ports.compute, (_ref, spec) => specs.push(spec)),
    }),
  });
  await bench.send({ kind: 'changeTarget', vmId: vmIdOf(bench), change: { targetVmSize, ...nics } });
  await begin(bench);
  await bench.until('running', () => stepOf(bench) === 'running');
  expect(specs.map((spec) => spec.nics?.map(({ nicId }) => nicId))).toEqual([made]);
});

test('[TG5] an adapter that the source gets later comes along, one that it gets during the test does not', async () => {
  const specs: AzureMachineSpec[] = [];
  let adapters = ['first'].map(adapterCalled);
  const bench = await protectedBench({
    wrap: (ports) => ({
      ...ports,
      host: withAdapters(ports.host, () => adapters),
      compute: beforeMaking(ports.compute, (_ref, spec) => specs.push(spec)),
    }),
  });
  adapters = ['first', 'second'].map(adapterCalled);
  await bench.until('noted', () => bench.item('DB01').nicIds?.length === 2);
  await begin(bench);
  adapters = ['third'].map(adapterCalled);
  await bench.until('running', () => stepOf(bench) === 'running');
  const { number } = bench.item('DB01').cycle;
  await bench.until('a cycle', () => bench.item('DB01').cycle.number > number);
  expect(bench.item('DB01').nicIds).toEqual(['first', 'second']);
  await cleanUp(bench);
  await bench.until('noted again', () => bench.item('DB01').nicIds?.[0] === 'third');
  expect(specs.map((spec) => spec.nics?.map(({ nicId }) => nicId))).toEqual([['first', 'second']]);
});

test('[LC82] it counts when failover and clean-up both succeeded; then nothing of it is left', async () => {
  const bench = await protectedBench();
  await begin(bench);
  await bench.until('running', () => stepOf(bench) === 'running');
  expect(bench.item('DB01').lastTestFailoverAt).toBeNull();
  expect(await cleanUp(bench)).toMatchObject({ isAccepted: true });
  await bench.until('gone', () => stepOf(bench) === undefined);
  expect(bench.item('DB01').lastTestFailoverAt).not.toBeNull();
  expect(bench.world.azureMachines()).toEqual([]);
  const [job] = jobsOf(bench, 'TestFailoverCleanup');
  expect(job?.tasks.map((task) => task.state)).toEqual(Array(3).fill('Succeeded'));
});

test('[LC83] its failures climb a ladder of their own; what fails for good waits for the clean-up and does not count', async () => {
  const bench = await protectedBench();
  const { choices } = bench.item('DB01');
  const fault = bench.world.startFault('storageThrottled', '');
  await begin(bench);
  await bench.until('two failures', () => bench.item('DB01').testFailover?.trouble?.failures === 2);
  bench.world.endFault(fault.id);
  // Somebody takes the name meanwhile.
  await bench.elsewhere(() =>
    bench.world.computeApi.createMachine(
      { resourceGroupId: choices.targetResourceGroupId, name: 'DB01-test' },
      { vmId: vmIdOf(bench), size: 'small', osType: 'Linux', networkId: null, disks: [] },
      { requestId: 'stranger', signal: new AbortController().signal },
    ),
  );
  await bench.until('the end', () => bench.item('DB01').testFailover?.jobId === null);
  expect(jobsOf(bench, 'TestFailover')[0]).toMatchObject({ state: 'Failed' });
  expect(bench.item('DB01').testFailover?.trouble?.fault.code).toBe('AzureMachineExists');
  expect(bench.item('DB01').trouble).toBeNull();
  expect(await begin(bench)).toMatchObject({ isAccepted: false, refusal: { code: 'NotAllowed' } });
});

test('[LC84] cancelled, what it had made is deleted and the job ends as cancelled', async () => {
  const bench = await protectedBench();
  const outcome = await begin(bench);
  const jobId = outcome.isAccepted ? outcome.jobId : null;
  if (jobId === null) throw new Error('no job');
  await bench.until('made', () => stepOf(bench) === 'startMachine');
  expect(await bench.send({ kind: 'cancelJob', jobId })).toMatchObject({ isAccepted: true });
  expect(await bench.send({ kind: 'cancelJob', jobId })).toMatchObject({ isAccepted: false });
  await bench.until('gone', () => stepOf(bench) === undefined);
  expect(bench.engine.job(jobId)?.state).toBe('Cancelled');
  expect(bench.world.azureMachines()).toEqual([]);
  expect(bench.item('DB01').lastTestFailoverAt).toBeNull();
});

test('[LC85] a test needs a protected machine without another test; disabling takes the test machine along', async () => {
  const bench = await engineBench();
  await bench.enable('DB01');
  expect(await begin(bench)).toMatchObject({ isAccepted: false, refusal: { code: 'NotAllowed' } });
  expect(bench.view('DB01').refusals.TestFailover).toBe('Initial replication is not complete.');
  expect(await cleanUp(bench)).toMatchObject({ isAccepted: false });
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  await begin(bench);
  expect(bench.view('DB01').refusals.TestFailoverCleanup).toBe('The test failover is under way.');
  await bench.until('running', () => stepOf(bench) === 'running');
  expect(bench.view('DB01').refusals.TestFailover).toContain('cleaned up');
  await bench.send({ kind: 'disableProtection', vmId: vmIdOf(bench), isForced: false });
  await bench.until('gone', () => bench.engine.item(vmIdOf(bench)) === undefined);
  expect(bench.world.azureMachines()).toEqual([]);
});

test('[LC85] without a compute service it fails and says so', async () => {
  const bench = await protectedBench({ wrap: ({ compute: _none, ...ports }) => ports });
  await begin(bench);
  await bench.until('the end', () => jobsOf(bench, 'TestFailover')[0]?.state === 'Failed');
  expect(bench.item('DB01').testFailover?.trouble?.fault.code).toBe('ComputeUnavailable');
});

describe('[LC86] a crash at any port call of a test failover and its clean-up leads to the same end', () => {
  async function live(bench: EngineBench): Promise<void> {
    await bench.until('running', () => stepOf(bench) === 'running');
    await cleanUp(bench);
    await bench.until('gone', () => stepOf(bench) === undefined);
  }

  for (let at = 1; at <= 5; at++) {
    test.each(['before', 'after'] as const)(`call ${at}, %s its effect`, async (side) => {
      const point = crashPoint();
      const bench = await protectedBench({ wrap: point.wrap });
      point.arm(() => void bench.engine.stop(), at, side);
      // The crash may come before the answer.
      await begin(bench).catch(() => undefined);
      await bench.until('the crash or the end', () => point.hasStruck || stepOf(bench) === 'running');
      if (!point.hasStruck) {
        await cleanUp(bench).catch(() => undefined);
        await bench.until('the crash or the end', () => point.hasStruck || stepOf(bench) === undefined);
      }
      expect(point.hasStruck).toBe(true);
      await bench.restart();
      if (stepOf(bench) !== 'stopMachine' && stepOf(bench) !== 'deleteMachine') await live(bench);
      await bench.until('gone', () => stepOf(bench) === undefined);
      expect(bench.item('DB01').lastTestFailoverAt).not.toBeNull();
      expect(bench.world.azureMachines()).toEqual([]);
      await bench.until('a cycle', () => bench.item('DB01').cycle.step === 'idle');
      await bench.expectIdentical('DB01');
    });
  }
});

test('[LC85] disabling ends the job of a test or clean-up that is under way', async () => {
  for (const step of ['createMachine', 'stopMachine'] as const) {
    const bench = await protectedBench();
    await begin(bench);
    await bench.until('running', () => step === 'createMachine' || stepOf(bench) === 'running');
    if (step === 'stopMachine') await cleanUp(bench);
    await bench.until(step, () => stepOf(bench) === step);
    await bench.send({ kind: 'disableProtection', vmId: vmIdOf(bench), isForced: false });
    await bench.until('removed', () => bench.engine.item(vmIdOf(bench)) === undefined);
    const [job] = jobsOf(bench, step === 'createMachine' ? 'TestFailover' : 'TestFailoverCleanup');
    expect(job?.state).toBe('Cancelled');
    expect(bench.world.azureMachines()).toEqual([]);
  }
});

test('[LC83] the failed job of a test restarts the test, not the machine that stands still beside it', async () => {
  const bench = await protectedBench();
  bench.world.startFault('authorizationRevoked', '');
  await bench.until('standing still', () => bench.item('DB01').trouble !== null);
  await begin(bench);
  await bench.until('failed', () => jobsOf(bench, 'TestFailover')[0]?.state === 'Failed');
  const jobId = jobsOf(bench, 'TestFailover')[0]?.jobId;
  if (!jobId) throw new Error('no job');
  expect(await bench.send({ kind: 'restartJob', jobId })).toMatchObject({ isAccepted: true });
  expect(bench.item('DB01').activeJobId).toBeNull();
  expect(bench.item('DB01').testFailover?.jobId).toBe(jobId);
  expect(await bench.send({ kind: 'restartJob', jobId })).toMatchObject({ isAccepted: false });
});

test('[LC83] a failed test goes on at the task that failed, and so does its clean-up; the test’s job not once that has begun', async () => {
  const bench = await protectedBench();
  const ref = { resourceGroupId: bench.item('DB01').choices.targetResourceGroupId, name: 'DB01-test' };
  const call = () => ({ requestId: 'stranger', signal: new AbortController().signal });
  const spec = { vmId: vmIdOf(bench), size: 'small', osType: 'Linux', networkId: null, disks: [] } as const;
  await bench.elsewhere(() => bench.world.computeApi.createMachine(ref, spec, call()));
  await begin(bench);
  await bench.until('failed', () => jobsOf(bench, 'TestFailover')[0]?.state === 'Failed');
  await bench.elsewhere(() => bench.world.computeApi.deleteMachine(ref, call()));
  const jobId = jobsOf(bench, 'TestFailover')[0]?.jobId;
  if (!jobId) throw new Error('no job');
  expect(await bench.send({ kind: 'restartJob', jobId })).toMatchObject({ isAccepted: true, jobId });
  await bench.until('running', () => stepOf(bench) === 'running');
  expect(jobsOf(bench, 'TestFailover')).toMatchObject([{ jobId, state: 'Succeeded' }]);
  expect(await bench.send({ kind: 'restartJob', jobId })).toMatchObject({ isAccepted: false });

  bench.world.startFault('authorizationRevoked', '');
  await bench.send({ kind: 'testFailoverCleanup', vmId: vmIdOf(bench), comments: '' });
  await bench.until('failed', () => jobsOf(bench, 'TestFailoverCleanup')[0]?.state === 'Failed');
  for (const fault of bench.world.faults()) bench.world.endFault(fault.id);
  const cleanupId = jobsOf(bench, 'TestFailoverCleanup')[0]?.jobId;
  if (!cleanupId) throw new Error('no job');
  expect(await bench.send({ kind: 'restartJob', jobId })).toMatchObject({ isAccepted: false });
  expect(await bench.send({ kind: 'restartJob', jobId: cleanupId })).toMatchObject({ isAccepted: true });
  await bench.until('gone', () => bench.item('DB01').testFailover === undefined);
  expect(jobsOf(bench, 'TestFailoverCleanup')).toMatchObject([{ jobId: cleanupId, state: 'Succeeded' }]);
  expect(bench.item('DB01').lastTestFailoverAt).not.toBeNull();
});
