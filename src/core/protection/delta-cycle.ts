/**
 * One cycle of delta replication, as the cells of the phase `protected`:
 *
 *   idle ─due─► freezing ─► uploading ─► applying ─► creatingRecoveryPoint ─► releasing ─► idle
 *
 * The frozen logs are deleted on the host only when the recovery point that holds their
 * writes is in the journal; until then every step can be done again.
 */
import { elapsedMs } from '../../base/units.ts';
import { nextCycleAt } from '../delta/cycle.ts';
import { nextApplicationConsistentAt } from '../delta/recovery-points.ts';
import type { FaultReport } from '../errors/fault.ts';
import { countCycle, countFailure } from '../health/statistics.ts';
import type { Consistency, CycleLog, CycleState, ReplicatedItem, Trouble } from '../model.ts';
import type { FrozenLog } from '../ports.ts';
import { recordFailure } from '../retry/back-off.ts';
import { decide, ignore, type Decision } from './cell.ts';
import { settled } from './common.ts';
import { diskBytesOf, resized, sizeFault } from './disk-sizes.ts';
import type { EventOf } from './event.ts';
import type { Facts } from './facts.ts';
import { addRecoveryPoint, deletablePoints, forgetExpired } from './recovery-point.ts';
import { effectFailed, stepFailed } from './failure.ts';
import { keepStatistics } from './statistics-keeping.ts';

/** The interval is over: the logs are frozen, application-consistently where that is due. */
export function cycleDue(item: ReplicatedItem, _event: EventOf<'CycleDue'>, facts: Facts): Decision {
  if (item.cycle.step !== 'idle') return ignore(item);
  const kept = keepStatistics(item, facts);
  const cycle: CycleState = {
    ...item.cycle,
    step: 'freezing',
    number: item.cycle.number + 1,
    startedAt: facts.now,
    frozenAt: null,
    nextAt: null,
    intervalSeconds: facts.policy.replicationIntervalSeconds,
    missedFrom: null,
    logBytes: 0,
    uploadedBytes: 0,
    appliedBytes: 0,
    consistency: dueConsistency(item, facts),
  };
  // Where the policy has turned them off, nothing is owed any more.
  const isQuiescing = facts.policy.applicationConsistentFrequencyHours > 0;
  const quiesceTrouble = isQuiescing ? (item.quiesceTrouble ?? null) : null;
  return decide({ ...item, cycle, quiesceTrouble, statistics: kept.item.statistics }, ...kept.notes);
}

/** The guest could not be quiesced: this cycle goes on crash-consistently, the next hour tries again. */
export function cycleFailed(item: ReplicatedItem, event: EventOf<'EffectFailed'>, facts: Facts): Decision {
  const { cycle } = item;
  const { effect, fault } = event;
  const isQuiescing = effect.kind === 'FreezeLogs' && effect.consistency === 'ApplicationConsistent';
  const isExpected = isQuiescing && cycle.step === 'freezing' && cycle.consistency === 'ApplicationConsistent';
  if (!isExpected || fault.code !== 'VssFailure') return effectFailed(item, event, facts);
  const next: ReplicatedItem = {
    ...item,
    statistics: countFailure(item.statistics, fault),
    quiesceTrouble: failedToQuiesce(item, fault, facts),
    cycle: { ...cycle, consistency: 'CrashConsistent', lastApplicationConsistentAt: facts.now },
  };
  return decide(next, {
    kind: 'RaiseEvent',
    severity: 'Warning',
    eventCode: fault.code,
    description: `No application-consistent recovery point this time: ${fault.detail}`,
  });
}

/** The logs are closed at one instant; the next ones already take the writes. */
export function logsFrozen(item: ReplicatedItem, { set }: EventOf<'LogsFrozen'>, facts: Facts): Decision {
  if (item.cycle.step !== 'freezing') return ignore(item);
  const gap = sequenceGap(item, set.logs);
  if (gap) return stepFailed(item, { code: 'LogOutOfSequence', detail: gap }, facts);
  const fault = sizeFault(
    item,
    set.logs.map(({ diskId, diskBytes }) => ({ diskId, sizeBytes: diskBytes })),
  );
  if (fault) return stepFailed(item, fault, facts);
  const logs = item.disks.map((disk) => set.logs.find((log) => log.diskId === disk.diskId)).filter(isPresent);
  const disks = item.disks.map((disk) => ({
    ...disk,
    activeLogBytes: 0,
    inFlightLogBytes: logs.find((log) => log.diskId === disk.diskId)?.fileBytes ?? 0,
  }));
  const isApplicationConsistent = set.consistency === 'ApplicationConsistent';
  const cycle: CycleState = {
    ...item.cycle,
    step: 'uploading',
    frozenAt: set.frozenAt,
    consistency: set.consistency,
    logs: logs.map(toCycleLog),
    logBytes: logs.reduce((sum, log) => sum + log.fileBytes, 0),
    lastApplicationConsistentAt: isApplicationConsistent ? set.frozenAt : item.cycle.lastApplicationConsistentAt,
  };
  const quiesceTrouble = isApplicationConsistent ? null : (item.quiesceTrouble ?? null);
  return decide({ ...settled(item), disks, cycle, quiesceTrouble });
}

/** A window of a log has arrived; with the last one of all disks the freeze is the newest replicated instant. */
export function logShipped(item: ReplicatedItem, event: EventOf<'LogShipped'>): Decision {
  const { cycle } = item;
  const log = cycle.logs.find((candidate) => candidate.logId === event.logId);
  if (cycle.step !== 'uploading' || log?.shippedBytes !== event.window.offsetBytes) return ignore(item);
  const shipped = { ...log, shippedBytes: log.shippedBytes + event.window.lengthBytes };
  const logs = cycle.logs.map((other) => (other === log ? shipped : other));
  const uploadedBytes = cycle.uploadedBytes + event.window.lengthBytes;
  const hasArrived = logs.every((other) => other.shippedBytes === other.fileBytes);
  return decide({
    ...settled(item),
    lastReplicatedAt: hasArrived ? cycle.frozenAt : item.lastReplicatedAt,
    cycle: { ...cycle, logs, uploadedBytes, step: hasArrived ? 'applying' : cycle.step },
  });
}

/** A log is on its way to the replica. Begun anew after a crash, it counts on where it had come before. */
export function logApplying(item: ReplicatedItem, { logId, appliedBytes }: EventOf<'LogApplying'>): Decision {
  const { cycle } = item;
  const log = cycle.logs.find((candidate) => candidate.logId === logId);
  const knownBytes = log?.appliedBytes ?? 0;
  if (cycle.step !== 'applying' || !log || log.isApplied || appliedBytes <= knownBytes) return ignore(item);
  const logs = cycle.logs.map((other) => (other === log ? { ...log, appliedBytes } : other));
  return decide({ ...item, cycle: { ...cycle, logs, appliedBytes: cycle.appliedBytes + appliedBytes - knownBytes } });
}

/** A disk's replica shows the instant of the freeze. The next log must continue this one. */
export function logApplied(item: ReplicatedItem, event: EventOf<'LogApplied'>): Decision {
  const { cycle } = item;
  const log = cycle.logs.find((candidate) => candidate.logId === event.logId);
  if (cycle.step !== 'applying' || !log || log.isApplied) return ignore(item);
  const { appliedBytes: logBytes } = event;
  const applied = { ...log, appliedBytes: logBytes, isApplied: true };
  const logs = cycle.logs.map((other) => (other === log ? applied : other));
  const grown = resized(item, [{ diskId: log.diskId, sizeBytes: diskBytesOf(item, log) }]);
  const disks = grown.disks.map((disk) =>
    disk.diskId === log.diskId ? { ...disk, lastAppliedLogId: log.logId } : disk,
  );
  const step = logs.every((other) => other.isApplied) ? 'creatingRecoveryPoint' : cycle.step;
  const appliedBytes = cycle.appliedBytes + logBytes - (log.appliedBytes ?? 0);
  return decide({ ...settled(item), disks, cycle: { ...cycle, logs, appliedBytes, step } }, ...grown.notes);
}

export function pointCreated(item: ReplicatedItem, { point }: EventOf<'RecoveryPointCreated'>, facts: Facts): Decision {
  const { cycle } = item;
  if (cycle.step !== 'creatingRecoveryPoint') return ignore(item);
  const next = addRecoveryPoint(settled(item), point, facts);
  const kept = keepStatistics(item, facts);
  const latencyMs = elapsedMs(cycle.startedAt ?? facts.now, facts.now);
  const statistics = countCycle(kept.item.statistics, cycle.logBytes, latencyMs);
  return decide({ ...next, statistics, cycle: { ...kept.item.cycle, step: 'releasing' } }, ...kept.notes);
}

export function logsDeleted(item: ReplicatedItem, _event: EventOf<'LogsDeleted'>, facts: Facts): Decision {
  if (item.cycle.step !== 'releasing' || item.cycle.logs.length === 0) return ignore(item);
  const disks = item.disks.map((disk) => ({ ...disk, inFlightLogBytes: 0 }));
  return release({ ...settled(item), disks, cycle: { ...item.cycle, logs: [] } }, facts);
}

export function pointsDeleted(
  item: ReplicatedItem,
  { points }: EventOf<'RecoveryPointsDeleted'>,
  facts: Facts,
): Decision {
  const left = forgetExpired(settled(item), points);
  const isNews = left.expiredRecoveryPoints.length < item.expiredRecoveryPoints.length;
  return item.cycle.step === 'releasing' && isNews ? release(left, facts) : ignore(item);
}

/** Ends the cycle when nothing of it is left behind. */
function release(item: ReplicatedItem, facts: Facts): Decision {
  const { cycle } = item;
  if (cycle.logs.length > 0 || deletablePoints(item).length > 0) return decide(item);
  const nextAt = nextCycleAt(cycle.startedAt ?? facts.now, facts.now, facts.policy);
  const idle: CycleState = { ...cycle, step: 'idle', startedAt: null, nextAt, intervalSeconds: null, missedFrom: null };
  return decide({ ...item, cycle: idle });
}

/** It is tried again when the next application-consistent snapshot is due, not by the ladder: data goes on meanwhile. */
function failedToQuiesce(item: ReplicatedItem, fault: FaultReport, facts: Facts): Trouble {
  const trouble = recordFailure(item.quiesceTrouble ?? null, fault, facts.now);
  return { ...trouble, nextAttemptAt: nextApplicationConsistentAt(facts.now, facts.now, facts.policy) };
}

function dueConsistency(item: ReplicatedItem, facts: Facts): Consistency {
  const dueAt = nextApplicationConsistentAt(item.cycle.lastApplicationConsistentAt, facts.now, facts.policy);
  return dueAt !== null && dueAt <= facts.now ? 'ApplicationConsistent' : 'CrashConsistent';
}

/** What is wrong with the chain of logs: a disk without a log, or a log that does not follow the one applied last. */
function sequenceGap(item: ReplicatedItem, logs: readonly FrozenLog[]): string | undefined {
  for (const disk of item.disks) {
    const log = logs.find((candidate) => candidate.diskId === disk.diskId);
    if (!log) return `Disk ${disk.name} has no frozen log.`;
    if (log.previousLogId !== disk.lastAppliedLogId) {
      return `Log ${log.logId} of ${disk.name} follows ${log.previousLogId}, but ${disk.lastAppliedLogId} was applied last.`;
    }
  }
  return undefined;
}

function toCycleLog({ diskId, logId, fileBytes, dataBytes, diskBytes }: FrozenLog): CycleLog {
  return { diskId, logId, fileBytes, dataBytes, diskBytes, shippedBytes: 0, isApplied: false };
}

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined;
}
