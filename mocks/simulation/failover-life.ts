import type { Rng } from '../../src/base/rng.ts';
import { classOf } from '../../src/core/errors/catalogue.ts';
import type { RecoveryPointId, ReplicatedItem } from '../../src/core/model.ts';
import type { AdminCommand, ItemView } from '../../src/engine/engine-api.ts';
import { oneOf } from './draw.ts';

/** The next click of an administrator who takes a machine to Azure and home again; undefined while it is on its way. */
export function nextOfLife({ item }: ItemView, rng: Rng): AdminCommand | undefined {
  const { vmId, phase, trouble, isAttempting, testFailover, activeJobId } = item;
  if (isCalledOff(item) && rng.below(2) === 0) return { kind: 'cancelFailover', vmId };
  if (trouble !== null && !isAttempting && phase.kind !== 'protected') return { kind: 'retryNow', vmId };
  if (testFailover)
    return testFailover.jobId === null ? { kind: 'testFailoverCleanup', vmId, comments: '' } : undefined;
  if (phase.kind === 'protected' && activeJobId === null) return departure(item, rng);
  if (phase.kind === 'failedOver' && activeJobId === null) return stay(item, phase.failover.kind, rng);
  if (phase.kind === 'failingBack' && phase.step === 'waitForCompletion' && rng.below(5) === 0)
    return { kind: 'cancelFailover', vmId };
  return wayHome(item, rng.below(2) === 0 ? 'ForDownTime' : 'ForSynchronization');
}

/** What brings a machine nearer to being protected at home; undefined where nothing is to be clicked. */
export function wayHome(
  { vmId, phase, activeJobId, testFailover }: ReplicatedItem,
  dataSync: 'ForDownTime' | 'ForSynchronization',
): AdminCommand | undefined {
  if (testFailover && testFailover.jobId === null) return { kind: 'testFailoverCleanup', vmId, comments: '' };
  if (phase.kind === 'failingBack' && phase.step === 'waitForCompletion') return { kind: 'completeFailback', vmId };
  if (activeJobId !== null) return undefined;
  switch (phase.kind) {
    case 'failedOver':
    case 'failedBack':
      return { kind: 'commitFailover', vmId };
    case 'failoverCommitted':
      return { kind: 'failback', vmId, dataSync, createVmIfNotFound: true };
    case 'failbackCommitted':
      return { kind: 'reverseReplicate', vmId };
    default:
      return undefined;
  }
}

/** A planned failover that wants a resynchronization first: trying again changes nothing. */
export function isCalledOff({ phase, trouble, isAttempting }: ReplicatedItem): boolean {
  if (phase.kind !== 'failingOver' || phase.failover.kind !== 'planned' || !trouble || isAttempting) return false;
  return classOf(trouble.fault.code) === 'resync' || trouble.failures >= PATIENCE;
}

/** Failures in a row after which an administrator no longer believes in the next try. */
const PATIENCE = 4;

/** Any of the points, each as often; now and then the newest by its name of null. */
export function anyPoint({ recoveryPoints }: ReplicatedItem, rng: Rng): RecoveryPointId | null {
  if (recoveryPoints.length === 0 || rng.below(4) === 0) return null;
  return oneOf(rng, recoveryPoints).recoveryPointId;
}

function departure(item: ReplicatedItem, rng: Rng): AdminCommand {
  const { vmId } = item;
  const recoveryPointId = anyPoint(item, rng);
  const isShuttingDownSource = rng.below(2) === 0;
  switch (rng.below(5)) {
    case 0:
    case 1:
      return { kind: 'plannedFailover', vmId };
    case 2:
    case 3:
      return { kind: 'unplannedFailover', vmId, recoveryPointId, isShuttingDownSource };
    default:
      return { kind: 'testFailover', vmId, recoveryPointId, networkId: null };
  }
}

function stay(item: ReplicatedItem, kind: 'planned' | 'unplanned', rng: Rng): AdminCommand {
  const { vmId } = item;
  if (rng.below(2) === 0) return { kind: 'commitFailover', vmId };
  return kind === 'planned'
    ? { kind: 'cancelFailover', vmId }
    : { kind: 'changeRecoveryPoint', vmId, recoveryPointId: anyPoint(item, rng) };
}
