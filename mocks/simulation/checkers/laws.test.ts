import { beforeEach, describe, expect, test } from 'vitest';
import { instant } from '../../../src/base/units.ts';
import type { DiskTransfer, JobId, RecoveryPoint, ReplicatedItem, VmId } from '../../../src/core/model.ts';
import type { Job } from '../../../src/core/jobs/job-model.ts';
import type { ItemView } from '../../../src/engine/engine-api.ts';
import { engineBench, type EngineBench } from '../../../src/engine/testing/engine-bench.ts';
import { createStoreMemory } from '../../../src/adapters/store-memory/store-memory.ts';
import { health } from './health.ts';
import { jobs } from './jobs.ts';
import { LawViolation, type Law, type Scene } from './law.ts';
import { noDefect } from './no-defect.ts';
import { progress } from './progress.ts';
import { restartEquality } from './restart-equality.ts';
import { retention } from './retention.ts';

const VM = 'vm-1' as VmId;
// The laws of this file look at records only.
const NO_SCENE = { engine: { job: () => undefined } } as unknown as Scene;

function view(item: Partial<ReplicatedItem>, rest: Partial<ItemView> = {}): ItemView {
  const base = { vmId: VM, vmName: 'VM1', disks: [], recoveryPoints: [], phase: { kind: 'protected' }, trouble: null };
  return { item: { ...base, activeJobId: null, lastRecoveryPointAt: null, ...item }, ...rest } as unknown as ItemView;
}

function tell(law: Law, ...views: readonly ItemView[]): () => void {
  return () => views.forEach((each) => law.itemChanged?.(each, NO_SCENE));
}

describe('progress', () => {
  const transfer = (processedBytes: number, change: Partial<DiskTransfer> = {}): ItemView => {
    const counts = { totalBytes: 100, processedBytes, differingBytes: 0, sentBytes: 0, checksumBytes: 0 };
    const state = { kind: 'initialReplication', phase: 'copying', cursorBytes: 0, startedAt: instant(1) };
    const disk = { diskId: 'd', name: 'os', sizeBytes: 100, transfer: { ...state, ...counts, ...change } };
    return view({ disks: [disk] as unknown as ReplicatedItem['disks'] });
  };

  test('may stand still and grow, and begins anew with another transfer', () => {
    const again = transfer(0, { startedAt: instant(2) });
    expect(tell(progress(), transfer(10), transfer(10), transfer(30), again)).not.toThrow();
  });
  test('must not fall', () => {
    expect(tell(progress(), transfer(10), transfer(9))).toThrow(LawViolation);
  });
  test('must not exceed what there is', () => {
    expect(tell(progress(), transfer(101))).toThrow(LawViolation);
    expect(tell(progress(), transfer(10, { differingBytes: 11 }))).toThrow(LawViolation);
    expect(tell(progress(), transfer(10, { differingBytes: 5, sentBytes: 6 }))).toThrow(LawViolation);
  });
});

describe('jobs', () => {
  let law: Law;
  let known: Map<string, Job>;
  const job = (id: string, revision: number, change: Partial<Job> = {}): Job =>
    ({ jobId: id, vmId: VM, vmName: 'VM1', state: 'InProgress', endedAt: null, revision, ...change }) as unknown as Job;
  const ended = (id: string, revision: number, state: Job['state']): Job =>
    job(id, revision, { state, endedAt: instant(5) });
  const change = (next: Job): void => {
    known.set(next.jobId, next);
    law.jobChanged?.(next, { engine: { job: (id: JobId) => known.get(id) } } as unknown as Scene);
  };
  beforeEach(() => {
    law = jobs();
    known = new Map();
  });

  test('one after the other, failed ones restarted', () => {
    for (const next of [job('a', 1), ended('a', 2, 'Failed'), job('a', 3), ended('a', 4, 'Succeeded'), job('b', 1)])
      change(next);
    expect(known.size).toBe(2);
  });
  test('not two at once', () => {
    change(job('a', 1));
    expect(() => change(job('b', 1))).toThrow(LawViolation);
  });
  test('not changed after a success', () => {
    change(job('a', 1));
    change(ended('a', 2, 'Succeeded'));
    expect(() => change(job('a', 3))).toThrow(LawViolation);
  });
  test('no item held by a job that has ended', () => {
    expect(tell(law, view({ activeJobId: 'gone' as JobId }))).toThrow(LawViolation);
  });
});

describe('retention', () => {
  const HOUR = 3_600_000;
  const points = (...hours: readonly number[]): readonly RecoveryPoint[] =>
    hours.map((hour) => ({ recoveryPointId: `${hour}`, time: instant(hour * HOUR) }) as unknown as RecoveryPoint);
  const kept = (recoveryPoints: readonly RecoveryPoint[], hoursKept: number): ItemView =>
    view({ recoveryPoints, lastRecoveryPointAt: instant(10 * HOUR) }, {
      policy: { recoveryPointHistoryHours: hoursKept },
    } as Partial<ItemView>);

  test('in order and young enough, the newest of any age', () => {
    expect(tell(retention(), kept(points(8, 9, 10), 2))).not.toThrow();
    expect(tell(retention(), kept(points(1), 0))).not.toThrow();
  });
  test('not out of order, not twice, not too old', () => {
    expect(tell(retention(), kept(points(9, 8, 10), 2))).toThrow(LawViolation);
    expect(tell(retention(), kept(points(9, 9), 2))).toThrow(LawViolation);
    expect(tell(retention(), kept(points(7, 10), 2))).toThrow(LawViolation);
  });
});

test('health: Critical with a Critical finding only, and wherever an item stands still', () => {
  const critical = { verdict: 'Critical' } as ItemView['findings'][number];
  expect(tell(health(), view({}, { health: 'Critical', findings: [critical] }))).not.toThrow();
  expect(tell(health(), view({}, { health: 'Warning', findings: [critical] }))).toThrow(LawViolation);
  expect(tell(health(), view({}, { health: 'Critical', findings: [] }))).toThrow(LawViolation);
  const stopped = { nextAttemptAt: null } as unknown as ReplicatedItem['trouble'];
  expect(tell(health(), view({ trouble: stopped }, { health: 'Normal', findings: [] }))).toThrow(LawViolation);
});

test('an internal error breaks a law of its own', () => {
  const trouble = { fault: { code: 'Internal', detail: 'x' } } as unknown as ReplicatedItem['trouble'];
  expect(tell(noDefect(), view({ trouble }))).toThrow('x');
});

describe('restart equality', () => {
  const sceneOf = (bench: EngineBench, journal: EngineBench['store']): Scene => ({
    world: bench.world,
    engine: bench.engine,
    journal: () => journal,
  });

  test('the journal of an engine says what the engine says, and an empty one does not', async () => {
    const bench = await engineBench();
    await bench.enable('IDLE01');
    await bench.until('protected', () => bench.item('IDLE01').phase.kind === 'protected');
    const law = restartEquality();
    await expect(law.inspect?.(sceneOf(bench, bench.store))).resolves.toBeUndefined();
    await expect(law.inspect?.(sceneOf(bench, createStoreMemory()))).rejects.toThrow(LawViolation);
  });
});
