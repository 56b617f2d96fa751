import type { Rng } from '../../src/base/rng.ts';
import { after, HOUR_MS, MINUTE_MS } from '../../src/base/units.ts';
import type { BandwidthSchedule, ProtectionChoices } from '../../src/core/model.ts';
import type { Job } from '../../src/core/jobs/job-model.ts';
import type { TargetChange } from '../../src/core/protection/target-change.ts';
import type { AdminCommand, EngineApi, ItemView } from '../../src/engine/engine-api.ts';
import type { WorldMachine } from '../world/world.ts';
import { oneOf } from './draw.ts';
import { anyPoint, isCalledOff, wayHome } from './failover-life.ts';

export const ADMIN_KINDS = [
  'enable',
  'disable',
  'disableForced',
  'pause',
  'resume',
  'resynchronize',
  'cancelResynchronization',
  'cancelJob',
  'restartJob',
  'retryNow',
  'bandwidth',
  'policy',
  'testFailover',
  'testFailoverCleanup',
  'plannedFailover',
  'unplannedFailover',
  'changeRecoveryPoint',
  'commitFailover',
  'cancelFailover',
  'failback',
  'completeFailback',
  'reverseReplicate',
  'changeTarget',
  'resetStatistics',
] as const;

export type AdminKind = (typeof ADMIN_KINDS)[number];

/** What somebody at the portal may click now, sensible or not. Undefined when there is nothing to click on. */
export function drawCommand(
  kind: AdminKind,
  engine: EngineApi,
  machines: readonly WorldMachine[],
  rng: Rng,
): AdminCommand | undefined {
  const machine = oneOf(rng, machines);
  const { vmId } = machine;
  switch (kind) {
    case 'enable':
      return enableCommand(engine, machine);
    case 'disable':
    case 'disableForced':
      return { kind: 'disableProtection', vmId, isForced: kind === 'disableForced' };
    case 'resume':
      return { kind: 'resume', vmId, isResynchronizing: rng.below(3) === 0 };
    case 'resynchronize': {
      const at = after(engine.now(), rng.below(60) * MINUTE_MS);
      return { kind: 'resynchronize', vmId, when: oneOf(rng, ['now', 'now', 'window', at] as const) };
    }
    case 'cancelJob':
      return onJob('cancelJob', engine, rng, (job) => job.endedAt === null);
    case 'restartJob':
      return onJob('restartJob', engine, rng, (job) => job.state === 'Failed');
    case 'bandwidth':
      return { kind: 'setBandwidth', hostId: machine.hostId, schedule: drawSchedule(rng) };
    case 'policy':
      return policyCommand(engine, rng);
    case 'changeTarget':
      return { kind, vmId, change: drawTarget(machine, rng) };
    case 'testFailover':
    case 'unplannedFailover':
    case 'changeRecoveryPoint': {
      const view = engine.item(vmId);
      const recoveryPointId = view ? anyPoint(view.item, rng) : null;
      return { kind, vmId, recoveryPointId, networkId: null, isShuttingDownSource: rng.below(2) === 0 };
    }
    case 'failback':
      return {
        kind,
        vmId,
        dataSync: oneOf(rng, ['ForDownTime', 'ForSynchronization'] as const),
        createVmIfNotFound: rng.below(2) === 0,
      };
    case 'testFailoverCleanup':
      return { kind, vmId, comments: '' };
    case 'pause':
    case 'cancelResynchronization':
    case 'retryNow':
    case 'plannedFailover':
    case 'commitFailover':
    case 'cancelFailover':
    case 'completeFailback':
    case 'reverseReplicate':
    case 'resetStatistics':
      return { kind, vmId };
  }
}

/** Protection with all disks under the first policy. */
export function enableCommand(engine: EngineApi, machine: WorldMachine): AdminCommand | undefined {
  const policyId = engine.policies()[0]?.policyId;
  if (policyId === undefined) return undefined;
  return { kind: 'enableProtection', vmId: machine.vmId, policyId, choices: choicesFor(machine) };
}

/** What mends an item that cannot go on by itself, or not soon; undefined where nothing is to be done. */
export function remedyFor({ item }: ItemView): AdminCommand | undefined {
  const { vmId, phase, trouble, isAttempting, pausedSince, testFailover } = item;
  const isWaiting = trouble !== null && !isAttempting;
  const isTestWaiting = testFailover?.trouble && !testFailover.isAttempting && testFailover.jobId !== null;
  if (pausedSince !== null && phase.kind !== 'disabling') return { kind: 'resume', vmId, isResynchronizing: false };
  if (isCalledOff(item)) return { kind: 'cancelFailover', vmId };
  if (isWaiting || phase.kind === 'enablingFailed') return { kind: 'retryNow', vmId };
  if (phase.kind === 'resynchronizationRequired' && !phase.isDue) return { kind: 'resynchronize', vmId, when: 'now' };
  if (isTestWaiting) return { kind: 'retryNow', vmId };
  return wayHome(item, 'ForSynchronization');
}

function policyCommand(engine: EngineApi, rng: Rng): AdminCommand | undefined {
  const policy = engine.policies()[0];
  if (!policy) return undefined;
  // The retention stays: its law looks back at points that were kept under it.
  const applicationConsistentFrequencyHours = oneOf(rng, [0, 1, 2]);
  const resyncWindow = { ...policy.resyncWindow, isEnabled: rng.below(2) === 0 };
  return { kind: 'putPolicy', policy: { ...policy, applicationConsistentFrequencyHours, resyncWindow } };
}

function onJob(
  kind: 'cancelJob' | 'restartJob',
  engine: EngineApi,
  rng: Rng,
  fits: (job: Job) => boolean,
): AdminCommand | undefined {
  const jobs = [...engine.jobs()].filter(fits);
  return jobs.length === 0 ? undefined : { kind, jobId: oneOf(rng, jobs).jobId };
}

function drawTarget({ name }: WorldMachine, rng: Rng): TargetChange {
  const targetVmName = oneOf(rng, [name, `${name}-dr`]);
  return oneOf<TargetChange>(rng, [{ targetVmName }, { targetVmSize: 'Standard_D4s_v3' }, { targetNetworkId: null }]);
}

function drawSchedule(rng: Rng): BandwidthSchedule | null {
  if (rng.below(3) === 0) return null;
  return {
    workDays: [1, 2, 3, 4, 5],
    workStartLocal: oneOf(rng, ['00:00', '08:00', '13:30']),
    workEndLocal: oneOf(rng, ['12:00', '17:00', '23:59']),
    workHoursBitsPerSecond: oneOf(rng, [null, 512 * 1024, 4e6]),
    otherHoursBitsPerSecond: oneOf(rng, [null, 1e6, 50e6]),
    uploadThreadsPerMachine: oneOf(rng, [1, 2, 4, 32]),
  };
}

function choicesFor({ name, disks }: WorldMachine): ProtectionChoices {
  const account = '/subscriptions/s/resourceGroups/dr/providers/Microsoft.Storage/storageAccounts/dr';
  return {
    targetVmName: name,
    targetVmSize: 'Standard_D2s_v3',
    targetResourceGroupId: '/subscriptions/s/resourceGroups/dr',
    targetNetworkId: null,
    targetSubnetName: null,
    storageAccountId: account,
    logStorageAccountId: account,
    includedDiskIds: disks.map((disk) => disk.diskId),
    osType: 'Windows',
  };
}

/** Longest time a healed site may take until everything is protected again. */
export const CONVERGENCE_MS = 4 * HOUR_MS;
