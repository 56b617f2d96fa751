import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { after, instant, SECOND_MS, type Instant } from '../../base/units.ts';
import type { FaultReport } from '../errors/fault.ts';
import { MAX_JOB_ERRORS } from '../limits/limits.ts';
import type { JobId, VmId } from '../model.ts';
import type { Job } from './job-model.ts';
import { expiredJobs } from './history.ts';
import {
  allowedActions,
  cancelJob,
  completeJob,
  createJob,
  failTask,
  isEnded,
  noteError,
  resumeJob,
  skipTask,
  startTask,
  succeedTask,
  suspendJob,
  targetTypeOf,
} from './job.ts';

const now = instant(1_700_000_000_000);
const later = (seconds: number): Instant => after(now, seconds * SECOND_MS);
const fault: FaultReport = { code: 'NetworkTimeout', detail: 'no answer' };
const subject = { jobId: 'j1' as JobId, vmId: 'v1' as VmId, vmName: 'vm1' };

const fresh = createJob('RepairReplication', subject, now);
const [CHECK, RESYNC] = ['RepairReplicationPreflightTask', 'RepairReplicationTask'] as const;

/** The job with its first task done and its second under way. */
const running = startTask(succeedTask(startTask(fresh, CHECK, later(1)), CHECK, later(2)), RESYNC, later(2));
const done = completeJob(succeedTask(running, RESYNC, later(9)), later(9));

const states = (job: Job): readonly string[] => job.tasks.map((task) => `${task.state}/${task.stateDescription}`);

describe('job', () => {
  test('[JB3] begins in progress, its tasks not started', () => {
    expect(fresh).toMatchObject({ ...subject, scenarioName: 'RepairReplication', state: 'InProgress', endedAt: null });
    expect(fresh).toMatchObject({ stateDescription: 'InProgress', errors: [], startedAt: now, revision: 1 });
    expect(states(fresh)).toEqual(['NotStarted/NotStarted', 'NotStarted/NotStarted']);
    expect(fresh.tasks[0]).toMatchObject({ taskId: CHECK, startedAt: null, endedAt: null });
  });

  test('[VT7] works on a machine, on a recovery plan that it runs, or on what else it names', () => {
    expect(targetTypeOf(fresh)).toBe('ProtectionEntity');
    expect(targetTypeOf({ ...fresh, recoveryPlan: { isRestartable: true, isRevocable: true } })).toBe('RecoveryPlan');
    expect(targetTypeOf({ ...fresh, vaultWork: { targetType: 'ProtectionProfile' } })).toBe('ProtectionProfile');
  });

  test('[JB4] tasks go from in progress to succeeded, and so does the job', () => {
    expect(states(running)).toEqual(['Succeeded/Completed', 'InProgress/InProgress']);
    expect(running.tasks[0]).toMatchObject({ startedAt: later(1), endedAt: later(2) });
    expect(done).toMatchObject({ state: 'Succeeded', stateDescription: 'Completed', endedAt: later(9) });
    expect(isEnded(done)).toBe(true);
  });

  test('[JB4] a task left out is Other, with the description Skipped', () => {
    const skipped = skipTask(fresh, CHECK, later(1));
    expect(states(skipped)[0]).toBe('Other/Skipped');
    expect(skipped.tasks[0]).toMatchObject({ startedAt: null, endedAt: later(1) });
  });

  test('[JB5] a failed task fails the job, and the rest stays not started', () => {
    const failed = failTask(startTask(fresh, CHECK, later(1)), CHECK, fault, later(3));
    expect(states(failed)).toEqual(['Failed/Failed', 'NotStarted/NotStarted']);
    expect(failed).toMatchObject({ state: 'Failed', stateDescription: 'Failed', endedAt: later(3) });
    expect(failed.errors).toEqual([{ fault, taskId: CHECK, at: later(3) }]);
  });

  test('[JB5] an error that was noted before is not noted again', () => {
    const failed = failTask(noteError(running, RESYNC, fault, later(3)), RESYNC, null, later(4));
    expect(failed.errors).toEqual([{ fault, taskId: RESYNC, at: later(3) }]);
  });

  test('[JB5] a task that fails before it started has begun with its failure', () => {
    expect(failTask(fresh, CHECK, fault, later(3)).tasks[0]).toMatchObject({ startedAt: later(3), endedAt: later(3) });
  });

  test('[JB6] with errors on its way a job is completed with information', () => {
    const noted = noteError(running, RESYNC, fault, later(3));
    expect(noted).toMatchObject({ state: 'InProgress', errors: [{ fault, taskId: RESYNC, at: later(3) }] });
    const ended = completeJob(succeedTask(noted, RESYNC, later(9)), later(9));
    expect(ended).toMatchObject({ state: 'Succeeded', stateDescription: 'CompletedWithInformation' });
  });

  test('[JB7] cancel while in progress, nothing when done, restart after some failures', () => {
    expect(allowedActions(running)).toEqual(['Cancel']);
    expect(allowedActions(done)).toEqual([]);
    expect(allowedActions(cancelJob(running, later(3)))).toEqual([]);
    expect(allowedActions(suspendJob(running))).toEqual(['Cancel', 'Resume']);
    expect(allowedActions(failTask(running, RESYNC, fault, later(3)))).toEqual(['Restart']);
    const failover = createJob('PlannedFailover', subject, now);
    expect(allowedActions(failTask(failover, 'FailoverTask', fault, later(3)))).toEqual(['Restart']);
    const pause = createJob('PauseReplication', subject, now);
    expect(allowedActions(failTask(pause, 'PauseReplicationTask', fault, later(3)))).toEqual([]);
  });

  test('[JB8] past the point of no return there is no cancel', () => {
    expect(allowedActions(running, false)).toEqual([]);
    expect(allowedActions(suspendJob(running), false)).toEqual(['Resume']);
  });

  test('[JB7] a cancelled job has cancelled its running task only', () => {
    const cancelled = cancelJob(running, later(3));
    expect(states(cancelled)).toEqual(['Succeeded/Completed', 'Cancelled/Cancelled']);
    expect(cancelled).toMatchObject({ state: 'Cancelled', stateDescription: 'Cancelled', endedAt: later(3) });
    expect(states(cancelJob(fresh, later(3)))).toEqual(['NotStarted/NotStarted', 'NotStarted/NotStarted']);
  });

  test('[JB7] a suspended job goes on when it is resumed', () => {
    const suspended = suspendJob(running);
    expect(suspended).toMatchObject({ state: 'Suspended', stateDescription: 'Suspended', endedAt: null });
    expect(resumeJob(suspended)).toEqual({ ...running, revision: running.revision + 2 });
    expect(resumeJob(running)).toBe(running);
    expect(suspendJob(suspended)).toBe(suspended);
  });

  test.each([
    ['started', (job: Job) => startTask(job, RESYNC, later(99))],
    ['succeeded', (job: Job) => succeedTask(job, RESYNC, later(99))],
    ['skipped', (job: Job) => skipTask(job, CHECK, later(99))],
    ['failed', (job: Job) => failTask(job, RESYNC, fault, later(99))],
    ['noted', (job: Job) => noteError(job, RESYNC, fault, later(99))],
    ['completed', (job: Job) => completeJob(job, later(99))],
    ['cancelled', (job: Job) => cancelJob(job, later(99))],
    ['suspended', (job: Job) => suspendJob(job)],
    ['resumed', (job: Job) => resumeJob(job)],
  ])('[JB9] an ended job does not change when it is %s', (_, change) => {
    expect(change(done)).toBe(done);
    const failed = failTask(running, RESYNC, fault, later(3));
    expect(change(failed)).toBe(failed);
  });

  test('[JB9] repeating a step changes nothing', () => {
    expect(startTask(running, RESYNC, later(99))).toBe(running);
    expect(succeedTask(running, CHECK, later(99))).toBe(running);
    const skipped = skipTask(fresh, CHECK, later(1));
    expect(skipTask(skipped, CHECK, later(2))).toBe(skipped);
  });

  test('[JB10] every change makes the revision grow by one', () => {
    expect([fresh.revision, running.revision, done.revision]).toEqual([1, 4, 6]);
    expect(noteError(running, null, fault, now).revision).toBe(5);
    expect(skipTask(fresh, CHECK, now).revision).toBe(2);
    expect(failTask(fresh, CHECK, fault, now).revision).toBe(2);
    expect(cancelJob(fresh, now).revision).toBe(2);
    expect(suspendJob(fresh).revision).toBe(2);
  });

  test('[JB11] of many errors the first and the latest are kept', () => {
    let job = running;
    for (let i = 1; i <= 100; i++) job = noteError(job, RESYNC, { ...fault, detail: `error ${i}` }, later(i));
    expect(job.errors).toHaveLength(MAX_JOB_ERRORS);
    expect(job.errors.map((error) => error.fault.detail)).toEqual([
      'error 1',
      ...Array.from({ length: MAX_JOB_ERRORS - 1 }, (_, i) => `error ${82 + i}`),
    ]);
  });

  test('[JB4][JB6] a job without errors is completed, one with errors with information', () => {
    const over = succeedTask(running, RESYNC, later(9));
    expect(completeJob(over, later(9))).toMatchObject({ stateDescription: 'Completed', revision: over.revision + 1 });
    const noted = noteError(over, RESYNC, fault, later(9));
    expect(completeJob(noted, later(9)).stateDescription).toBe('CompletedWithInformation');
  });

  test('[JB13] what runs out of order breaks an invariant', () => {
    expect(() => completeJob(running, later(9))).toThrow('RepairReplicationTask is InProgress');
    expect(() => succeedTask(fresh, CHECK, later(1))).toThrow('runs before it succeeds');
    expect(() => startTask(running, CHECK, later(9))).toThrow('started once');
    expect(() => skipTask(running, RESYNC, later(9))).toThrow('skipped before it starts');
    expect(() => startTask(fresh, 'NoTask', now)).toThrow('RepairReplication has no task NoTask');
  });
});

describe('job history', () => {
  const ended = (jobId: string, seconds: number): Job => ({ ...done, jobId: jobId as JobId, endedAt: later(seconds) });

  test('[JB12] the oldest ended jobs are forgotten first, running ones never', () => {
    const jobs = [ended('c', 3), running, ended('a', 1), ended('b', 1), ended('d', 4)];
    expect(expiredJobs(jobs, 2)).toEqual(['a', 'b']);
    expect(expiredJobs(jobs, 4)).toEqual([]);
    expect(expiredJobs(jobs)).toEqual([]);
    expect(expiredJobs([running, fresh], 0)).toEqual([]);
    expect(expiredJobs([ended('b', 1), ended('c', 1), ended('a', 1)], 1)).toEqual(['a', 'b']);
  });

  test('[JB12] exactly the limit stays', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.nat(20), (ends, limit) => {
        const jobs = ends.map((seconds, i) => ended(`j${i}`, seconds));
        const expired = new Set<string>(expiredJobs(jobs, limit));
        expect(expired.size).toBe(Math.max(0, ends.length - limit));
        const stay = ends.filter((_, i) => !expired.has(`j${i}`));
        const leave = ends.filter((_, i) => expired.has(`j${i}`));
        expect(Math.max(-1, ...leave)).toBeLessThanOrEqual(Math.min(51, ...stay));
      }),
    );
  });
});
