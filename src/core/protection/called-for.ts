import { unreachable } from '../../base/assert.ts';
import type { Extent } from '../../base/extent.ts';
import type { Instant } from '../../base/units.ts';
import { MAX_PUT_BYTES } from '../limits/limits.ts';
import type { CommitStep, CycleLog, Failback, ReplicatedItem } from '../model.ts';
import type { TimerName } from './command.ts';
import type { AzureMachineAct, AzureMachineSource, Effect, LogName } from './effect.ts';
import { deletablePoints } from './recovery-point.ts';
import { diskBytesOf } from './disk-sizes.ts';
import { isFailoverHeld } from './plan-hold.ts';
import { isToBeSurveyed } from './transfer.ts';
import { testEffects, testRetryAt } from './test-failover-work.ts';

/**
 * The effects that an item's state calls for. Commands are the difference between this
 * before and after a decision, and after a crash simply all of it: so there is no second
 * list of open work that could contradict the state.
 */
export function effectsOf(item: ReplicatedItem): readonly Effect[] {
  const effects: Effect[] = item.poll.isRunning ? [{ kind: 'PollStatus' }] : [];
  if (!isHeld(item)) effects.push(...stepEffects(item));
  if (item.phase.kind !== 'disabling') effects.push(...testEffects(item));
  return effects;
}

/** The timers that an item's state calls for. */
export function timersOf(item: ReplicatedItem): ReadonlyMap<TimerName, Instant> {
  const timers = new Map<TimerName, Instant>();
  const { phase, trouble, cycle, poll } = item;
  const retryTestAt = item.phase.kind === 'disabling' ? null : testRetryAt(item);
  if (retryTestAt !== null) timers.set('testRetry', retryTestAt);
  if (poll.nextAt !== null && !poll.isRunning) timers.set('poll', poll.nextAt);
  if (isSuspended(item)) return timers;
  if (trouble) {
    if (!item.isAttempting && trouble.nextAttemptAt !== null) timers.set('retry', trouble.nextAttemptAt);
    return timers;
  }
  if (phase.kind === 'protected' && cycle.step === 'idle' && cycle.nextAt !== null) timers.set('cycle', cycle.nextAt);
  if (phase.kind === 'waitingForInitialReplication' && !phase.isDue) timers.set('start', phase.startsAt);
  if (phase.kind === 'resynchronizationRequired' && !phase.isDue && phase.startsAt !== null) {
    timers.set('start', phase.startsAt);
  }
  return timers;
}

/** The queue in which the item waits for room; null when it waits in none. */
export function wantedSlot(item: ReplicatedItem): 'initialReplication' | 'resynchronization' | null {
  if (item.trouble || isSuspended(item)) return null;
  const { phase } = item;
  if (phase.kind === 'waitingForInitialReplication' && phase.isDue) return 'initialReplication';
  if (phase.kind === 'resynchronizationRequired' && phase.isDue && isAtRest(item)) return 'resynchronization';
  return null;
}

/** The queue in which the item takes up room; one that is paused, or waits for the administrator, leaves it to others. */
export function heldSlot(item: ReplicatedItem): 'initialReplication' | 'resynchronization' | null {
  const isStopped = item.trouble?.nextAttemptAt === null && !item.isAttempting;
  if (isSuspended(item) || isStopped) return null;
  if (item.phase.kind === 'initialReplication') return 'initialReplication';
  if (item.phase.kind === 'resynchronizing') return 'resynchronization';
  return null;
}

/** Paused, in a phase that a pause stops. Giving things back to the host goes on. */
export function isSuspended(item: ReplicatedItem): boolean {
  if (item.pausedSince === null || item.phase.kind === 'disabling') return false;
  return item.phase.kind !== 'resynchronizationRequired' || isAtRest(item);
}

/** Resynchronization is required and nothing of what was before is left on the host. */
export function isAtRest(item: ReplicatedItem): boolean {
  return item.phase.kind === 'resynchronizationRequired' && item.phase.isTrackingStopped && item.baseSnapshot === null;
}

function isHeld(item: ReplicatedItem): boolean {
  return isSuspended(item) || isFailoverHeld(item) || (item.trouble !== null && !item.isAttempting);
}

function stepEffects(item: ReplicatedItem): readonly Effect[] {
  const { phase } = item;
  switch (phase.kind) {
    case 'enabling':
      return [{ kind: ENABLE_EFFECTS[phase.step] }];
    case 'enablingFailed':
    case 'waitingForInitialReplication':
      return [];
    case 'initialReplication':
      return item.baseSnapshot ? windowEffects(item, phase.diskIndex, 'CopyWindow') : [{ kind: 'StartReplication' }];
    case 'finalizing':
      return phase.step === 'createRecoveryPoint' ? baseRecoveryPoint(item) : snapshotDeletion(item);
    case 'protected':
      return cycleEffects(item);
    case 'resynchronizationRequired':
      return phase.isTrackingStopped ? snapshotDeletion(item) : [{ kind: 'StopTracking', logs: logNames(item) }];
    case 'resynchronizing':
      return resyncEffects(item, phase);
    case 'failingOver':
      return phase.step === 'replicateLastChanges' ? cycleEffects(item) : failoverEffects(item, phase);
    case 'committingFailover':
      return commitEffects(item, phase.step);
    case 'cancellingFailover':
      return phase.step === 'startSource' ? [{ kind: 'StartSource' }] : [azureMachine('delete')];
    case 'failingBack':
      return failbackEffects(item, phase);
    case 'cancellingFailback':
      return phase.step === 'startMachine' ? [azureMachine('start')] : snapshotsDeletion(phase.failback);
    case 'committingFailback':
      return phase.step === 'refreshReplica' ? [{ kind: 'RefreshReplica' }] : [azureMachine('delete')];
    case 'reverseReplicating':
      return [{ kind: phase.step === 'checkTarget' ? 'CheckGeometry' : 'CreateRelationship' }];
    case 'failedOver':
    case 'failoverCommitted':
    case 'failedBack':
    case 'failbackCommitted':
      return [];
    case 'disabling':
      return [{ kind: phase.step === 'removeRelationship' ? 'RemoveRelationship' : 'DeleteReplica' }];
    default:
      return unreachable(phase);
  }
}

const ENABLE_EFFECTS = {
  checkPrerequisites: 'CheckPrerequisites',
  createReplica: 'CreateReplica',
  createRelationship: 'CreateRelationship',
} as const;

function resyncEffects(
  item: ReplicatedItem,
  phase: Extract<ReplicatedItem['phase'], { readonly kind: 'resynchronizing' }>,
): readonly Effect[] {
  switch (phase.step) {
    case 'geometry':
      return [{ kind: 'CheckGeometry' }];
    case 'track':
      return [{ kind: 'Resynchronize' }];
    case 'protectReplica':
      return [];
    case 'compare':
      return windowEffects(item, phase.diskIndex, 'CompareWindow');
    case 'complete':
      return baseRecoveryPoint(item);
    case 'merge':
      return snapshotDeletion(item);
    case 'discardRecoveryPoints':
      return expiredDeletion(item);
    default:
      return unreachable(phase.step);
  }
}

function cycleEffects(item: ReplicatedItem): readonly Effect[] {
  const { cycle } = item;
  switch (cycle.step) {
    case 'idle':
      return [];
    case 'freezing':
      return [{ kind: 'FreezeLogs', consistency: cycle.consistency }];
    case 'uploading':
      return cycle.logs
        .filter((log) => log.shippedBytes < log.fileBytes)
        .map((log) => ({
          kind: 'ShipLog',
          diskId: log.diskId,
          logId: log.logId,
          fileBytes: log.fileBytes,
          window: nextLogWindow(log),
        }));
    case 'applying':
      return cycle.logs
        .filter((log) => !log.isApplied)
        .map((log) => ({
          kind: 'ApplyLog',
          diskId: log.diskId,
          logId: log.logId,
          fileBytes: log.fileBytes,
          diskBytes: diskBytesOf(item, log),
        }));
    case 'creatingRecoveryPoint':
      return cycle.frozenAt === null
        ? []
        : [{ kind: 'CreateRecoveryPoint', time: cycle.frozenAt, consistency: cycle.consistency }];
    case 'releasing':
      return [...logDeletion(item), ...expiredDeletion(item)];
    default:
      return unreachable(cycle.step);
  }
}

function failoverEffects(
  { choices }: ReplicatedItem,
  { step, failover }: Extract<ReplicatedItem['phase'], { readonly kind: 'failingOver' }>,
): readonly Effect[] {
  switch (step) {
    case 'shutDownSource':
      return [{ kind: 'ShutDownSource' }];
    case 'createMachine': {
      const source = failover.point && { point: failover.point, networkId: choices.targetNetworkId };
      return [azureMachine('create', source)];
    }
    case 'checkPrerequisites':
      return [azureMachine('check')];
    case 'deleteMachine':
      return [azureMachine('delete')];
    case 'startMachine':
      return [azureMachine('start')];
    default:
      return [];
  }
}

function commitEffects(item: ReplicatedItem, step: CommitStep): readonly Effect[] {
  switch (step) {
    case 'removeRelationship':
      return [{ kind: 'RemoveRelationship' }];
    case 'deleteLogs':
      return [{ kind: 'DeleteShippedLogs', logs: logNames(item) }];
    case 'deleteRecoveryPoints':
      return expiredDeletion(item);
    default:
      return unreachable(step);
  }
}

function failbackEffects(
  item: ReplicatedItem,
  { step, failback, diskIndex }: Extract<ReplicatedItem['phase'], { readonly kind: 'failingBack' }>,
): readonly Effect[] {
  switch (step) {
    case 'checkPrerequisites':
      return [{ kind: 'CheckFailback' }];
    case 'createSource':
      return [{ kind: 'CreateSource' }];
    case 'prepareSource':
      return [{ kind: 'PrepareSource' }];
    case 'snapshotDisks':
      return [{ kind: 'SnapshotAzureDisks' }];
    case 'synchronize':
    case 'transferRest':
      return failbackWindows(item, diskIndex, failback, step);
    case 'waitForCompletion':
      return [];
    case 'stopMachine':
      return [azureMachine('stop')];
    case 'deleteSnapshots':
      return snapshotsDeletion(failback);
    case 'startSource':
      return [{ kind: 'StartSource' }];
    default:
      return unreachable(step);
  }
}

function failbackWindows(
  item: ReplicatedItem,
  diskIndex: number,
  failback: Failback,
  step: 'synchronize' | 'transferRest',
): readonly Effect[] {
  const disk = item.disks[diskIndex];
  if (!disk?.transfer) return [];
  const { diskId } = disk;
  if (isToBeSurveyed(item, disk)) return [{ kind: 'SurveyDisk', diskId }];
  const base = failback.snapshots.find((each) => each.diskId === diskId)?.snapshot ?? null;
  const isFirstPass = step === 'synchronize';
  const [snapshot, since] = isFirstPass ? [base, null] : [null, base];
  const isDifferential = failback.dataSync === 'ForSynchronization';
  return disk.windows.inFlight.map((window) => ({
    kind: 'FailbackWindow',
    diskId,
    window,
    snapshot,
    since,
    isDifferential,
  }));
}

function snapshotsDeletion({ snapshots }: Failback): readonly Effect[] {
  return [{ kind: 'DeleteAzureSnapshots', snapshots }];
}

function azureMachine(act: AzureMachineAct, source: AzureMachineSource | null = null): Effect {
  return { kind: 'AzureMachine', role: 'failover', act, source };
}

function windowEffects(
  item: ReplicatedItem,
  diskIndex: number,
  kind: 'CopyWindow' | 'CompareWindow',
): readonly Effect[] {
  const disk = item.disks[diskIndex];
  if (!disk?.transfer) return [];
  if (isToBeSurveyed(item, disk)) return [{ kind: 'SurveyDisk', diskId: disk.diskId }];
  return disk.windows.inFlight.map((window) => ({ kind, diskId: disk.diskId, window }));
}

function snapshotDeletion(item: ReplicatedItem): readonly Effect[] {
  return item.baseSnapshot ? [{ kind: 'DeleteSnapshot', snapshotId: item.baseSnapshot.snapshotId }] : [];
}

/** The first point after a copy shows what the copy's snapshot showed. */
function baseRecoveryPoint(item: ReplicatedItem): readonly Effect[] {
  const base = item.baseSnapshot;
  return base ? [{ kind: 'CreateRecoveryPoint', time: base.takenAt, consistency: base.consistency }] : [];
}

function logDeletion(item: ReplicatedItem): readonly Effect[] {
  return item.cycle.logs.length > 0 ? [{ kind: 'DeleteLogs', logs: logNames(item) }] : [];
}

function expiredDeletion(item: ReplicatedItem): readonly Effect[] {
  const points = deletablePoints(item);
  return points.length > 0 ? [{ kind: 'DeleteRecoveryPoints', points }] : [];
}

function logNames(item: ReplicatedItem): readonly LogName[] {
  return item.cycle.logs.map(({ diskId, logId }) => ({ diskId, logId }));
}

function nextLogWindow(log: CycleLog): Extent {
  return { offsetBytes: log.shippedBytes, lengthBytes: Math.min(MAX_PUT_BYTES, log.fileBytes - log.shippedBytes) };
}
