import { after, HOUR_MS } from '../../base/units.ts';
import type { Bytes, Instant } from '../../base/units.ts';
import type { FaultReport } from '../errors/fault.ts';
import type { ReplicatedItem, ResyncCause } from '../model.ts';
import { nextWindowStart } from '../policy/window.ts';
import { decide, type Decision, type ItemIn } from './cell.ts';
import type { Facts } from './facts.ts';
import { endJob, jobNote } from './job-notes.ts';
import { dropTransfers } from './transfer.ts';

/** Event texts by cause: what the item's history says. */
export const CAUSE_TEXTS: Readonly<Record<ResyncCause, string>> = {
  logSizeDisk: 'A replica log has reached half the size of its disk.',
  logSizeMachine: 'The replica logs have reached half the size of the disks together.',
  logWriteFailure: 'Writing to a replica log failed.',
  logNotClosed: 'A replica log was not closed properly, or tracking ended unexpectedly.',
  modifiedOffline: 'A disk was changed while nothing tracked its writes.',
  revertedToOlderPoint: 'The machine or its volume was reverted to an older point.',
  outOfSequenceLog: 'A replica log does not follow the one applied last.',
  invalidLog: 'A replica log cannot be applied.',
  reverseReplication: 'The machine was failed back; its replica shows an older state.',
  manual: 'The administrator asked for a resynchronization.',
};

/**
 * Tracking can no longer be trusted, or has cost too much: it ends, nothing replicates, and only a
 * comparison of source and replica makes the item whole. The recovery points stand meanwhile.
 */
export function requireResync(item: ReplicatedItem, cause: ResyncCause, facts: Facts, fault?: FaultReport): Decision {
  const { phase, ...next } = enterRequired(item, cause, facts, automaticStart(item, facts));
  return decide(
    { ...next, phase: { ...phase, isAutomatic: true }, activeJobId: null },
    ...(fault ? jobNote(item, (jobId) => ({ kind: 'ReportJobError', jobId, fault })) : []),
    ...endJob(item, 'Failed'),
    {
      kind: 'RaiseEvent',
      severity: 'Critical',
      eventCode: 'ResynchronizationRequired',
      description: `Resynchronization required. ${CAUSE_TEXTS[cause]}`,
    },
  );
}

/** The state "resynchronization required", before the host has given back logs and snapshot. */
export function enterRequired(
  item: ReplicatedItem,
  cause: ResyncCause,
  facts: Facts,
  startsAt: Instant | null,
): ItemIn<'resynchronizationRequired'> {
  const phase: ItemIn<'resynchronizationRequired'>['phase'] = {
    kind: 'resynchronizationRequired',
    cause,
    since: facts.now,
    startsAt,
    isDue: startsAt !== null && startsAt <= facts.now,
    isTrackingStopped: false,
    loggedBytes: KNOWN_LOG_CAUSES.has(cause) ? loggedBytes(item) : null,
  };
  return {
    ...item,
    phase,
    trouble: null,
    isAttempting: false,
    disks: dropTransfers(item.disks),
    poll: { isRunning: false, nextAt: null },
  };
}

/** Until then the logs told all that was written. */
const KNOWN_LOG_CAUSES: ReadonlySet<ResyncCause> = new Set(['logSizeDisk', 'logSizeMachine', 'manual']);

function loggedBytes({ disks }: ReplicatedItem): Bytes {
  return disks.reduce((sum, disk) => sum + disk.activeLogBytes + disk.inFlightLogBytes, 0);
}

/** A resynchronization that broke does not begin anew in the same window: it would break again. */
const PAUSE_AFTER_BREAK_MS = 12 * HOUR_MS;

/** When the policy starts a resynchronization by itself; null when it leaves that to the administrator. */
function automaticStart(item: ReplicatedItem, facts: Facts): Instant | null {
  const isBroken = item.phase.kind === 'resynchronizing';
  const from = isBroken ? after(facts.now, PAUSE_AFTER_BREAK_MS) : facts.now;
  return nextWindowStart(facts.policy.resyncWindow, from, facts.offsetAt);
}
