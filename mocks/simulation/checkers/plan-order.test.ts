import { describe, expect, test } from 'vitest';
import { instant } from '../../../src/base/units.ts';
import type { Job } from '../../../src/core/jobs/job-model.ts';
import type { JobId, ReplicatedItem, VmId } from '../../../src/core/model.ts';
import type { PlanRun, PlanStep } from '../../../src/core/plans/plan.ts';
import type { ItemView } from '../../../src/engine/engine-api.ts';
import { LawViolation, type Scene } from './law.ts';
import { planOrder } from './plan-order.ts';

const jobOf = (vmId: string) => `job of ${vmId}` as JobId;
const start = (...vmIds: readonly string[]): PlanStep =>
  ({ kind: 'machines', act: 'start', machines: vmIds.map((vmId) => ({ vmId })) }) as unknown as PlanStep;
const question = (endedAt: number | null): PlanStep =>
  ({ kind: 'manual', name: 'Look', endedAt }) as unknown as PlanStep;

/** A run with these steps, of the machines a, b and c, and the jobs of theirs that have ended. */
function stage(
  steps: readonly PlanStep[],
  state: PlanRun['state'] = 'running',
  operation: PlanRun['request']['operation'] = 'UnplannedFailover',
) {
  const law = planOrder();
  const ended = new Set<JobId>();
  const members = ['a', 'b', 'c'].map((vmId) => ({ vmId, vmName: vmId, jobId: jobOf(vmId) }));
  const run = { state, steps, members, request: { operation } } as unknown as PlanRun;
  const job = (jobId: JobId): Job => ({ jobId, endedAt: ended.has(jobId) ? instant(1) : null }) as unknown as Job;
  const scene = { engine: { plans: () => [{ plan: { run } }], job } } as unknown as Scene;
  return {
    end: (vmId: string) => {
      ended.add(jobOf(vmId));
      law.jobChanged?.(job(jobOf(vmId)), scene);
      ended.delete(jobOf(vmId));
    },
    starts: (vmId: string, change: Partial<ReplicatedItem> = {}) => {
      const phase = { kind: 'failingOver', step: 'startMachine' };
      const item = { vmId: vmId as VmId, vmName: vmId, phase, activeJobId: jobOf(vmId), ...change };
      return () => law.itemChanged?.({ item } as unknown as ItemView, scene);
    },
  };
}

describe('a recovery plan keeps its order', () => {
  test('machines of one group start together, those of the next after them', () => {
    const { starts, end } = stage([start('a', 'b'), start('c')]);
    expect(starts('a')).not.toThrow();
    expect(starts('b')).not.toThrow();
    expect(starts('c')).toThrow(LawViolation);
    end('a');
    expect(starts('c')).toThrow('c starts before b has started');
    // Also one that has failed and is tried again by hand has had its turn.
    end('b');
    expect(starts('c')).not.toThrow();
  });

  test('a machine that starts in no step of the run waits for nobody', () => {
    const { starts } = stage([start('a'), start('b')]);
    expect(starts('c')).not.toThrow();
  });

  test('a machine that is held does not start, and one of a test failover does', () => {
    const { starts } = stage([start('a'), start('b')]);
    const held = { planHold: { jobId: jobOf('b'), before: 'startMachine' } } as const;
    expect(starts('b', held)).not.toThrow();
    const testing = { phase: { kind: 'protected' }, activeJobId: null } as unknown as Partial<ReplicatedItem>;
    const testFailover = { step: 'startMachine', jobId: jobOf('b') } as unknown as ReplicatedItem['testFailover'];
    expect(starts('b', { ...testing, ...(testFailover && { testFailover }) })).toThrow(LawViolation);
  });

  test('none starts while a question before it stands open', () => {
    expect(stage([question(null), start('a')]).starts('a')).toThrow("a starts, and 'Look' is not answered");
    expect(stage([question(1), start('a'), question(null)]).starts('a')).not.toThrow();
  });

  test('a machine without which the run went on is restarted by hand when its administrator likes', () => {
    const failed = {
      kind: 'machines',
      act: 'create',
      machines: [{ vmId: 'a', state: 'failed' }],
    } as unknown as PlanStep;
    const steps = [failed, question(null), start('a')];
    expect(stage(steps).starts('a')).not.toThrow();
    // A planned failover stops there, and has it wait.
    expect(stage(steps, 'stopped', 'PlannedFailover').starts('a')).toThrow(LawViolation);
  });

  test('what a cancelled run cannot take back, and jobs that are not of the run, have no order', () => {
    expect(stage([start('a'), start('b')], 'cancelled').starts('b')).not.toThrow();
    expect(stage([start('a'), start('b')]).starts('b', { activeJobId: 'another' as JobId })).not.toThrow();
  });
});
