import type { Rng } from '../../src/base/rng.ts';
import { after, HOUR_MS, MINUTE_MS } from '../../src/base/units.ts';
import type { BandwidthSchedule, Job, ProtectionChoices } from '../../src/core/model.ts';
import type { AdminCommand, EngineApi, ItemView } from '../../src/engine/engine-api.ts';
import type { WorldMachine } from '../world/world.ts';
import { oneOf } from './draw.ts';

export type AdminKind =
  | 'enable'
  | 'disable'
  | 'pause'
  | 'resume'
  | 'resynchronize'
  | 'cancelResynchronization'
  | 'cancelJob'
  | 'restartJob'
  | 'retryNow'
  | 'bandwidth'
  | 'policy';

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
      return { kind: 'disableProtection', vmId, isForced: rng.below(4) === 0 };
    case 'pause':
      return { kind: 'pause', vmId };
    case 'resume':
      return { kind: 'resume', vmId, isResynchronizing: rng.below(3) === 0 };
    case 'resynchronize': {
      const at = after(engine.now(), rng.below(60) * MINUTE_MS);
      return { kind: 'resynchronize', vmId, when: oneOf(rng, ['now', 'now', 'window', at] as const) };
    }
    case 'cancelResynchronization':
      return { kind: 'cancelResynchronization', vmId };
    case 'retryNow':
      return { kind: 'retryNow', vmId };
    case 'cancelJob':
      return onJob('cancelJob', engine, rng, (job) => job.endedAt === null);
    case 'restartJob':
      return onJob('restartJob', engine, rng, (job) => job.state === 'Failed');
    case 'bandwidth':
      return { kind: 'setBandwidth', hostId: machine.hostId, schedule: drawSchedule(rng) };
    case 'policy':
      return policyCommand(engine, rng);
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
  const { vmId, phase, trouble, isAttempting, pausedSince } = item;
  const isWaiting = trouble !== null && !isAttempting;
  if (pausedSince !== null && phase.kind !== 'disabling') return { kind: 'resume', vmId, isResynchronizing: false };
  if (isWaiting || phase.kind === 'enablingFailed') return { kind: 'retryNow', vmId };
  if (phase.kind === 'resynchronizationRequired' && !phase.isDue) return { kind: 'resynchronize', vmId, when: 'now' };
  return undefined;
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
