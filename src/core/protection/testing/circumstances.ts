import { after, HOUR_MS, MIB } from '../../../base/units.ts';
import type { DiskId, JobId, LogId, RecoveryPoint, RecoveryPointId, ReplicatedItem } from '../../model.ts';
import type { ProtectionEvent } from '../event.ts';
import { BASE, NOW, POINT } from './sample-items.ts';
import { sampleAt, STOPPED, WAITS } from './step-samples.ts';
import { LATER } from './variations.ts';

/** A state that is not of the usual course, and what may happen in it. */
export interface Circumstance {
  readonly item: ReplicatedItem;
  readonly events: readonly ProtectionEvent[];
}

const JOB = { activeJobId: 'job' as JobId };
const RETRY: ProtectionEvent = { kind: 'RetryRequested', jobId: 'failed-job' as JobId };
const SLOT: ProtectionEvent = { kind: 'SlotGranted' };
const fault = { code: 'VssFailure', detail: 'more data is available' } as const;
const [os, data] = ['os' as DiskId, 'data' as DiskId];
const OLDEST: RecoveryPoint = { ...POINT, recoveryPointId: 'oldest' as RecoveryPointId, time: after(NOW, -HOUR_MS) };
const pointOf = (item: ReplicatedItem, name: string): RecoveryPoint => ({
  ...OLDEST,
  recoveryPointId: `${name}-${item.vmId}` as RecoveryPointId,
});

/** The sample, with changes. */
const at = (name: string, change: Partial<ReplicatedItem> = {}): ReplicatedItem => ({ ...sampleAt(name), ...change });
const cycleOf = (name: string, change: Partial<ReplicatedItem['cycle']>): ReplicatedItem =>
  at(name, { cycle: { ...sampleAt(name).cycle, ...change } });
const frozen = (item: ReplicatedItem, isQuiesced = false): ProtectionEvent => ({
  kind: 'LogsFrozen',
  set: {
    frozenAt: NOW,
    consistency: isQuiesced ? 'ApplicationConsistent' : 'CrashConsistent',
    logs: item.disks.map(({ diskId, lastAppliedLogId, sizeBytes }, index) => ({
      diskId,
      logId: `log-${diskId}` as LogId,
      previousLogId: lastAppliedLogId,
      fileBytes: (index + 1) * MIB,
      dataBytes: 0,
      diskBytes: sizeBytes,
    })),
  },
});

const freezing = sampleAt('protected, freezing');
const quiesceTrouble = { ...WAITS, fault };
const shipping = sampleAt('protected, shipping');
const longLog = (shippedBytes: number): ReplicatedItem => ({
  ...shipping,
  cycle: {
    ...shipping.cycle,
    logs: shipping.cycle.logs.map((log) => ({ ...log, fileBytes: 10 * MIB, shippedBytes })),
  },
});
const grown = (): ReplicatedItem => {
  const applying = sampleAt('protected, applying');
  return {
    ...applying,
    cycle: { ...applying.cycle, logs: applying.cycle.logs.map((log) => ({ ...log, diskBytes: 32 * MIB })) },
  };
};
const standingTest = sampleAt('test failover, start').testFailover;
const expired = (item: ReplicatedItem): ReplicatedItem => ({
  ...item,
  expiredRecoveryPoints: [pointOf(item, 'first'), pointOf(item, 'second')],
});
const isDue = { kind: 'StartDue' } as const;
const window = { index: 0, offsetBytes: 0, lengthBytes: MIB };
const counts = { processedBytes: 0, differingBytes: 0, sentBytes: 0, checksumBytes: 0 };

export const CIRCUMSTANCES: Readonly<Record<string, Circumstance>> = {
  'disabling, a test machine stands, paused before': {
    item: at('disabling, relationship', {
      pausedSince: NOW,
      ...(standingTest && { testFailover: { ...standingTest, trouble: WAITS } }),
    }),
    events: [{ kind: 'TestRetryDue' }],
  },
  'disabling, all but the host’s part': { item: at('disabling, replica'), events: [{ kind: 'RelationshipRemoved' }] },
  'enabling, two obstacles': {
    item: at('enabling, prerequisites'),
    events: [{ kind: 'PrerequisitesChecked', readinessErrors: ['SharedVhd', 'BitLocker'] }],
  },
  'waiting for its turn, told again': { item: at('waiting for its turn'), events: [isDue] },
  'waiting for its turn, paused': { item: at('waiting for its turn', { pausedSince: NOW }), events: [] },
  'waiting for its turn, in trouble': { item: at('waiting for its turn', { trouble: WAITS }), events: [] },
  'waiting for its time, granted too early': { item: at('waiting for its time'), events: [SLOT] },
  'initial replication, waiting to try again': {
    item: at('initial replication, snapshot', { trouble: WAITS }),
    events: [RETRY, { kind: 'RetryDue' }],
  },
  'initial replication, a cycle is due afterwards': {
    item: at('initial replication, copying', { cycle: { ...sampleAt('protected, at rest').cycle } }),
    events: [{ kind: 'WindowCopied', diskId: data, window, counts }],
  },
  'finalizing, the first point stands': { item: at('finalizing, snapshot', { recoveryPoints: [POINT] }), events: [] },
  'protected, at rest, paused': { item: at('protected, at rest', { pausedSince: NOW }), events: [] },
  'protected, at rest, nothing due': { item: cycleOf('protected, at rest', { nextAt: null }), events: [] },
  'protected, quiesced a while ago': {
    item: cycleOf('protected, at rest', { lastApplicationConsistentAt: NOW }),
    events: [{ kind: 'CycleDue' }],
  },
  'protected, quiesced an hour ago': {
    item: cycleOf('protected, at rest', { lastApplicationConsistentAt: after(LATER.now, -HOUR_MS) }),
    events: [{ kind: 'CycleDue' }],
  },
  'protected, quiescing fails': {
    item: at('protected, at rest', { quiesceTrouble }),
    events: [{ kind: 'CycleDue' }],
  },
  'protected, freezing, logs of other sizes': { item: freezing, events: [frozen(freezing), frozen(freezing, true)] },
  'protected, freezing, quiescing failed before': {
    item: { ...freezing, quiesceTrouble },
    events: [
      frozen(freezing),
      frozen(freezing, true),
      { kind: 'EffectFailed', effect: { kind: 'FreezeLogs', consistency: 'ApplicationConsistent' }, fault },
    ],
  },
  'protected, freezing without quiescing': {
    item: cycleOf('protected, freezing', { consistency: 'CrashConsistent' }),
    events: [
      { kind: 'EffectFailed', effect: { kind: 'FreezeLogs', consistency: 'CrashConsistent' }, fault },
      { kind: 'EffectFailed', effect: { kind: 'FreezeLogs', consistency: 'ApplicationConsistent' }, fault },
    ],
  },
  'protected, shipping, a late failure to quiesce': {
    item: cycleOf('protected, shipping', { consistency: 'ApplicationConsistent' }),
    events: [{ kind: 'EffectFailed', effect: { kind: 'FreezeLogs', consistency: 'ApplicationConsistent' }, fault }],
  },
  'protected, shipping, the second window of long logs': { item: longLog(4 * MIB), events: [] },
  'protected, shipping, the last window of long logs': { item: longLog(8 * MIB), events: [] },
  'protected, shipping, a log applied too early': {
    item: shipping,
    events: [{ kind: 'LogApplied', diskId: os, logId: 'os-1' as LogId, appliedBytes: 0 }],
  },
  'protected, applying, counted': {
    item: sampleAt('protected, applying'),
    events: [{ kind: 'LogApplied', diskId: os, logId: 'os-1' as LogId, appliedBytes: 4096 }],
  },
  'protected, applying to a disk that has grown': {
    item: grown(),
    events: [{ kind: 'LogApplied', diskId: data, logId: 'data-1' as LogId, appliedBytes: 0 }],
  },
  'required, still tracking, paused': { item: at('required, still tracking', { pausedSince: NOW }), events: [] },
  'required, snapshot, paused': { item: at('required, snapshot', { pausedSince: NOW }), events: [] },
  'required, at rest, paused': { item: at('required, at rest', { pausedSince: NOW }), events: [] },
  'required, asked for at this instant': {
    item: at('required, at rest'),
    events: [{ kind: 'ResyncRequested', startsAt: LATER.now }],
  },
  'required, due by itself': {
    item: at('required, waiting for its turn', { activeJobId: null }),
    events: [SLOT, isDue],
  },
  'required, due, the snapshot still on the host': {
    item: at('required, waiting for its turn', { baseSnapshot: BASE }),
    events: [SLOT],
  },
  'resynchronizing, in trouble': {
    item: at('resynchronizing, geometry', { trouble: WAITS }),
    events: [{ kind: 'ResyncRequested', startsAt: NOW }],
  },
  'resynchronizing, two sizes differ': {
    item: at('resynchronizing, geometry'),
    events: [{ kind: 'GeometryChecked', mismatches: ['os: 1 and 2 bytes', 'data: 3 and 4 bytes'] }],
  },
  'reversing, two sizes differ': {
    item: at('reverse, target'),
    events: [{ kind: 'GeometryChecked', mismatches: ['os: 1 and 2 bytes', 'data: 3 and 4 bytes'] }],
  },
  'resynchronizing, two points to discard': { item: expired(at('resynchronizing, discard')), events: [] },
  'planned, stopped': {
    item: at('planned, machine', { trouble: STOPPED, activeJobId: null }),
    events: [{ kind: 'ChangePointRequested', point: POINT }, { kind: 'FailoverCancelRequested' }],
  },
  'planned, last changes, the newest of three points': {
    item: at('planned, last changes, releasing the last', {
      recoveryPoints: [OLDEST, ...sampleAt('planned, last changes, releasing the last').recoveryPoints],
    }),
    events: [
      {
        kind: 'RecoveryPointsDeleted',
        points: sampleAt('planned, last changes, releasing the last').expiredRecoveryPoints,
      },
    ],
  },
  'unplanned, a late failure of the shutdown': {
    item: at('unplanned, prerequisites'),
    events: [{ kind: 'EffectFailed', effect: { kind: 'ShutDownSource' }, fault: WAITS.fault }],
  },
  'unplanned, in trouble, its job under way': {
    item: at('unplanned, machine', { trouble: WAITS }),
    events: [{ kind: 'ChangePointRequested', point: POINT }],
  },
  'commit, logs, a late failure on the host': {
    item: at('commit, logs'),
    events: [{ kind: 'EffectFailed', effect: { kind: 'RemoveRelationship' }, fault: WAITS.fault }],
  },
  'commit, no logs were shipped': {
    item: at('commit, relationship', { cycle: sampleAt('protected, at rest').cycle }),
    events: [{ kind: 'RelationshipRemoved' }],
  },
  'commit, points, one is left': {
    item: at('commit, points', { expiredRecoveryPoints: [OLDEST, POINT] }),
    events: [{ kind: 'RecoveryPointsDeleted', points: [OLDEST] }],
  },
  'failback, stopped': {
    item: at('failback, stop', { trouble: STOPPED, activeJobId: null }),
    events: [{ kind: 'FailoverCancelRequested' }],
  },
  'failback, the rest of a disk with a snapshot': {
    item: at('failback, synchronize', {
      phase: { ...sampleAt('failback, synchronize').phase, step: 'transferRest' } as ReplicatedItem['phase'],
    }),
    events: [],
  },
  'failback, all of a disk': {
    item: at('failback, synchronize', {
      phase: {
        ...sampleAt('failback, prepare, for down time').phase,
        step: 'transferRest',
      } as ReplicatedItem['phase'],
    }),
    events: [],
  },
  'cancel of failback, rolled back': {
    item: at('cancel of failback, snapshots', {
      phase: { ...sampleAt('cancel of failback, snapshots').phase, isRollback: true } as ReplicatedItem['phase'],
      ...JOB,
    }),
    events: [{ kind: 'AzureSnapshotsDeleted' }, { kind: 'AzureMachineActed', act: 'start' }],
  },
  'a hold without a job of its own': {
    item: at('unplanned, stopped', { planHold: { jobId: 'job' as JobId, before: 'createMachine' } }),
    events: [{ kind: 'RetryDue' }],
  },
};
