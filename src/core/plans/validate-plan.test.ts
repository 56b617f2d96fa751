import { expect, test } from 'vitest';
import type { VmId } from '../model.ts';
import type { PlanId } from './plan.ts';
import { action, DB, group, WEB } from './testing/sample-plans.ts';
import { validatePlan, type PlanDraft, type PlanFacts, type PlanGroupDraft } from './validate-plan.ts';

const FACTS: PlanFacts = {
  isSiteKnown: true,
  siteOf: (vmId) =>
    vmId === ('nobody' as VmId)
      ? undefined
      : { siteName: vmId === ('foreign' as VmId) ? 'Berlin' : 'Munich', vmName: vmId.toUpperCase() },
};

function boot(vmIds: readonly VmId[], actions: PlanGroupDraft['startActions'] = []): PlanGroupDraft {
  return { type: 'Boot', vmIds, startActions: actions, endActions: [] };
}

function check(change: Partial<PlanDraft> = {}, facts = FACTS) {
  return validatePlan(
    { planId: 'plan' as PlanId, name: 'Shop', siteName: 'Munich', groups: [boot([DB])], ...change },
    facts,
  );
}

/** The messages, or none. */
function errorsOf(change: Partial<PlanDraft>, facts = FACTS): readonly string[] {
  const result = check(change, facts);
  return result.ok ? [] : result.error.map(({ message }) => message);
}

const ids = (count: number): VmId[] => Array.from({ length: count }, (_, index) => `vm${index}` as VmId);
const manual = (name: string, change: object = {}) => ({ kind: 'manual' as const, ...action(name), ...change });

test('[RP1] machines come from one site, each once, 1 to 100 of them', () => {
  expect(errorsOf({ groups: [boot(ids(100))] })).toEqual([]);
  expect(errorsOf({ groups: [boot(ids(101))] })).toEqual(['A plan has up to 100 machines, not 101.']);
  expect(errorsOf({ groups: [boot([])] })).toEqual(['A plan has at least one machine.']);
  expect(errorsOf({ groups: [boot([DB]), boot([DB])] })).toEqual(['DB is in the plan more than once.']);
  expect(errorsOf({ groups: [boot(['foreign' as VmId])] })).toEqual([
    "FOREIGN replicates from 'Berlin', not from 'Munich'.",
  ]);
  expect(errorsOf({ groups: [boot(['nobody' as VmId])] })).toEqual(["The machine 'nobody' is not replicated."]);
});

test('[RP2] groups left out are filled in, and stand in their order', () => {
  expect(check()).toEqual({ ok: true, value: [group('Shutdown', []), group('Failover', []), group('Boot', [DB])] });
  const disorderly = [boot([WEB]), { ...boot([]), type: 'Failover' }, { ...boot([]), type: 'Shutdown' }] as const;
  const result = check({ groups: disorderly });
  expect(result.ok && result.value.map((each) => each.type)).toEqual(['Shutdown', 'Failover', 'Boot']);
  expect(errorsOf({ groups: [boot([DB]), ...ids(6).map((vmId) => boot([vmId]))] })).toEqual([]);
  expect(errorsOf({ groups: [boot([DB]), ...ids(7).map((vmId) => boot([vmId]))] })).toEqual([
    'A plan has up to 7 Boot groups, not 8.',
  ]);
  expect(errorsOf({ groups: [boot([DB]), ...[1, 2].map(() => ({ ...boot([]), type: 'Shutdown' as const }))] })).toEqual(
    ['A plan has one Shutdown group.'],
  );
});

test('[RP3] only Boot groups list machines', () => {
  for (const type of ['Shutdown', 'Failover'] as const) {
    expect(errorsOf({ groups: [boot([DB]), { ...boot([WEB]), type }] })).toEqual([
      `The ${type} group takes in every machine of the plan; machines are listed in Boot groups.`,
    ]);
  }
});

test('[RP4] each error names the field that is wrong', () => {
  const fieldsOf = (change: Partial<PlanDraft>, facts = FACTS) => {
    const result = check(change, facts);
    return result.ok ? [] : result.error.map(({ field }) => field);
  };
  const extra = (type: 'Shutdown' | 'Failover', vmIds: readonly VmId[] = []) => ({ ...boot(vmIds), type });
  expect(fieldsOf({ name: '!' })).toEqual(['name']);
  expect(fieldsOf({}, { ...FACTS, isSiteKnown: false })).toEqual(['primaryFabricId']);
  expect(fieldsOf({ groups: [boot([DB]), extra('Shutdown'), extra('Shutdown')] })).toEqual(['groups']);
  expect(fieldsOf({ groups: [boot([DB]), extra('Failover', [WEB])] })).toEqual(['groups']);
  expect(fieldsOf({ groups: [boot([DB]), ...ids(7).map((vmId) => boot([vmId]))] })).toEqual(['groups']);
  expect(fieldsOf({ groups: [] })).toEqual(['groups.replicationProtectedItems']);
  expect(fieldsOf({ groups: [boot([DB], [manual(' ')])] })).toEqual(['groups.actions']);
});

test('[RP4] a name may be one letter', () => expect(errorsOf({ name: 'a' })).toEqual([]));

test('[RP3] one of two groups that lists machines is enough to refuse them', () => {
  const two = [boot([WEB]), boot([])].map((each) => ({ ...each, type: 'Shutdown' as const }));
  expect(errorsOf({ groups: [boot([DB]), ...two] })).toEqual([
    'A plan has one Shutdown group.',
    'The Shutdown group takes in every machine of the plan; machines are listed in Boot groups.',
  ]);
});

test('[RP1] a machine that nobody knows is named by its id, also the second time', () => {
  expect(errorsOf({ groups: [boot(['nobody' as VmId, 'nobody' as VmId])] })).toContain(
    'nobody is in the plan more than once.',
  );
});

test.each(['', 'a b', '-a', 'a-', 'x'.repeat(64), 'ä'])('[RP4] %j is no name', (name) => {
  expect(errorsOf({ name })[0]).toContain('The name of a recovery plan');
});

test('[RP4] a site that is not known is named with all else that is wrong', () => {
  expect(errorsOf({ name: 'x'.repeat(63) })).toEqual([]);
  const errors = errorsOf({ name: '!', siteName: 'Rome', groups: [] }, { ...FACTS, isSiteKnown: false });
  expect(errors).toHaveLength(3);
  expect(errors).toContain("There is no site 'Rome'.");
});

test('[RP6] an action says when it is asked for, and nobody here runs scripts and runbooks', () => {
  const of = (...actions: PlanGroupDraft['startActions'][number][]) => errorsOf({ groups: [boot([DB], actions)] });
  expect(of(manual('a'), manual('b'))).toEqual([]);
  expect(of(manual(' '))).toEqual(['An action needs a name.']);
  expect(of(manual('a'), manual('a '))).toEqual(["Two actions of one place are called 'a'."]);
  expect(of(manual('a', { operations: [] }))).toEqual(["'a' names no kind of failover: it would never be asked for."]);
  expect(of(manual('a', { directions: [] }))).toEqual(["'a' names no direction: it would never be asked for."]);
  expect(of(manual('a', { kind: 'runbook' }))[0]).toContain('no automation account');
  expect(of(manual('a', { kind: 'script' }))[0]).toContain('VMM server');
  expect(of(...ids(10).map((id) => manual(id)))).toEqual([]);
  expect(of(...ids(11).map((id) => manual(id)))[0]).toContain('up to 10 actions, not 11');
  const end = check({ groups: [{ ...boot([DB]), endActions: [manual(' late ')] }] });
  expect(end.ok && end.value[2]?.endActions).toEqual([action('late', { instructions: 'Do  late .' })]);
});
