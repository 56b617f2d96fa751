/** A recovery plan while it is being edited. Every step answers a new draft; what is not allowed answers the same. */
import type { PlanActionSettings, PlanSettings } from '../../../management/client/client-api.ts';
import type { PlanGroupView, PlanView } from './plan-view.ts';

export const MAX_BOOT_GROUPS = 7;

export interface PlanDraft {
  readonly name: string;
  readonly site: string;
  /** Shutdown, Failover, then the Boot groups. */
  readonly groups: readonly DraftGroup[];
}

export interface DraftGroup extends Pick<PlanGroupView, 'type' | 'itemIds' | 'startActions' | 'endActions'> {
  /** Stays with the group when groups are moved. */
  readonly key: string;
}

export type ActionSide = 'startActions' | 'endActions';

const empty = (type: DraftGroup['type'], key: string): DraftGroup => ({
  key,
  type,
  itemIds: [],
  startActions: [],
  endActions: [],
});

export function newDraft(site: string): PlanDraft {
  return {
    name: '',
    site,
    groups: [empty('Shutdown', 'shutdown'), empty('Failover', 'failover'), empty('Boot', 'boot-1')],
  };
}

export function draftOf({ name, site, groups }: PlanView): PlanDraft {
  const kept = groups.map(({ type, itemIds, startActions, endActions }, index) => ({
    key: `${type}-${index}`,
    type,
    itemIds,
    startActions,
    endActions,
  }));
  return { name, site, groups: kept };
}

export function settingsOf({ site, groups }: PlanDraft): PlanSettings {
  return {
    fabricName: site,
    groups: groups.map(({ type, itemIds, startActions, endActions }) => ({
      groupType: type,
      itemIds,
      startActions,
      endActions,
    })),
  };
}

/** The Boot groups with their place among them, from 1, and in `groups`. */
export function bootsOf({ groups }: PlanDraft): readonly { readonly group: DraftGroup; readonly index: number }[] {
  return groups.flatMap((group, index) => (group.type === 'Boot' ? [{ group, index }] : []));
}

export function machinesOf({ groups }: PlanDraft): readonly string[] {
  return groups.flatMap(({ itemIds }) => itemIds);
}

/** Into another group, at its end; a machine that is not in the plan yet is taken in. */
export function placeMachine(draft: PlanDraft, itemId: string, groupKey: string): PlanDraft {
  const target = draft.groups.find(({ key }) => key === groupKey);
  if (!target || target.type !== 'Boot' || target.itemIds.includes(itemId)) return draft;
  return mapGroups(draft, (group) => {
    const others = group.itemIds.filter((each) => each !== itemId);
    return { ...group, itemIds: group.key === groupKey ? [...others, itemId] : others };
  });
}

export function removeMachine(draft: PlanDraft, itemId: string): PlanDraft {
  return mapGroups(draft, (group) => ({ ...group, itemIds: group.itemIds.filter((each) => each !== itemId) }));
}

/** Another site has other machines. */
export function changeSite(draft: PlanDraft, site: string): PlanDraft {
  return site === draft.site ? draft : { ...mapGroups(draft, (group) => ({ ...group, itemIds: [] })), site };
}

export function addGroup(draft: PlanDraft): PlanDraft {
  const boots = bootsOf(draft);
  if (boots.length >= MAX_BOOT_GROUPS) return draft;
  const taken = new Set(draft.groups.map(({ key }) => key));
  let number = boots.length + 1;
  while (taken.has(`boot-${number}`)) number += 1;
  return { ...draft, groups: [...draft.groups, empty('Boot', `boot-${number}`)] };
}

/** Only an empty group goes, and never the last one. */
export function removeGroup(draft: PlanDraft, groupKey: string): PlanDraft {
  const group = draft.groups.find(({ key }) => key === groupKey);
  if (group?.type !== 'Boot' || group.itemIds.length > 0 || bootsOf(draft).length === 1) return draft;
  return { ...draft, groups: draft.groups.filter(({ key }) => key !== groupKey) };
}

/** `step`: −1 earlier, 1 later, among the Boot groups. */
export function moveGroup(draft: PlanDraft, groupKey: string, step: -1 | 1): PlanDraft {
  const from = draft.groups.findIndex(({ key }) => key === groupKey);
  const [group, other] = [draft.groups[from], draft.groups[from + step]];
  if (group?.type !== 'Boot' || other?.type !== 'Boot') return draft;
  return { ...draft, groups: draft.groups.with(from, other).with(from + step, group) };
}

export function addAction(draft: PlanDraft, groupKey: string, side: ActionSide): PlanDraft {
  const action: PlanActionSettings = {
    name: '',
    instructions: '',
    failoverTypes: ['TestFailover', 'PlannedFailover', 'UnplannedFailover'],
    failoverDirections: ['PrimaryToRecovery'],
  };
  return changeActions(draft, groupKey, side, (actions) => [...actions, action]);
}

export function changeAction(
  draft: PlanDraft,
  groupKey: string,
  side: ActionSide,
  index: number,
  action: PlanActionSettings | null,
): PlanDraft {
  return changeActions(draft, groupKey, side, (actions) =>
    action === null ? actions.toSpliced(index, 1) : actions.with(index, action),
  );
}

function changeActions(
  draft: PlanDraft,
  groupKey: string,
  side: ActionSide,
  change: (actions: readonly PlanActionSettings[]) => readonly PlanActionSettings[],
): PlanDraft {
  return mapGroups(draft, (group) => (group.key === groupKey ? { ...group, [side]: change(group[side]) } : group));
}

function mapGroups(draft: PlanDraft, change: (group: DraftGroup) => DraftGroup): PlanDraft {
  return { ...draft, groups: draft.groups.map(change) };
}

/** An action of a failback is a planned failover in the other direction. */
export function withFailback(action: PlanActionSettings, isAsked: boolean): PlanActionSettings {
  const failoverDirections = action.failoverDirections.filter((each) => each !== 'RecoveryToPrimary');
  if (!isAsked) return { ...action, failoverDirections };
  const failoverTypes = action.failoverTypes.includes('PlannedFailover')
    ? action.failoverTypes
    : [...action.failoverTypes, 'PlannedFailover' as const];
  return { ...action, failoverTypes, failoverDirections: [...failoverDirections, 'RecoveryToPrimary'] };
}
