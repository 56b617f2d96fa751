import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { after, MINUTE_MS } from '../../base/units.ts';
import type { FaultCode } from '../errors/fault.ts';
import type { DiskId, LogId, ReplicatedItem, SnapshotId } from '../model.ts';
import { effectsOf, timersOf } from './called-for.ts';
import type { PhaseKind } from './cell.ts';
import type { Command } from './command.ts';
import { effectKey, type Effect } from './effect.ts';
import type { EffectResult, EventKind, ProtectionEvent } from './event.ts';
import { TABLE, transition } from './machine.ts';
import { judgeOperations } from './operations.ts';
import { BASE, FACTS, NOW, POINT, SAMPLES } from './testing/sample-items.ts';

const phases = Object.keys(TABLE) as PhaseKind[];
const eventKinds = Object.keys(TABLE.enabling) as EventKind[];

/** What comes back from an effect that goes well. */
function resultOf(effect: Effect, item: ReplicatedItem): EffectResult {
  const counts = { processedBytes: 0, differingBytes: 0, sentBytes: 0, checksumBytes: 0 };
  switch (effect.kind) {
    case 'CheckPrerequisites':
      return { kind: 'PrerequisitesChecked', readinessErrors: [] };
    case 'CreateReplica':
      return { kind: 'ReplicaCreated' };
    case 'CreateRelationship':
      return { kind: 'RelationshipCreated' };
    case 'StartReplication':
      return { kind: 'ReplicationStarted', snapshot: BASE, sizes: [] };
    case 'CopyWindow':
      return { kind: 'WindowCopied', diskId: effect.diskId, window: effect.window, counts };
    case 'CompareWindow': {
      const compared = { ...counts, processedBytes: effect.window.lengthBytes };
      return { kind: 'WindowCompared', diskId: effect.diskId, window: effect.window, counts: compared };
    }
    case 'DeleteSnapshot':
      return { kind: 'SnapshotDeleted' };
    case 'FreezeLogs': {
      const logs = item.disks.map((disk) => ({
        logId: `${disk.diskId}-${item.cycle.number}` as LogId,
        previousLogId: disk.lastAppliedLogId,
        diskId: disk.diskId,
        fileBytes: 8192,
        dataBytes: 0,
        diskBytes: disk.sizeBytes,
      }));
      return { kind: 'LogsFrozen', set: { frozenAt: NOW, consistency: effect.consistency, logs } };
    }
    case 'ShipLog':
      return { kind: 'LogShipped', diskId: effect.diskId, logId: effect.logId, window: effect.window };
    case 'ApplyLog':
      return { kind: 'LogApplied', diskId: effect.diskId, logId: effect.logId, appliedBytes: 0 };
    case 'CreateRecoveryPoint':
      return {
        kind: 'RecoveryPointCreated',
        point: { time: effect.time, consistency: effect.consistency, snapshots: [] },
      };
    case 'DeleteLogs':
      return { kind: 'LogsDeleted' };
    case 'DeleteRecoveryPoints':
      return { kind: 'RecoveryPointsDeleted', points: effect.points };
    case 'StopTracking':
      return { kind: 'TrackingStopped' };
    case 'CheckGeometry':
      return { kind: 'GeometryChecked', mismatches: [] };
    case 'Resynchronize':
      return { kind: 'ResynchronizationStarted', snapshot: { ...BASE, snapshotId: 'resync' as SnapshotId }, sizes: [] };
    case 'RemoveRelationship':
      return { kind: 'RelationshipRemoved' };
    case 'DeleteReplica':
      return { kind: 'ReplicaDeleted' };
    case 'AzureMachine':
      return { kind: effect.role === 'test' ? 'TestMachineActed' : 'AzureMachineActed', act: effect.act };
    case 'ShutDownSource':
      return { kind: 'SourceShutDown' };
    case 'CheckFailback':
      return { kind: 'FailbackChecked', isSourceThere: true };
    case 'CreateSource':
      return { kind: 'SourceCreated' };
    case 'PrepareSource':
      return { kind: 'SourcePrepared' };
    case 'SnapshotAzureDisks': {
      const snapshots = item.disks.map(({ diskId }) => ({ diskId, snapshot: 'base' }));
      return { kind: 'AzureDisksSnapshot', snapshots };
    }
    case 'FailbackWindow': {
      const compared = { ...counts, processedBytes: effect.window.lengthBytes };
      return { kind: 'WindowFailedBack', diskId: effect.diskId, window: effect.window, counts: compared };
    }
    case 'RefreshReplica':
      return { kind: 'ReplicaRefreshed' };
    case 'DeleteAzureSnapshots':
      return { kind: 'AzureSnapshotsDeleted' };
    case 'StartSource':
      return { kind: 'SourceStarted' };
    case 'DeleteShippedLogs':
      return { kind: 'ShippedLogsDeleted' };
    case 'PollStatus':
      return { kind: 'StatusPolled', status: { isTracking: true, isRelated: true, disks: [], resyncCause: null } };
  }
}

/** An event of every kind, some with values that fit no item. */
const anyEvent: Record<EventKind, ProtectionEvent> = (() => {
  const disk = { diskId: 'os' as DiskId, window: { index: 99, offsetBytes: 0, lengthBytes: 512 } };
  const counts = { processedBytes: 0, differingBytes: 0, sentBytes: 0, checksumBytes: 0 };
  const fault = { code: 'NetworkTimeout' as FaultCode, detail: 'no answer' };
  return {
    PrerequisitesChecked: { kind: 'PrerequisitesChecked', readinessErrors: [] },
    ReplicaCreated: { kind: 'ReplicaCreated' },
    RelationshipCreated: { kind: 'RelationshipCreated' },
    ReplicationStarted: { kind: 'ReplicationStarted', snapshot: BASE, sizes: [] },
    WindowCopied: { kind: 'WindowCopied', ...disk, counts },
    SnapshotDeleted: { kind: 'SnapshotDeleted' },
    LogsFrozen: { kind: 'LogsFrozen', set: { frozenAt: NOW, consistency: 'CrashConsistent', logs: [] } },
    LogShipped: { kind: 'LogShipped', ...disk, logId: 'log' as LogId },
    LogApplied: { kind: 'LogApplied', diskId: disk.diskId, logId: 'log' as LogId, appliedBytes: 0 },
    RecoveryPointCreated: {
      kind: 'RecoveryPointCreated',
      point: { time: NOW, consistency: 'CrashConsistent', snapshots: [] },
    },
    LogsDeleted: { kind: 'LogsDeleted' },
    RecoveryPointsDeleted: { kind: 'RecoveryPointsDeleted', points: [] },
    TrackingStopped: { kind: 'TrackingStopped' },
    GeometryChecked: { kind: 'GeometryChecked', mismatches: [] },
    ResynchronizationStarted: { kind: 'ResynchronizationStarted', snapshot: BASE, sizes: [] },
    WindowCompared: { kind: 'WindowCompared', ...disk, counts },
    RelationshipRemoved: { kind: 'RelationshipRemoved' },
    ReplicaDeleted: { kind: 'ReplicaDeleted' },
    StatusPolled: resultOf({ kind: 'PollStatus' }, SAMPLES.protected),
    EffectFailed: { kind: 'EffectFailed', effect: { kind: 'StopTracking', logs: [] }, fault },
    StartDue: { kind: 'StartDue' },
    SlotGranted: { kind: 'SlotGranted' },
    CycleDue: { kind: 'CycleDue' },
    PollDue: { kind: 'PollDue' },
    RetryDue: { kind: 'RetryDue' },
    DisableRequested: { kind: 'DisableRequested', isForced: false },
    ResyncRequested: { kind: 'ResyncRequested', startsAt: NOW },
    ResyncCancelRequested: { kind: 'ResyncCancelRequested' },
    PauseRequested: { kind: 'PauseRequested' },
    ResumeRequested: { kind: 'ResumeRequested', isResynchronizing: false },
    RetryRequested: { kind: 'RetryRequested', jobId: null },
    EnableCancelRequested: { kind: 'EnableCancelRequested' },
    TestFailoverRequested: { kind: 'TestFailoverRequested', point: POINT, networkId: null },
    TestFailoverCleanupRequested: { kind: 'TestFailoverCleanupRequested', comments: '' },
    TestFailoverCancelRequested: { kind: 'TestFailoverCancelRequested' },
    TestMachineActed: { kind: 'TestMachineActed', act: 'create' },
    TestMachineFailed: { kind: 'TestMachineFailed', act: 'create', fault },
    TestRetryDue: { kind: 'TestRetryDue' },
    AzureMachineActed: { kind: 'AzureMachineActed', act: 'check' },
    FailbackChecked: { kind: 'FailbackChecked', isSourceThere: false },
    SourceCreated: { kind: 'SourceCreated' },
    SourcePrepared: { kind: 'SourcePrepared' },
    AzureDisksSnapshot: { kind: 'AzureDisksSnapshot', snapshots: [] },
    WindowFailedBack: { kind: 'WindowFailedBack', ...disk, counts },
    ReplicaRefreshed: { kind: 'ReplicaRefreshed' },
    AzureSnapshotsDeleted: { kind: 'AzureSnapshotsDeleted' },
    FailbackRequested: { kind: 'FailbackRequested', dataSync: 'ForDownTime', createVmIfNotFound: false },
    FailbackCompleteRequested: { kind: 'FailbackCompleteRequested' },
    ReverseReplicateRequested: { kind: 'ReverseReplicateRequested' },
    SourceShutDown: { kind: 'SourceShutDown' },
    SourceStarted: { kind: 'SourceStarted' },
    ShippedLogsDeleted: { kind: 'ShippedLogsDeleted' },
    PlannedFailoverRequested: { kind: 'PlannedFailoverRequested' },
    UnplannedFailoverRequested: { kind: 'UnplannedFailoverRequested', point: POINT, isShuttingDownSource: true },
    ChangePointRequested: { kind: 'ChangePointRequested', point: POINT },
    CommitRequested: { kind: 'CommitRequested' },
    FailoverCancelRequested: { kind: 'FailoverCancelRequested' },
  };
})();

/** Which events lead where, from each phase's beginning. All others change nothing. */
const ROUTES: { readonly [P in PhaseKind]: Readonly<Partial<Record<EventKind, PhaseKind>>> } = {
  enabling: {
    PrerequisitesChecked: 'enabling',
    DisableRequested: 'disabling',
    EnableCancelRequested: 'disabling',
  },
  enablingFailed: { RetryRequested: 'enabling', DisableRequested: 'disabling' },
  waitingForInitialReplication: {
    StartDue: 'waitingForInitialReplication',
    PauseRequested: 'waitingForInitialReplication',
    DisableRequested: 'disabling',
  },
  initialReplication: {
    ReplicationStarted: 'initialReplication',
    PauseRequested: 'initialReplication',
    DisableRequested: 'disabling',
  },
  finalizing: { RecoveryPointCreated: 'finalizing', DisableRequested: 'disabling' },
  protected: {
    CycleDue: 'protected',
    PauseRequested: 'protected',
    TestFailoverRequested: 'protected',
    PlannedFailoverRequested: 'failingOver',
    UnplannedFailoverRequested: 'failingOver',
    DisableRequested: 'disabling',
  },
  resynchronizationRequired: {
    StartDue: 'resynchronizationRequired',
    ResyncRequested: 'resynchronizationRequired',
    PauseRequested: 'resynchronizationRequired',
    UnplannedFailoverRequested: 'failingOver',
    DisableRequested: 'disabling',
  },
  resynchronizing: {
    GeometryChecked: 'resynchronizing',
    ResyncCancelRequested: 'resynchronizationRequired',
    UnplannedFailoverRequested: 'failingOver',
    DisableRequested: 'disabling',
  },
  failingOver: {
    AzureMachineActed: 'failingOver',
    UnplannedFailoverRequested: 'failingOver',
    FailoverCancelRequested: 'cancellingFailover',
    DisableRequested: 'disabling',
  },
  failedOver: {
    CommitRequested: 'committingFailover',
    FailoverCancelRequested: 'cancellingFailover',
    DisableRequested: 'disabling',
  },
  committingFailover: { RelationshipRemoved: 'failoverCommitted', DisableRequested: 'disabling' },
  cancellingFailover: { DisableRequested: 'disabling' },
  failoverCommitted: { FailbackRequested: 'failingBack', DisableRequested: 'disabling' },
  failingBack: {
    FailbackChecked: 'failingBack',
    FailoverCancelRequested: 'cancellingFailback',
    DisableRequested: 'disabling',
  },
  cancellingFailback: { DisableRequested: 'disabling' },
  failedBack: { CommitRequested: 'committingFailback', DisableRequested: 'disabling' },
  committingFailback: { DisableRequested: 'disabling' },
  failbackCommitted: { ReverseReplicateRequested: 'reverseReplicating', DisableRequested: 'disabling' },
  reverseReplicating: { GeometryChecked: 'reverseReplicating', DisableRequested: 'disabling' },
  disabling: { RelationshipRemoved: 'disabling' },
};

describe('[LC70] the table is total: every event has its effect in every phase', () => {
  for (const phase of phases) {
    test.each(eventKinds)(`${phase} ← %s`, (kind) => {
      const item = SAMPLES[phase];
      const made = transition(item, anyEvent[kind], FACTS);
      const route = ROUTES[phase][kind];
      if (route === undefined) {
        expect(made.item).toBe(item);
        expect(made.commands).toEqual([]);
      } else {
        expect(made.item.phase.kind).toBe(route);
        expect(made.item.revision).toBe(item.revision + 1);
      }
    });
  }
});

/** Follows commands as the engine does: what is under way, which timers are armed. */
class Follower {
  item: ReplicatedItem;
  readonly running = new Map<string, Effect>();
  readonly timers = new Map<string, number>();
  isGone = false;

  constructor(item: ReplicatedItem) {
    this.item = item;
    for (const effect of effectsOf(item)) this.running.set(effectKey(effect), effect);
    for (const [timer, at] of timersOf(item)) this.timers.set(timer, at);
  }

  send(event: ProtectionEvent, now = NOW): void {
    const { item, commands } = transition(this.item, event, { ...FACTS, now });
    this.item = item;
    for (const command of commands) this.#follow(command);
  }

  #follow(command: Command): void {
    if (command.kind === 'Abort') this.running.delete(command.key);
    if (command.kind === 'Start') {
      expect(this.running.has(command.key), `${command.key} is started once`).toBe(false);
      this.running.set(command.key, command.effect);
    }
    if (command.kind === 'Disarm') this.timers.delete(command.timer);
    if (command.kind === 'Arm') this.timers.set(command.timer, command.at);
    if (command.kind === 'RemoveItem') this.isGone = true;
  }
}

/** One move of a random history: an outcome of something under way, a timer, or any event at all. */
const move = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('succeed' as const), pick: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fail' as const),
      pick: fc.nat(),
      code: fc.constantFrom<FaultCode>('NetworkTimeout', 'BrokenVhdChain', 'LogInvalid', 'VssFailure', 'LowDiskSpace'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('ring' as const), pick: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('any' as const), event: fc.constantFrom(...Object.values(anyEvent)) }),
  },
);

const SIGNALS = {
  start: 'StartDue',
  cycle: 'CycleDue',
  poll: 'PollDue',
  retry: 'RetryDue',
  testRetry: 'TestRetryDue',
} as const;

test('[LC71] whatever happens, what is under way is what the state calls for, and the item never stands still for ever', () => {
  fc.assert(
    fc.property(fc.constantFrom(...phases), fc.array(move, { maxLength: 120 }), (phase, moves) => {
      const follower = new Follower(SAMPLES[phase]);
      let now = NOW;
      for (const step of moves) {
        if (follower.isGone) return;
        now = after(now, MINUTE_MS);
        const keys = [...follower.running.keys()];
        if (step.kind === 'any') follower.send(step.event, now);
        else if (step.kind === 'ring') {
          const due = [...follower.timers.keys()][step.pick % Math.max(1, follower.timers.size)];
          if (due !== undefined) {
            follower.timers.delete(due);
            follower.send({ kind: SIGNALS[due as keyof typeof SIGNALS] }, now);
          } else follower.send({ kind: 'SlotGranted' }, now);
        } else {
          const key = keys[step.pick % Math.max(1, keys.length)];
          const effect = key === undefined ? undefined : follower.running.get(key);
          if (key === undefined || !effect) continue;
          follower.running.delete(key);
          const fault = { code: step.kind === 'fail' ? step.code : 'Internal', detail: 'made up' } as const;
          const event =
            step.kind === 'fail' ? ({ kind: 'EffectFailed', effect, fault } as const) : resultOf(effect, follower.item);
          follower.send(event, now);
        }
        if (follower.isGone) return;
        const calledFor = effectsOf(follower.item).map(effectKey).toSorted();
        expect([...follower.running.keys()].toSorted()).toEqual(calledFor);
        expect(Object.fromEntries(follower.timers)).toEqual(Object.fromEntries(timersOf(follower.item)));
        expect(isMoving(follower)).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
});

/** Phases that wait for the administrator or for room. */
const STANDING: readonly PhaseKind[] = [
  'enablingFailed',
  'waitingForInitialReplication',
  'resynchronizationRequired',
  'failedOver',
  'failoverCommitted',
  'failedBack',
  'failbackCommitted',
];

/** Something is under way or armed, or the item waits for the administrator or for room, and says so. */
function isMoving({ item, running, timers }: Follower): boolean {
  if (running.size > 0 || timers.size > 0) return true;
  if (item.pausedSince !== null || item.trouble?.nextAttemptAt === null) return true;
  const isAsking = item.phase.kind === 'failingBack' && item.phase.step === 'waitForCompletion';
  return isAsking || STANDING.includes(item.phase.kind);
}

test('[LC72] pause and resume come back to the same work', () => {
  const begun = new Follower(SAMPLES.protected);
  begun.send({ kind: 'CycleDue' });
  const underWay = [...begun.running.keys()];
  begun.send({ kind: 'PauseRequested' });
  expect(begun.running.size).toBe(0);
  begun.send({ kind: 'ResumeRequested', isResynchronizing: false });
  expect([...begun.running.keys()]).toEqual(underWay);
});

test('[LC73] each operation is either allowed or refused with a sentence', () => {
  for (const phase of phases) {
    const { allowed, refusals } = judgeOperations(SAMPLES[phase]);
    expect(allowed.length + Object.keys(refusals).length).toBe(14);
    for (const reason of Object.values(refusals)) expect(reason).toMatch(/^[A-Z].*\.$/);
  }
  expect(judgeOperations(SAMPLES.resynchronizationRequired).allowed).toContain('RepairReplication');
  expect(judgeOperations(SAMPLES.protected).allowed).not.toContain('RepairReplication');
});

test('[LC12] a guest that cannot be quiesced gets a crash-consistent point, and the failure is counted', () => {
  const follower = new Follower(SAMPLES.protected);
  follower.send({ kind: 'CycleDue' });
  const effect: Effect = { kind: 'FreezeLogs', consistency: 'ApplicationConsistent' };
  expect([...follower.running.values()]).toEqual([effect]);
  follower.running.clear();
  follower.send({ kind: 'EffectFailed', effect, fault: { code: 'VssFailure', detail: 'more data is available' } });
  expect([...follower.running.values()]).toEqual([{ kind: 'FreezeLogs', consistency: 'CrashConsistent' }]);
  expect(follower.item.statistics.applicationConsistentFailureCount).toBe(1);
  expect(follower.item.trouble).toBeNull();
});

test('[LC13] a log that does not follow the one applied last requires a resynchronization', () => {
  const tracking = { ...SAMPLES.protected, poll: { isRunning: false, nextAt: after(NOW, MINUTE_MS) } };
  const follower = new Follower(tracking);
  follower.send({ kind: 'CycleDue' });
  const logs = tracking.disks.map((disk) => ({
    logId: 'second' as LogId,
    previousLogId: 'lost' as LogId,
    diskId: disk.diskId,
    fileBytes: 8192,
    dataBytes: 0,
    diskBytes: disk.sizeBytes,
  }));
  follower.send({ kind: 'LogsFrozen', set: { frozenAt: NOW, consistency: 'CrashConsistent', logs } });
  expect(follower.item.phase).toMatchObject({ kind: 'resynchronizationRequired', cause: 'outOfSequenceLog' });
  expect([...follower.running.keys()]).toEqual(['StopTracking']);
});
