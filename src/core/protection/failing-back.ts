/**
 * The job Failback:
 *
 *   checkPrerequisites ─► [createSource ─►] prepareSource
 *     ForDownTime:        ─► stopMachine ─► transferRest ───────────────────────────► startSource
 *     ForSynchronization: ─► snapshotDisks ─► synchronize ─► waitForCompletion
 *                         ─► stopMachine ─► transferRest ─► deleteSnapshots ────────► startSource
 *
 * The first pass compares with a snapshot while the guest in Azure goes on writing; the second one,
 * with that guest off, makes the disks equal. Until then the disks on the host are no consistent copy.
 */
import type { FailbackStep, ReplicatedItem } from '../model.ts';
import { decide, ignore, type Decision, type ItemIn, type Row } from './cell.ts';
import { attempt, disable, enter, retryRequested, settled } from './common.ts';
import { effectFailed, stepFailed } from './failure.ts';
import { cancelFailback } from './failback-entry.ts';
import type { Facts } from './facts.ts';
import { advanceJob, endJob, jobNote, skipTask } from './job-notes.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { NO_REPLICATION } from './no-replication.ts';
import { TEST_FAILOVER } from './test-failover.ts';
import {
  acknowledgeWindow,
  beginTransfers,
  dropTransfers,
  fillWindows,
  isTransferred,
  takeSurvey,
} from './transfer.ts';

type FailingBack = ItemIn<'failingBack'>;

export const FAILING_BACK: Row<'failingBack'> = {
  ...NO_REPLICATION,
  ...NO_FAILOVER,
  ...TEST_FAILOVER,
  FailbackChecked: (item, { isSourceThere }, facts) => {
    if (item.phase.step !== 'checkPrerequisites') return ignore(item);
    // Where no data is synchronized, preparing the machine is the last of the preparations.
    const checked = item.phase.failback.dataSync === 'ForSynchronization' ? advanceJob(item) : [];
    if (isSourceThere) return decide(toStep(item, 'prepareSource'), ...checked);
    if (item.phase.failback.createVmIfNotFound) return decide(toStep(item, 'createSource'), ...checked);
    const detail = `${item.hostName} no longer has ${item.vmName}, and it is not to be created.`;
    return stepFailed(item, { code: 'VirtualMachineNotFound', detail }, facts);
  },
  SourceCreated: (item) => (item.phase.step === 'createSource' ? decide(toStep(item, 'prepareSource')) : ignore(item)),
  SourcePrepared: (item) => {
    if (item.phase.step !== 'prepareSource') return ignore(item);
    return item.phase.failback.dataSync === 'ForSynchronization'
      ? decide(toStep(item, 'snapshotDisks'))
      : decide(toStep(item, 'stopMachine'), ...skipTask(item, 'SynchronizeDataTask'), ...advanceJob(item));
  },
  AzureDisksSnapshot: (item, { snapshots }, facts) => {
    if (item.phase.step !== 'snapshotDisks') return ignore(item);
    const taken = { ...item, phase: { ...item.phase, failback: { ...item.phase.failback, snapshots } } };
    return decide(beginPass(taken, 'synchronize', facts));
  },
  WindowFailedBack: (item, event, facts) => {
    const { step, diskIndex } = item.phase;
    const isPass = step === 'synchronize' || step === 'transferRest';
    return isPass ? passOn(item, acknowledgeWindow(item, diskIndex, event, facts), facts) : ignore(item);
  },
  DiskSurveyed: (item, event, facts) => passOn(item, takeSurvey(item, item.phase.diskIndex, event, facts), facts),
  FailbackCompleteRequested: (item) => {
    if (item.phase.step !== 'waitForCompletion') return ignore(item);
    const resumed = jobNote(item, (jobId) => ({ kind: 'ResumeJob', jobId }));
    return decide(toStep(item, 'stopMachine'), ...resumed, ...advanceJob(item));
  },
  AzureMachineActed: (item, { act }, facts) => {
    if (act !== 'stop' || item.phase.step !== 'stopMachine') return ignore(item);
    return decide(beginPass(item, 'transferRest', facts), ...advanceJob(item));
  },
  AzureSnapshotsDeleted: (item) =>
    item.phase.step === 'deleteSnapshots' ? decide(toStep(item, 'startSource'), ...advanceJob(item)) : ignore(item),
  SourceStarted: (item, _event, facts) => (item.phase.step === 'startSource' ? complete(item, facts) : ignore(item)),
  EffectFailed: effectFailed,
  RetryDue: attempt,
  RetryRequested: retryRequested,
  FailoverCancelRequested: (item, _event, facts) =>
    item.phase.step === 'startSource' ? ignore(item) : cancelFailback(item, facts),
  DisableRequested: disable,
};

function toStep(item: FailingBack, step: FailbackStep): FailingBack {
  return { ...settled(item), phase: { ...item.phase, step } };
}

function beginPass(item: FailingBack, step: 'synchronize' | 'transferRest', facts: Facts): ReplicatedItem {
  const next = { ...settled(item), phase: { ...item.phase, step, diskIndex: 0 } };
  return beginTransfers(next, 'failback', facts);
}

/** `next` knows more of the disk under way than `item`, or is the same: then nothing happened. */
function passOn(item: FailingBack, next: ReplicatedItem, facts: Facts): Decision {
  const { step, diskIndex } = item.phase;
  if (next === item) return ignore(item);
  if (!isTransferred(next, diskIndex)) return decide(settled(next));
  if (diskIndex + 1 < next.disks.length) {
    const onward = { ...settled(next), phase: { ...item.phase, diskIndex: diskIndex + 1 } };
    return decide(fillWindows(onward, diskIndex + 1, facts));
  }
  const ended: FailingBack = { ...next, phase: item.phase };
  return step === 'synchronize' ? waitForCompletion(ended) : leaveAzure(ended);
}

/** The administrator says when the machine in Azure may be shut down. */
function waitForCompletion(item: FailingBack): Decision {
  return decide(toStep(item, 'waitForCompletion'), ...jobNote(item, (jobId) => ({ kind: 'SuspendJob', jobId })), {
    kind: 'RaiseEvent',
    severity: 'Information',
    eventCode: 'FailbackWaitsForCompletion',
    description: 'The data is synchronized; the failback waits for Complete failover.',
  });
}

function leaveAzure(item: FailingBack): Decision {
  if (item.phase.failback.snapshots.length > 0) return decide(toStep(item, 'deleteSnapshots'));
  return decide(toStep(item, 'startSource'), ...advanceJob(item));
}

function complete(item: FailingBack, facts: Facts): Decision {
  const { failover } = item.phase;
  return decide(
    {
      ...enter(item, { kind: 'failedBack', failover }),
      disks: dropTransfers(item.disks),
      activeJobId: null,
      lastFailoverAt: facts.now,
    },
    ...endJob(item, 'Succeeded'),
    {
      kind: 'RaiseEvent',
      severity: 'Warning',
      eventCode: 'FailbackCompleted',
      description: 'The machine runs at its primary site; the failback waits for its commit.',
    },
  );
}
