/** What a recovery plan must be, before it is kept. */
import { err, ok, type Result } from '../../base/result.ts';
import { MAX_ACTIONS_PER_SIDE, MAX_BOOT_GROUPS, MAX_PLAN_MACHINES } from '../limits/limits.ts';
import type { VmId } from '../model.ts';
import type { PlanGroupType } from '../jobs/job-model.ts';
import type { FieldError } from '../policy/field-error.ts';
import type { ManualAction, PlanGroup, PlanId } from './plan.ts';

/** A plan as an administrator gives it. Groups left out are filled in, an order other than RP2's is put right. */
export interface PlanDraft {
  readonly planId: PlanId;
  readonly name: string;
  readonly siteName: string;
  readonly groups: readonly PlanGroupDraft[];
}

export interface PlanGroupDraft {
  readonly type: PlanGroupType;
  readonly vmIds: readonly VmId[];
  readonly startActions: readonly PlanActionDraft[];
  readonly endActions: readonly PlanActionDraft[];
}

/** Also the kinds of action that nobody here can carry out [RP6]. */
export interface PlanActionDraft extends ManualAction {
  readonly kind: 'manual' | 'runbook' | 'script';
}

/** What validation must know of the world. */
export interface PlanFacts {
  readonly isSiteKnown: boolean;
  /** Where a machine replicates from; undefined: it is not replicated. */
  siteOf(vmId: VmId): { readonly siteName: string; readonly vmName: string } | undefined;
}

const PLAN_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const ORDER: readonly PlanGroupType[] = ['Shutdown', 'Failover', 'Boot'];

/** The groups as they are kept, or everything that is wrong with the plan. */
export function validatePlan(draft: PlanDraft, facts: PlanFacts): Result<readonly PlanGroup[], readonly FieldError[]> {
  const groups = inOrder(draft.groups);
  const errors = [
    ...nameErrors(draft, facts),
    ...groupErrors(groups),
    ...machineErrors(groups, draft.siteName, facts),
    ...groups.flatMap(({ startActions, endActions }) => [...actionErrors(startActions), ...actionErrors(endActions)]),
  ];
  return errors.length > 0 ? err(errors) : ok(groups.map(keptGroup));
}

/** Shutdown, Failover, Boot…; of those left out an empty one [RP2]. */
function inOrder(drafts: readonly PlanGroupDraft[]): readonly PlanGroupDraft[] {
  return ORDER.flatMap((type) => {
    const found = drafts.filter((group) => group.type === type);
    return found.length > 0 ? found : [{ type, vmIds: [], startActions: [], endActions: [] }];
  });
}

function keptGroup({ type, vmIds, startActions, endActions }: PlanGroupDraft): PlanGroup {
  const kept = ({ name, instructions, operations, directions }: PlanActionDraft): ManualAction => ({
    name: name.trim(),
    instructions,
    operations,
    directions,
  });
  return { type, vmIds, startActions: startActions.map(kept), endActions: endActions.map(kept) };
}

function nameErrors({ name, siteName }: PlanDraft, { isSiteKnown }: PlanFacts): FieldError[] {
  const errors: FieldError[] = [];
  if (!PLAN_NAME.test(name)) {
    const message =
      'The name of a recovery plan has 1 to 63 letters, digits and hyphens, and begins and ends with none of the last.';
    errors.push({ field: 'name', message });
  }
  if (!isSiteKnown) errors.push({ field: 'primaryFabricId', message: `There is no site '${siteName}'.` });
  return errors;
}

function groupErrors(groups: readonly PlanGroupDraft[]): FieldError[] {
  const errors: FieldError[] = [];
  const ofType = (type: PlanGroupType): readonly PlanGroupDraft[] => groups.filter((group) => group.type === type);
  for (const type of ['Shutdown', 'Failover'] as const) {
    const found = ofType(type);
    if (found.length > 1) errors.push({ field: 'groups', message: `A plan has one ${type} group.` });
    if (found.some(({ vmIds }) => vmIds.length > 0)) {
      const message = `The ${type} group takes in every machine of the plan; machines are listed in Boot groups.`;
      errors.push({ field: 'groups', message });
    }
  }
  const bootCount = ofType('Boot').length;
  if (bootCount > MAX_BOOT_GROUPS) {
    errors.push({ field: 'groups', message: `A plan has up to ${MAX_BOOT_GROUPS} Boot groups, not ${bootCount}.` });
  }
  return errors;
}

function machineErrors(groups: readonly PlanGroupDraft[], siteName: string, facts: PlanFacts): FieldError[] {
  const vmIds = groups.flatMap((group) => group.vmIds);
  const field = 'groups.replicationProtectedItems';
  const errors: FieldError[] = [];
  if (vmIds.length === 0) errors.push({ field, message: 'A plan has at least one machine.' });
  if (vmIds.length > MAX_PLAN_MACHINES) {
    errors.push({ field, message: `A plan has up to ${MAX_PLAN_MACHINES} machines, not ${vmIds.length}.` });
  }
  const seen = new Set<VmId>();
  for (const vmId of vmIds) {
    const found = facts.siteOf(vmId);
    if (seen.has(vmId)) errors.push({ field, message: `${found?.vmName ?? vmId} is in the plan more than once.` });
    seen.add(vmId);
    if (!found) errors.push({ field, message: `The machine '${vmId}' is not replicated.` });
    else if (found.siteName !== siteName) {
      errors.push({ field, message: `${found.vmName} replicates from '${found.siteName}', not from '${siteName}'.` });
    }
  }
  return errors;
}

function actionErrors(actions: readonly PlanActionDraft[]): FieldError[] {
  const field = 'groups.actions';
  const errors: FieldError[] = [];
  const say = (message: string): void => void errors.push({ field, message });
  if (actions.length > MAX_ACTIONS_PER_SIDE) {
    say(`Before or after a group there are up to ${MAX_ACTIONS_PER_SIDE} actions, not ${actions.length}.`);
  }
  const names = actions.map((action) => action.name.trim());
  for (const [index, { kind, operations, directions }] of actions.entries()) {
    const name = names[index] ?? '';
    if (name === '') say('An action needs a name.');
    if (names.indexOf(name) !== index) say(`Two actions of one place are called '${name}'.`);
    if (operations.length === 0) say(`'${name}' names no kind of failover: it would never be asked for.`);
    if (directions.length === 0) say(`'${name}' names no direction: it would never be asked for.`);
    if (kind === 'runbook') say(`'${name}' is a runbook, and no automation account is connected to this vault.`);
    if (kind === 'script') say(`'${name}' is a script, which only a VMM server runs, and none offers a library here.`);
  }
  return errors;
}
