import { expect, test } from 'vitest';
import type { PlanRequest } from './plan.ts';
import { action, DB, FAILBACK, group, PLANNED, SampleVault, TEST, UNPLANNED } from './testing/sample-plans.ts';

/** "Name act" of each step, "Name: action" of a manual one. */
function stepsOf(request: PlanRequest, groups?: Parameters<SampleVault['begin']>[1]): readonly string[] {
  return new SampleVault()
    .begin(request, groups)
    .steps.map((step) => `${step.groupName}${step.kind === 'manual' ? `: ${step.name}` : ` ${step.act}`}`);
}

test('[RP9] the groups go by their names', () => {
  expect(stepsOf(PLANNED)).toEqual([
    'All groups shutdown shutDown',
    'All groups failover failOver',
    'Group 1: Start start',
    'Group 2: Start start',
  ]);
  expect(stepsOf({ operation: 'Commit' })).toEqual(['All machines whole']);
});

test('[RP9] a Boot group without machines has no step of machines', () => {
  const groups = [group('Failover', []), group('Boot', [], { endActions: [action('a')] }), group('Boot', [DB])];
  expect(stepsOf(PLANNED, groups)).toEqual([
    'All groups failover failOver',
    'Group 1: Start: a',
    'Group 2: Start start',
  ]);
});

test.each([
  ['PlannedFailover', 'PrimaryToRecovery', PLANNED],
  ['UnplannedFailover', 'PrimaryToRecovery', UNPLANNED],
  ['TestFailover', 'PrimaryToRecovery', TEST],
  ['PlannedFailover', 'RecoveryToPrimary', FAILBACK],
] as const)('[RP6] an action of a %s %s is asked for in that run alone', (operation, direction, request) => {
  const startActions = [action('a', { operations: [operation], directions: [direction] })];
  const groups = [group('Boot', [DB], { startActions })];
  const asking = [PLANNED, UNPLANNED, TEST, FAILBACK].filter((each) => stepsOf(each, groups).join().includes(': a'));
  expect(asking).toEqual([request]);
});

test('[RP10] nothing is noted of an action before it is asked for', () => {
  const groups = [group('Boot', [DB], { startActions: [action('a')] })];
  expect(new SampleVault().begin(PLANNED, groups).steps[0]).toMatchObject({ observation: '', startedAt: null });
});
