import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgeOperations } from './operations.ts';
import { sampleAt, STEP_SAMPLES, STOPPED, WAITS } from './testing/step-samples.ts';
import type { ReplicatedItem } from '../model.ts';

/** What is allowed, then each reason with the operations that it refuses. */
function judgementInWords(item: ReplicatedItem): string {
  const { allowed, refusals } = judgeOperations(item);
  const reasons = [...new Set(Object.values(refusals))];
  const refusedFor = (reason: string) =>
    Object.entries(refusals).flatMap(([name, why]) => (why === reason ? name : []));
  const lines = reasons.map((reason) => `  ${reason} ${refusedFor(reason).join(', ')}`);
  return [`  allowed: ${allowed.join(', ')}`, ...lines].join('\n');
}

test('[LC73] at every step, each operation is allowed or refused as is written in operations.txt', async () => {
  const lines: string[] = [];
  const told = new Map<string, string>();
  for (const [name, item] of Object.entries(STEP_SAMPLES)) {
    const judgement = judgementInWords(item);
    const where = told.get(judgement);
    lines.push(where === undefined ? `${name}:\n${judgement}` : `${name}, as in: ${where}`);
    if (where === undefined) told.set(judgement, name);
  }
  const file = join(import.meta.dirname, 'testing/in-words/operations.txt');
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(file);
});

describe('operations', () => {
  const refusal = (item: ReplicatedItem, operation: 'TestFailover' | 'UnplannedFailover') =>
    judgeOperations(item).refusals[operation];

  test('[LC85][LC89] without a recovery point there is nothing to fail over to', () => {
    const item = { ...sampleAt('protected, at rest'), recoveryPoints: [] };
    expect(refusal(item, 'TestFailover')).toBe('Initial replication is not complete.');
    expect(refusal(item, 'UnplannedFailover')).toBe('There is no recovery point.');
    const stuck = { ...sampleAt('planned, shutdown'), recoveryPoints: [] };
    expect(refusal(stuck, 'UnplannedFailover')).toBe('There is no recovery point.');
  });

  test('[LC73] a resynchronization that stands still in trouble can be asked for again', () => {
    const item = { ...sampleAt('resynchronizing, geometry'), trouble: WAITS };
    expect(judgeOperations(item).allowed).toContain('RepairReplication');
  });

  test('[LC90] another point is offered where an unplanned failover does not come on, and not for a planned one', () => {
    const stuck = { ...sampleAt('unplanned, machine'), trouble: WAITS };
    expect(judgeOperations(stuck).allowed).toContain('ChangePit');
    const planned = { ...sampleAt('planned, machine'), trouble: STOPPED };
    expect(judgeOperations(planned).allowed).not.toContain('ChangePit');
  });

  test('[LC84] a cancelled test that is being cleaned up says so', () => {
    const refusals = judgeOperations(sampleAt('test failover, stop, cancelled')).refusals;
    expect(refusals.TestFailoverCleanup).toBe('The test failover is being cleaned up.');
  });
});
