/** Cells that several phases share: polling, pause and resume, attempts, the way into `disabling`. */
import { after, MINUTE_MS } from '../../base/units.ts';
import type { JobId, Phase, ReplicatedItem } from '../model.ts';
import { logSizeCause } from '../tracking/log-size.ts';
import type { EventOf } from './event.ts';
import type { Facts } from './facts.ts';
import { decide, ignore, type Decision } from './cell.ts';
import type { Note } from './command.ts';
import { endJob, endTestJob } from './job-notes.ts';
import { requireResync } from './resync-entry.ts';
import { dropTransfers } from './transfer.ts';

/** How often the host is asked for the logs' sizes while it tracks. */
export const POLL_INTERVAL_MS = MINUTE_MS;

/** Puts the item into another phase, with nothing in its way. */
export function enter(item: ReplicatedItem, phase: Phase): ReplicatedItem {
  return { ...item, phase, trouble: null, isAttempting: false };
}

/** A step went well: whatever trouble there was is over. */
export function settled<T extends ReplicatedItem>(item: T): T {
  return item.trouble || item.isAttempting ? { ...item, trouble: null, isAttempting: false } : item;
}

export function pollDue(item: ReplicatedItem): Decision {
  if (item.poll.nextAt === null || item.poll.isRunning) return ignore(item);
  return decide({ ...item, poll: { ...item.poll, isRunning: true } });
}

/** The host's answer: sizes of the logs, and whether tracking still holds. */
export function statusPolled(item: ReplicatedItem, { status }: EventOf<'StatusPolled'>, facts: Facts): Decision {
  if (!item.poll.isRunning) return ignore(item);
  const sizes = new Map(status.disks.map((disk) => [disk.diskId, disk]));
  const disks = item.disks.map((disk) => {
    const found = sizes.get(disk.diskId);
    return { ...disk, activeLogBytes: found?.activeLogBytes ?? 0, inFlightLogBytes: found?.frozenLogBytes ?? 0 };
  });
  const next = { ...item, disks, poll: { isRunning: false, nextAt: after(facts.now, POLL_INTERVAL_MS) } };
  // Tracking that ended without our doing means writes that are in no log.
  const cause = status.resyncCause ?? (status.isTracking ? logSizeCause(disks) : 'logNotClosed');
  return cause ? requireResync(next, cause, facts) : decide(next);
}

/** The back-off is over, or the administrator does not want to wait for it. */
export function attempt(item: ReplicatedItem): Decision {
  if (!item.trouble || item.isAttempting) return ignore(item);
  return decide({ ...item, isAttempting: true });
}

export function retryRequested(item: ReplicatedItem, { jobId }: EventOf<'RetryRequested'>): Decision {
  if (!item.trouble || item.isAttempting) return ignore(item);
  if (jobId === null || item.activeJobId !== null) return attempt(item);
  return decide({ ...item, isAttempting: true, activeJobId: jobId }, { kind: 'RestartJob', jobId });
}

export function pause(item: ReplicatedItem, _event: EventOf<'PauseRequested'>, facts: Facts): Decision {
  if (item.pausedSince !== null) return ignore(item);
  return decide(
    { ...item, pausedSince: facts.now, isAttempting: false },
    ...instantJob('PauseReplication', facts.newJobId),
    {
      kind: 'RaiseEvent',
      severity: 'Warning',
      eventCode: 'ReplicationPaused',
      description: 'Replication was paused by the administrator.',
    },
  );
}

/** Goes on where it stopped; a failed attempt is repeated at once. */
export function resume(item: ReplicatedItem, _event: EventOf<'ResumeRequested'>, facts: Facts): Decision {
  if (item.pausedSince === null) return ignore(item);
  // What a pause puts off is not missed.
  const cycle = { ...item.cycle, missedFrom: facts.now };
  const resumed = { ...item, pausedSince: null, isAttempting: item.trouble !== null, cycle };
  return decide(resumed, ...instantJob('ResumeReplication', facts.newJobId), RESUMED);
}

export const RESUMED = {
  kind: 'RaiseEvent',
  severity: 'OK',
  eventCode: 'ReplicationResumed',
  description: 'Replication was resumed by the administrator.',
} as const;

/** Whatever the item is doing ends; what it has made is removed. */
export function disable(item: ReplicatedItem, { isForced }: EventOf<'DisableRequested'>, facts: Facts): Decision {
  const phase: Phase = { kind: 'disabling', step: 'removeRelationship', isForced, isRollback: false };
  const jobId = facts.newJobId;
  const begun: ReplicatedItem = { ...giveUp(item), phase, activeJobId: jobId };
  return decide(begun, ...endJob(item, 'Cancelled'), ...endTestJob(item, 'Cancelled'), {
    kind: 'StartJob',
    jobId,
    scenarioName: 'DisableDr',
  });
}

/** The job EnableDr is cancelled: it stays open until what it had made is removed. */
export function rollBack(item: ReplicatedItem): Decision {
  if (item.activeJobId === null) return ignore(item);
  return decide({
    ...giveUp(item),
    phase: { kind: 'disabling', step: 'removeRelationship', isForced: false, isRollback: true },
  });
}

function giveUp(item: ReplicatedItem): ReplicatedItem {
  return {
    ...item,
    pausedSince: null,
    trouble: null,
    isAttempting: false,
    disks: dropTransfers(item.disks),
    poll: { isRunning: false, nextAt: null },
    // Its machine goes with the replica.
    ...(item.testFailover ? { testFailover: { ...item.testFailover, jobId: null } } : {}),
  };
}

/** A job that is done when it is begun. */
function instantJob(scenarioName: 'PauseReplication' | 'ResumeReplication', jobId: JobId): readonly Note[] {
  return [
    { kind: 'StartJob', jobId, scenarioName },
    { kind: 'EndJob', jobId, end: 'Succeeded' },
  ];
}
