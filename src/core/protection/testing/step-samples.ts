import { assert } from '../../../base/assert.ts';
import { after, HOUR_MS, MINUTE_MS } from '../../../base/units.ts';
import type {
  CycleState,
  DiskId,
  Failback,
  FailbackStep,
  Failover,
  FailoverStep,
  JobId,
  Phase,
  RecoveryPoint,
  RecoveryPointId,
  ReplicatedItem,
  ResyncStep,
  TestFailover,
  TestFailoverStep,
  Trouble,
} from '../../model.ts';
import type { ProtectionEvent } from '../event.ts';
import { transition } from '../machine.ts';
import { IDLE_CYCLE } from '../new-item.ts';
import { resultOf } from './outcomes.ts';
import { BASE, FACTS, itemIn, NOW, POINT, SAMPLES } from './sample-items.ts';
import { effectsOf } from '../called-for.ts';

const JOB = { activeJobId: 'job' as JobId };
const TRACKING = { poll: { isRunning: false, nextAt: after(NOW, MINUTE_MS) } };
const OLDER: RecoveryPoint = { ...POINT, recoveryPointId: 'older' as RecoveryPointId, time: after(NOW, -HOUR_MS) };
const POINTS = { recoveryPoints: [OLDER, POINT] };
const REPLICATING = { ...TRACKING, ...POINTS, lastReplicatedAt: NOW, lastRecoveryPointAt: NOW };

export const WAITS: Trouble = {
  fault: { code: 'NetworkTimeout', detail: 'no answer' },
  firstAt: NOW,
  lastAt: NOW,
  failures: 1,
  nextAttemptAt: after(NOW, MINUTE_MS),
};
export const STOPPED: Trouble = { ...WAITS, fault: { code: 'BrokenVhdChain', detail: 'broken' }, nextAttemptAt: null };

/** The item after these events. */
function told(item: ReplicatedItem, ...events: readonly ProtectionEvent[]): ReplicatedItem {
  return events.reduce((before, event) => transition(before, event, FACTS).item, item);
}

/** The item when `count` of the effects that it calls for have gone well, one after the other. */
function worked(item: ReplicatedItem, count: number): ReplicatedItem {
  let next = item;
  for (let left = count; left > 0; left--) {
    const effect = effectsOf(next).find((each) => each.kind !== 'PollStatus');
    if (effect) next = told(next, resultOf(effect, next));
  }
  return next;
}

const begun = { ...SAMPLES.protected, ...REPLICATING, cycle: { ...IDLE_CYCLE, nextAt: NOW, missedFrom: NOW } };
const freezing = told(begun, { kind: 'CycleDue' });
const uploading = worked(freezing, 1);
const applying = worked(uploading, 2);
const creating = worked(applying, 2);
const releasing = worked({ ...creating, expiredRecoveryPoints: [OLDER] }, 1);
const copying = worked({ ...SAMPLES.initialReplication, ...JOB }, 1);

const required = (
  change: Partial<Extract<Phase, { readonly kind: 'resynchronizationRequired' }>>,
  more: Partial<ReplicatedItem> = {},
): ReplicatedItem =>
  itemIn(
    {
      kind: 'resynchronizationRequired',
      cause: 'logSizeDisk',
      since: NOW,
      startsAt: null,
      isDue: false,
      isTrackingStopped: true,
      loggedBytes: 8192,
      ...change,
    },
    { ...POINTS, ...more },
  );

const resync = (step: ResyncStep, more: Partial<ReplicatedItem> = {}): ReplicatedItem =>
  itemIn(
    { kind: 'resynchronizing', cause: 'logSizeDisk', step, diskIndex: 0, startedAt: NOW },
    { ...JOB, ...POINTS, ...more },
  );
const comparing = worked(resync('track'), 1);

const PLANNED: Failover = { kind: 'planned', point: null, startedAt: NOW };
const UNPLANNED: Failover = { kind: 'unplanned', point: POINT, startedAt: NOW };
const failing = (failover: Failover, step: FailoverStep, cycle: CycleState = IDLE_CYCLE, isChangingPoint = false) =>
  itemIn({ kind: 'failingOver', failover, step, finalCycle: null, isChangingPoint }, { ...JOB, ...POINTS, cycle });
const lastChanges = told(failing(PLANNED, 'shutDownSource'), { kind: 'SourceShutDown' });

const FAILBACK: Failback = {
  dataSync: 'ForSynchronization',
  createVmIfNotFound: true,
  startedAt: NOW,
  snapshots: [{ diskId: 'os' as DiskId, snapshot: 'os-base' }],
};
const comingHome = (step: FailbackStep, change: Partial<Failback> = {}): ReplicatedItem =>
  itemIn({ kind: 'failingBack', failover: UNPLANNED, failback: { ...FAILBACK, ...change }, step, diskIndex: 0 }, JOB);
const comparedHome = worked(comingHome('snapshotDisks'), 1);
const fetched = told(comingHome('stopMachine', { snapshots: [] }), { kind: 'AzureMachineActed', act: 'stop' });

const test = (step: TestFailoverStep, change: Partial<TestFailover> = {}): ReplicatedItem => ({
  ...begun,
  testFailover: {
    step,
    point: OLDER,
    networkId: 'net',
    jobId: step === 'running' ? null : ('test-job' as JobId),
    hasSucceeded: step === 'running',
    isCancelled: false,
    comments: '',
    trouble: null,
    isAttempting: false,
    ...change,
  },
});

/** An item at every step of every phase, and in the circumstances that make a difference there. */
export const STEP_SAMPLES: Readonly<Record<string, ReplicatedItem>> = {
  'enabling, prerequisites': { ...SAMPLES.enabling, ...JOB },
  'enabling, replica': itemIn({ kind: 'enabling', step: 'createReplica' }, JOB),
  'enabling, relationship': itemIn({ kind: 'enabling', step: 'createRelationship' }, JOB),
  'enabling failed': itemIn({ kind: 'enablingFailed', step: 'createReplica' }),
  'waiting for its time': itemIn({ kind: 'waitingForInitialReplication', startsAt: after(NOW, HOUR_MS), isDue: false }),
  'waiting for its turn': itemIn({ kind: 'waitingForInitialReplication', startsAt: NOW, isDue: true }, JOB),
  'initial replication, snapshot': { ...SAMPLES.initialReplication, ...JOB },
  'initial replication, copying': copying,
  'initial replication, last window of a disk': worked(copying, 15),
  'initial replication, last window of all': worked(copying, 31),
  'initial replication, paused': told(copying, { kind: 'PauseRequested' }),
  'finalizing, recovery point': { ...SAMPLES.finalizing, ...JOB, ...TRACKING },
  'finalizing, snapshot': itemIn(
    { kind: 'finalizing', step: 'deleteSnapshot' },
    { ...JOB, ...TRACKING, baseSnapshot: BASE },
  ),
  'protected, at rest': begun,
  'protected, asking for sizes': { ...begun, poll: { isRunning: true, nextAt: NOW } },
  'protected, freezing': freezing,
  'protected, shipping': uploading,
  'protected, shipping the last': worked(uploading, 1),
  'protected, applying': applying,
  'protected, applying the last': worked(applying, 1),
  'protected, recovery point': creating,
  'protected, releasing': releasing,
  'protected, releasing the last': worked(releasing, 1),
  'protected, paused in a cycle': told(uploading, { kind: 'PauseRequested' }),
  'protected, waiting to try again': { ...uploading, trouble: WAITS },
  'protected, trying again': { ...uploading, trouble: WAITS, isAttempting: true },
  'protected, stopped': { ...uploading, trouble: STOPPED },
  'protected, stopped and paused': { ...uploading, trouble: STOPPED, pausedSince: NOW },
  'required, still tracking': { ...uploading, phase: required({ isTrackingStopped: false }).phase, baseSnapshot: BASE },
  'required, snapshot': required({}, { baseSnapshot: BASE }),
  'required, at rest': required({ startsAt: after(NOW, HOUR_MS) }),
  'required, waiting for its turn': required({ startsAt: NOW, isDue: true }, JOB),
  'resynchronizing, geometry': resync('geometry'),
  'resynchronizing, track': resync('track'),
  'resynchronizing, compare': comparing,
  'resynchronizing, compare, paused': told(comparing, { kind: 'PauseRequested' }),
  'resynchronizing, last window of a disk': worked(comparing, 15),
  'resynchronizing, last window of all': worked(comparing, 31),
  'resynchronizing, complete': resync('complete', { ...TRACKING, baseSnapshot: BASE }),
  'resynchronizing, merge': resync('merge', { ...TRACKING, baseSnapshot: BASE, expiredRecoveryPoints: [OLDER] }),
  'resynchronizing, merge, nothing to discard': resync('merge', { ...TRACKING, baseSnapshot: BASE }),
  'resynchronizing, discard': resync('discardRecoveryPoints', { ...TRACKING, expiredRecoveryPoints: [OLDER] }),
  'planned, prerequisites': failing(PLANNED, 'checkPrerequisites'),
  'planned, shutdown': failing(PLANNED, 'shutDownSource'),
  'planned, shutdown in a cycle': failing(PLANNED, 'shutDownSource', uploading.cycle),
  'planned, last changes': lastChanges,
  'planned, a cycle before the last changes': told(failing(PLANNED, 'shutDownSource', releasing.cycle), {
    kind: 'SourceShutDown',
  }),
  'planned, last changes all but released': worked(lastChanges, 6),
  'planned, last changes, releasing the last': worked(lastChanges, 7),
  'planned, machine': failing({ ...PLANNED, point: POINT }, 'createMachine'),
  'planned, machine, held by its plan': {
    ...failing({ ...PLANNED, point: POINT }, 'createMachine'),
    planHold: { jobId: JOB.activeJobId, before: 'createMachine' },
  },
  'planned, machine, its plan holds the next step': {
    ...failing({ ...PLANNED, point: POINT }, 'createMachine'),
    planHold: { jobId: JOB.activeJobId, before: 'startMachine' },
  },
  'planned, machine, its plan holds another job': {
    ...failing({ ...PLANNED, point: POINT }, 'createMachine'),
    planHold: { jobId: 'other' as JobId, before: 'createMachine' },
  },
  'planned, start': failing({ ...PLANNED, point: POINT }, 'startMachine'),
  'unplanned, shutdown': failing(UNPLANNED, 'shutDownSource'),
  'unplanned, prerequisites': failing(UNPLANNED, 'checkPrerequisites'),
  'unplanned, machine': failing(UNPLANNED, 'createMachine'),
  'unplanned, stopped': { ...failing(UNPLANNED, 'createMachine'), trouble: STOPPED, activeJobId: null },
  'unplanned, start': failing(UNPLANNED, 'startMachine'),
  'change of point, delete': failing(UNPLANNED, 'deleteMachine', IDLE_CYCLE, true),
  'change of point, start': failing(UNPLANNED, 'startMachine', IDLE_CYCLE, true),
  'failed over, planned': itemIn({ kind: 'failedOver', failover: { ...PLANNED, point: POINT } }, POINTS),
  'failed over, unplanned': itemIn({ kind: 'failedOver', failover: UNPLANNED }, POINTS),
  'commit, relationship': itemIn(
    { kind: 'committingFailover', failover: UNPLANNED, step: 'removeRelationship' },
    { ...JOB, ...POINTS, cycle: uploading.cycle, baseSnapshot: BASE },
  ),
  'commit, logs': itemIn(
    { kind: 'committingFailover', failover: UNPLANNED, step: 'deleteLogs' },
    { ...JOB, ...POINTS, cycle: uploading.cycle },
  ),
  'commit, points': itemIn(
    { kind: 'committingFailover', failover: UNPLANNED, step: 'deleteRecoveryPoints' },
    { ...JOB, recoveryPoints: [POINT], expiredRecoveryPoints: [OLDER] },
  ),
  'cancel, machine': itemIn(
    { kind: 'cancellingFailover', failover: PLANNED, step: 'deleteMachine', isRollback: false },
    JOB,
  ),
  'cancel, machine, rolling back': itemIn(
    { kind: 'cancellingFailover', failover: PLANNED, step: 'deleteMachine', isRollback: true },
    JOB,
  ),
  'cancel, source': itemIn(
    { kind: 'cancellingFailover', failover: PLANNED, step: 'startSource', isRollback: false },
    JOB,
  ),
  'cancel, source, rolling back in a cycle': itemIn(
    { kind: 'cancellingFailover', failover: PLANNED, step: 'startSource', isRollback: true },
    { ...JOB, cycle: uploading.cycle },
  ),
  'failover committed': itemIn({ kind: 'failoverCommitted', failover: UNPLANNED }),
  'failback, prerequisites': comingHome('checkPrerequisites'),
  'failback, prerequisites, nothing to be created': comingHome('checkPrerequisites', { createVmIfNotFound: false }),
  'failback, prerequisites, for down time': comingHome('checkPrerequisites', { dataSync: 'ForDownTime' }),
  'failback, create': comingHome('createSource'),
  'failback, prepare': comingHome('prepareSource'),
  'failback, prepare, for down time': comingHome('prepareSource', { dataSync: 'ForDownTime', snapshots: [] }),
  'failback, snapshot': comingHome('snapshotDisks', { snapshots: [] }),
  'failback, synchronize': comparedHome,
  'failback, synchronize, last window of a disk': worked(comparedHome, 15),
  'failback, synchronize, last window of all': worked(comparedHome, 31),
  'failback, waiting': comingHome('waitForCompletion'),
  'failback, stop': comingHome('stopMachine'),
  'failback, rest, last window of all': worked(worked(comingHome('stopMachine'), 1), 31),
  'failback, rest, last window of all, without snapshots': worked(fetched, 31),
  'failback, snapshots': comingHome('deleteSnapshots'),
  'failback, start': comingHome('startSource'),
  'cancel of failback, start': itemIn(
    { kind: 'cancellingFailback', failover: UNPLANNED, failback: FAILBACK, step: 'startMachine', isRollback: true },
    JOB,
  ),
  'cancel of failback, start, without snapshots': itemIn(
    {
      kind: 'cancellingFailback',
      failover: UNPLANNED,
      failback: { ...FAILBACK, snapshots: [] },
      step: 'startMachine',
      isRollback: false,
    },
    JOB,
  ),
  'cancel of failback, snapshots': itemIn(
    { kind: 'cancellingFailback', failover: UNPLANNED, failback: FAILBACK, step: 'deleteSnapshots', isRollback: false },
    JOB,
  ),
  'failed back': itemIn({ kind: 'failedBack', failover: UNPLANNED }),
  'commit of failback': itemIn({ kind: 'committingFailback', failover: UNPLANNED }, JOB),
  'commit of failback, replica': itemIn(
    { kind: 'committingFailback', failover: UNPLANNED, step: 'refreshReplica' },
    JOB,
  ),
  'commit of failback, machine': itemIn(
    { kind: 'committingFailback', failover: UNPLANNED, step: 'deleteMachine' },
    JOB,
  ),
  'failback committed': itemIn({ kind: 'failbackCommitted', failover: UNPLANNED }),
  'reverse, target': itemIn({ kind: 'reverseReplicating', failover: UNPLANNED, step: 'checkTarget' }, JOB),
  'reverse, relationship': itemIn({ kind: 'reverseReplicating', failover: UNPLANNED, step: 'createRelationship' }, JOB),
  'disabling, relationship': itemIn(
    { kind: 'disabling', step: 'removeRelationship', isForced: false, isRollback: false },
    JOB,
  ),
  'disabling, relationship, stopped': itemIn(
    { kind: 'disabling', step: 'removeRelationship', isForced: false, isRollback: false },
    { trouble: STOPPED },
  ),
  'disabling, relationship, forced': itemIn(
    { kind: 'disabling', step: 'removeRelationship', isForced: true, isRollback: false },
    JOB,
  ),
  'disabling, relationship, rolling back': itemIn(
    { kind: 'disabling', step: 'removeRelationship', isForced: false, isRollback: true },
    JOB,
  ),
  'disabling, replica': itemIn({ kind: 'disabling', step: 'deleteReplica', isForced: false, isRollback: false }, JOB),
  'disabling, replica, forced': itemIn(
    { kind: 'disabling', step: 'deleteReplica', isForced: true, isRollback: false },
    JOB,
  ),
  'disabling, replica, rolling back': itemIn(
    { kind: 'disabling', step: 'deleteReplica', isForced: false, isRollback: true },
    JOB,
  ),
  'test failover, prerequisites': test('checkPrerequisites'),
  'test failover, machine': test('createMachine'),
  'test failover, machine, held by its plan': {
    ...test('createMachine'),
    planHold: { jobId: 'test-job' as JobId, before: 'createMachine' },
  },
  'test failover, machine, its plan holds the next step': {
    ...test('createMachine'),
    planHold: { jobId: 'test-job' as JobId, before: 'startMachine' },
  },
  'test failover, start': test('startMachine'),
  'test failover, waiting to try again': test('startMachine', { trouble: WAITS }),
  'test failover, trying again': test('startMachine', { trouble: WAITS, isAttempting: true }),
  'test failover, failed': test('createMachine', { trouble: STOPPED, jobId: null }),
  'test failover, running': test('running'),
  'test failover, stop': test('stopMachine', { hasSucceeded: true }),
  'test failover, stop, cancelled': test('stopMachine', { isCancelled: true }),
  'test failover, delete': test('deleteMachine', { hasSucceeded: true }),
  'test failover, delete, cancelled': test('deleteMachine', { isCancelled: true }),
};

/** The sample of that name. */
export function sampleAt(name: string): ReplicatedItem {
  const item = STEP_SAMPLES[name];
  assert(item !== undefined, `there is a sample ${name}`);
  return item;
}
