import { expect, test } from 'vitest';
import { SAMPLES } from '../protection/testing/sample-items.ts';
import { isOver, judgePlan, PLAN_OPERATIONS } from './plan-operations.ts';
import { APP, DB, failingOver, plan, PLANNED, SampleVault, WEB } from './testing/sample-plans.ts';

function allowedIn(vault: SampleVault): readonly string[] {
  return judgePlan(plan(), vault.itemOf).allowed;
}

test('[RP7] what every machine of the plan offers, the plan offers', () => {
  expect(allowedIn(new SampleVault())).toEqual(['PlannedFailover', 'UnplannedFailover', 'TestFailover']);
  expect(allowedIn(new SampleVault([DB, WEB, APP], SAMPLES.failoverCommitted.phase))).toEqual(['Failback']);
  expect(allowedIn(new SampleVault([DB, WEB, APP], SAMPLES.failbackCommitted.phase))).toEqual(['ReverseReplicate']);
});

test('[RP7] a planned failover needs every machine, an unplanned one the first that can', () => {
  const vault = new SampleVault();
  vault.set(WEB, SAMPLES.resynchronizing.phase);
  const { allowed, refusals } = judgePlan(plan(), vault.itemOf);
  expect(allowed).toEqual(['UnplannedFailover', 'TestFailover']);
  expect(refusals.PlannedFailover).toBe('WEB: A resynchronization is under way.');
  for (const vmId of [DB, APP]) vault.set(vmId, failingOver('createMachine'));
  expect(judgePlan(plan(), vault.itemOf).refusals.TestFailover).toBe('DB: A failover is under way.');
});

test('[RP7] each operation is allowed, or refused with a sentence', () => {
  for (const sample of Object.values(SAMPLES)) {
    const { allowed, refusals } = judgePlan(plan(), new SampleVault([DB], sample.phase).itemOf);
    for (const operation of PLAN_OPERATIONS) {
      expect(allowed.includes(operation), operation).toBe(refusals[operation] === undefined);
      expect(refusals[operation] ?? 'DB: A reason.').toMatch(/^DB: .*\.$/);
    }
  }
});

test('[RP8] a machine that has it behind it does not stand in the way', () => {
  const vault = new SampleVault();
  vault.set(DB, SAMPLES.failedOver.phase);
  expect(allowedIn(vault)).toContain('PlannedFailover');
  expect(allowedIn(vault)).toContain('Commit');
});

test('[RP5] while a run is under way nothing is offered; one that has stopped is no longer', () => {
  const vault = new SampleVault();
  const run = vault.begin(PLANNED);
  for (const state of ['running', 'waiting'] as const) {
    const verdicts = judgePlan(plan({ run: { ...run, state } }), vault.itemOf);
    expect(verdicts.allowed).toEqual([]);
    expect(verdicts.refusals.TestFailover).toBe('A job of the recovery plan is under way.');
  }
  expect(judgePlan(plan({ run: { ...run, state: 'stopped' } }), vault.itemOf).allowed).toContain('PlannedFailover');
});

test('[RP19] machines that are no longer replicated do not count', () => {
  expect(allowedIn(new SampleVault([APP]))).toContain('PlannedFailover');
  expect(judgePlan(plan(), new SampleVault([]).itemOf).refusals.Commit).toBe(
    'None of the plan’s machines is replicated.',
  );
});

test.each([
  ['PlannedFailover', 'failedOver committingFailover failoverCommitted'],
  ['UnplannedFailover', 'failedOver committingFailover failoverCommitted'],
  ['Commit', 'committingFailover failoverCommitted committingFailback failbackCommitted'],
  ['CancelFailover', 'protected cancellingFailover cancellingFailback'],
  ['Failback', 'failedBack committingFailback failbackCommitted'],
  ['ReverseReplicate', 'protected resynchronizationRequired resynchronizing reverseReplicating'],
] as const)('[RP8] %s is behind a machine that is %s, and no other', (operation, phases) => {
  const over = Object.values(SAMPLES).filter((item) => isOver(operation, item));
  expect(over.map((item) => item.phase.kind)).toEqual(phases.split(' '));
});

test('[RP8] a test is behind a machine whose test machine stands, its clean-up behind one that has none', () => {
  const test = SAMPLES.protected.testFailover;
  const within = (step: 'running' | 'startMachine') =>
    ({ ...SAMPLES.protected, testFailover: { ...test, step } }) as typeof SAMPLES.protected;
  const overIn = (item: typeof SAMPLES.protected) =>
    (['TestFailover', 'TestFailoverCleanup'] as const).filter((operation) => isOver(operation, item));
  expect(overIn(within('running'))).toEqual(['TestFailover']);
  expect(overIn(within('startMachine'))).toEqual([]);
  expect(overIn(SAMPLES.protected)).toEqual(['TestFailoverCleanup']);
});
