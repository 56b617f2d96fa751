import { expect, test } from 'vitest';
import { instant } from '../../../src/base/units.ts';
import type { Job } from '../../../src/core/jobs/job-model.ts';
import type { JobId, VmId } from '../../../src/core/model.ts';
import type { EngineChange } from '../../../src/engine/engine-api.ts';
import { LawViolation, type Scene } from './law.ts';
import { Watch } from './watch.ts';

/** An engine of one job, which says what the test has it say. */
function engineOf(first: Job) {
  let listener: (change: EngineChange) => void = () => undefined;
  let job = first;
  const engine = {
    subscribe: (next: typeof listener) => (listener = next),
    jobs: () => [job],
    job: () => job,
    plans: () => [],
  };
  const change = (next: Job): void => {
    job = next;
    listener({ kind: 'job', jobId: next.jobId });
  };
  return { scene: { engine } as unknown as Scene, change };
}

const job = (revision: number, state: Job['state'], endedAt: number | null): Job =>
  ({
    jobId: 'job' as JobId,
    vmId: 'vm' as VmId,
    vmName: 'VM1',
    state,
    endedAt: endedAt === null ? null : instant(endedAt),
    revision,
    tasks: [],
    errors: [],
  }) as unknown as Job;

test('what an engine wrote and nobody heard is seen when the next one is followed', () => {
  const watch = new Watch();
  watch.follow(engineOf(job(1, 'Failed', 5)).scene);
  // The first engine restarted the job and died before it had told.
  const second = engineOf(job(2, 'InProgress', null));
  watch.follow(second.scene);
  second.change(job(3, 'Cancelled', 9));
  expect(watch.broken).toBeNull();
});

test('a job that changed for good without a restart is a violation, whoever changed it', () => {
  const watch = new Watch();
  watch.follow(engineOf(job(1, 'Failed', 5)).scene);
  watch.follow(engineOf(job(2, 'Cancelled', 9)).scene);
  expect(watch.broken).toBeInstanceOf(LawViolation);
});
