import type { FaultReport } from '../errors/fault.ts';
import { decide, ignore, type Decision, type ItemIn, type Row } from './cell.ts';
import { attempt, retryRequested, settled } from './common.ts';
import { effectFailed } from './failure.ts';
import { advanceJob, endJob, jobNote } from './job-notes.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { NO_REPLICATION } from './no-replication.ts';
import { NO_TEST_FAILOVER } from './test-failover.ts';

/** What the item made is removed, on the host first, so that nothing replicates into what is deleted. */
export const DISABLING: Row<'disabling'> = {
  ...NO_REPLICATION,
  ...NO_FAILOVER,
  ...NO_TEST_FAILOVER,
  RelationshipRemoved: (item) => (item.phase.step === 'removeRelationship' ? leaveHost(item) : ignore(item)),
  ReplicaDeleted: (item) => (item.phase.step === 'deleteReplica' ? remove(item) : ignore(item)),
  EffectFailed: (item, event, facts) => {
    const isOnHost = item.phase.step === 'removeRelationship';
    // A late failure of what was under way before is none of this.
    if (event.effect.kind !== (isOnHost ? 'RemoveRelationship' : 'DeleteReplica')) return ignore(item);
    // A machine that is gone took its relationship along; should it come back, the job has said what it brings.
    const isGone = isOnHost && event.fault.code === 'VirtualMachineNotFound';
    return isGone || item.phase.isForced ? leaveBehind(item, event.fault) : effectFailed(item, event, facts);
  },
  DisableRequested: (item, { isForced }) => {
    if (!isForced || item.phase.isForced) return attempt(item);
    return decide({ ...item, phase: { ...item.phase, isForced }, isAttempting: item.trouble !== null });
  },
  RetryDue: attempt,
  RetryRequested: retryRequested,
};

function leaveHost(item: ItemIn<'disabling'>): Decision {
  const next = { ...settled(item), phase: { ...item.phase, step: 'deleteReplica' as const } };
  // A roll-back is part of the job EnableDr, whose tasks it does not advance.
  return decide(next, ...(item.phase.isRollback ? [] : advanceJob(item)));
}

/** Goes on without what cannot be reached, and notes it in the job. */
function leaveBehind(item: ItemIn<'disabling'>, fault: FaultReport): Decision {
  const next = item.phase.step === 'removeRelationship' ? leaveHost(item) : remove(item);
  return {
    item: next.item,
    notes: [...jobNote(item, (jobId) => ({ kind: 'ReportJobError', jobId, fault })), ...next.notes],
  };
}

function remove(item: ItemIn<'disabling'>): Decision {
  const end = item.phase.isRollback ? 'Cancelled' : 'Succeeded';
  return decide({ ...item, activeJobId: null }, ...endJob(item, end), { kind: 'RemoveItem' });
}
