import { describe, expect, test } from 'vitest';
import { after, MINUTE_MS } from '../../base/units.ts';
import { createJob, failTask, startTask } from '../jobs/job.ts';
import type { JobId, VmId } from '../model.ts';
import type { Job } from '../jobs/job-model.ts';
import { applyJobNote, startNextTask } from './job-record.ts';
import { NOW } from './testing/sample-items.ts';

const jobId = 'job' as JobId;
const later = after(NOW, MINUTE_MS);
const fault = { code: 'NetworkTimeout', detail: 'no answer' } as const;
const [CHECK, RESYNC] = ['RepairReplicationPreflightTask', 'RepairReplicationTask'] as const;

const fresh = (): Job => createJob('RepairReplication', { jobId, vmId: 'vm' as VmId, vmName: 'DB01' }, NOW);
const begun = (): Job => startNextTask(fresh(), NOW);
const states = ({ state, tasks }: Job): readonly string[] => [state, ...tasks.map((task) => task.state)];

describe('a job as it stands after what a decision said of it', () => {
  test('[JB4] its first task begins with it, and each advance ends one and begins the next', () => {
    expect(states(begun())).toEqual(['InProgress', 'InProgress', 'NotStarted']);
    const advanced = applyJobNote(begun(), { kind: 'AdvanceJob', jobId }, later);
    expect(states(advanced)).toEqual(['InProgress', 'Succeeded', 'InProgress']);
    expect(advanced.tasks[0]?.endedAt).toBe(later);
    expect(advanced.tasks[1]?.startedAt).toBe(later);
    const last = applyJobNote(advanced, { kind: 'AdvanceJob', jobId }, later);
    expect(states(last)).toEqual(['InProgress', 'Succeeded', 'Succeeded']);
    expect(startNextTask(last, later)).toBe(last);
  });

  test('[JB4] an advance of a job whose first task has not begun begins it', () => {
    expect(states(applyJobNote(fresh(), { kind: 'AdvanceJob', jobId }, later))).toEqual([
      'InProgress',
      'InProgress',
      'NotStarted',
    ]);
  });

  test('[JB14] a task left out is passed over by the next advance; one that has begun goes on', () => {
    const skipped = applyJobNote(begun(), { kind: 'SkipTask', jobId, taskId: RESYNC }, later);
    expect(states(skipped)).toEqual(['InProgress', 'InProgress', 'Other']);
    expect(states(applyJobNote(skipped, { kind: 'AdvanceJob', jobId }, later))).toEqual([
      'InProgress',
      'Succeeded',
      'Other',
    ]);
    expect(states(applyJobNote(skipped, { kind: 'EndJob', jobId, end: 'Succeeded' }, later))).toEqual([
      'Succeeded',
      'Succeeded',
      'Other',
    ]);
    const running = begun();
    expect(applyJobNote(running, { kind: 'SkipTask', jobId, taskId: CHECK }, later)).toBe(running);
  });

  test('[JB4] it ends well with all its tasks, also those that had no work of their own', () => {
    const done = applyJobNote(begun(), { kind: 'EndJob', jobId, end: 'Succeeded' }, later);
    expect(states(done)).toEqual(['Succeeded', 'Succeeded', 'Succeeded']);
    expect(done.endedAt).toBe(later);
  });

  test('[JB6] an error is kept with the task under way, and the job goes on', () => {
    const noted = applyJobNote(begun(), { kind: 'ReportJobError', jobId, fault }, later);
    expect(states(noted)).toEqual(['InProgress', 'InProgress', 'NotStarted']);
    expect(noted.errors).toEqual([{ fault, taskId: CHECK, at: later }]);
    const between = applyJobNote(fresh(), { kind: 'ReportJobError', jobId, fault }, later);
    expect(between.errors).toEqual([{ fault, taskId: null, at: later }]);
  });

  test('[LC44] a job fails with the error reported last; the error is not counted twice', () => {
    const noted = applyJobNote(begun(), { kind: 'ReportJobError', jobId, fault }, NOW);
    const failed = applyJobNote(noted, { kind: 'EndJob', jobId, end: 'Failed' }, later);
    expect(states(failed)).toEqual(['Failed', 'Failed', 'NotStarted']);
    expect(failed.errors).toEqual([{ fault, taskId: CHECK, at: NOW }]);
    expect(failed.endedAt).toBe(later);
  });

  test('[LC44] a job overtaken by events, without an error of its own or between two tasks, is cancelled', () => {
    expect(states(applyJobNote(begun(), { kind: 'EndJob', jobId, end: 'Failed' }, later))).toEqual([
      'Cancelled',
      'Cancelled',
      'NotStarted',
    ]);
    const between = applyJobNote(fresh(), { kind: 'ReportJobError', jobId, fault }, NOW);
    expect(applyJobNote(between, { kind: 'EndJob', jobId, end: 'Failed' }, later).state).toBe('Cancelled');
  });

  test('[LC8] a cancelled job ends as cancelled', () => {
    const cancelled = applyJobNote(begun(), { kind: 'EndJob', jobId, end: 'Cancelled' }, later);
    expect(states(cancelled)).toEqual(['Cancelled', 'Cancelled', 'NotStarted']);
    expect(cancelled.endedAt).toBe(later);
  });

  test('[LC96] a job waits for the administrator, and goes on', () => {
    const waiting = applyJobNote(begun(), { kind: 'SuspendJob', jobId }, later);
    expect(waiting.state).toBe('Suspended');
    expect(states(applyJobNote(waiting, { kind: 'ResumeJob', jobId }, later))).toEqual([
      'InProgress',
      'InProgress',
      'NotStarted',
    ]);
    const goingOn = begun();
    expect(applyJobNote(goingOn, { kind: 'ResumeJob', jobId }, later)).toBe(goingOn);
  });

  test('[LC44] a failed job is taken up at the task that failed', () => {
    const second = startTask(applyJobNote(begun(), { kind: 'AdvanceJob', jobId }, NOW), RESYNC, NOW);
    const failed = failTask(second, RESYNC, fault, later);
    const reopened = applyJobNote(failed, { kind: 'RestartJob', jobId }, later);
    expect(states(reopened)).toEqual(['InProgress', 'Succeeded', 'InProgress']);
    expect(reopened).toMatchObject({
      stateDescription: 'InProgress',
      endedAt: null,
      revision: failed.revision + 1,
      errors: failed.errors,
    });
    expect(reopened.tasks[0]).toEqual(failed.tasks[0]);
    expect(reopened.tasks[1]).toEqual({
      ...failed.tasks[1],
      state: 'InProgress',
      stateDescription: 'InProgress',
      endedAt: null,
    });
  });
});
