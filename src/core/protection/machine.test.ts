import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { after, instant, MINUTE_MS } from '../../base/units.ts';
import type { FaultCode } from '../errors/fault.ts';
import type { LogId, ReplicatedItem } from '../model.ts';
import { effectsOf, timersOf } from './called-for.ts';
import type { PhaseKind } from './cell.ts';
import { effectKey, type Effect } from './effect.ts';
import type { EventKind } from './event.ts';
import { TABLE, transition } from './machine.ts';
import { judgeOperations } from './operations.ts';
import { anyEvent } from './testing/any-event.ts';
import { Follower } from './testing/follower.ts';
import { resultOf } from './testing/outcomes.ts';
import { FACTS, NOW, SAMPLES } from './testing/sample-items.ts';

const phases = Object.keys(TABLE) as PhaseKind[];
const eventKinds = Object.keys(TABLE.enabling) as EventKind[];

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
            // No timer wakes before its time.
            now = instant(Math.max(now, follower.timers.get(due) ?? now));
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

test('[LC71] with the item goes all that it called for', () => {
  const { disabling } = SAMPLES;
  if (disabling.phase.kind !== 'disabling') throw new Error('the sample is being disabled');
  const phase = { ...disabling.phase, step: 'deleteReplica' } as const;
  const last = (poll: ReplicatedItem['poll']) =>
    transition({ ...disabling, phase, poll }, { kind: 'ReplicaDeleted' }, FACTS).commands;
  const asking = last({ isRunning: true, nextAt: null });
  expect(asking).toContainEqual({ kind: 'RemoveItem' });
  expect(asking).toContainEqual({ kind: 'Abort', key: 'PollStatus' });
  expect(last({ isRunning: false, nextAt: NOW })).toContainEqual({ kind: 'Disarm', timer: 'poll' });
});

test('[LC12] of an attempt that is not under way nothing is made, whatever it failed with', () => {
  const { item } = transition(SAMPLES.protected, { kind: 'CycleDue' }, FACTS);
  const stale: readonly Effect[] = [
    { kind: 'FreezeLogs', consistency: 'CrashConsistent' },
    { kind: 'CreateRecoveryPoint', time: NOW, consistency: 'ApplicationConsistent' },
    { kind: 'PollStatus' },
  ];
  for (const effect of stale) {
    const failed = { kind: 'EffectFailed', effect, fault: { code: 'VssFailure', detail: 'late' } } as const;
    expect(transition(item, failed, FACTS).item.quiesceTrouble ?? null).toBeNull();
  }
});

test('[LC12] where the policy has turned application-consistent points off, none is due and none owed', () => {
  const trouble = { fault: { code: 'VssFailure', detail: 'more' }, firstAt: NOW, lastAt: NOW, failures: 1 } as const;
  const owing = { ...SAMPLES.protected, quiesceTrouble: { ...trouble, nextAttemptAt: NOW } };
  const policy = { ...FACTS.policy, applicationConsistentFrequencyHours: 0 };
  const off = transition(owing, { kind: 'CycleDue' }, { ...FACTS, policy }).item;
  expect([off.quiesceTrouble, off.cycle.consistency]).toEqual([null, 'CrashConsistent']);
  const on = transition(owing, { kind: 'CycleDue' }, FACTS).item;
  expect([on.quiesceTrouble, on.cycle.consistency]).toEqual([owing.quiesceTrouble, 'ApplicationConsistent']);
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
