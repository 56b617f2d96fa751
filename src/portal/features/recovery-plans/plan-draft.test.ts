import { expect, it } from 'vitest';
import { bootGroup, fakePlan } from '../../testing/fake-plans.ts';
import {
  addAction,
  addGroup,
  bootsOf,
  changeAction,
  changeSite,
  draftOf,
  machinesOf,
  moveGroup,
  newDraft,
  placeMachine,
  removeGroup,
  removeMachine,
  settingsOf,
  withFailback,
  type PlanDraft,
} from './plan-draft.ts';
import { planView } from './plan-view.ts';

const saved = draftOf(planView(fakePlan('Shop', [bootGroup(['db'], ['Look']), bootGroup(['web', 'app'])])));
const boots = (draft: PlanDraft) => bootsOf(draft).map(({ group }) => group.itemIds.join('+'));
const keyOf = (draft: PlanDraft, number: number) => bootsOf(draft)[number - 1]?.group.key ?? '';

it('places machines in groups, each once', () => {
  const moved = placeMachine(saved, 'db', keyOf(saved, 2));
  expect(boots(moved)).toEqual(['', 'web+app+db']);
  expect(boots(placeMachine(moved, 'new', keyOf(saved, 1)))).toEqual(['new', 'web+app+db']);
  expect(placeMachine(saved, 'db', keyOf(saved, 1))).toBe(saved);
  expect(placeMachine(saved, 'db', 'Shutdown-0')).toBe(saved);
  expect(machinesOf(removeMachine(saved, 'web'))).toEqual(['db', 'app']);
});

it('keeps groups between one and seven, and their machines', () => {
  let draft = saved;
  for (let count = 0; count < 9; count++) draft = addGroup(draft);
  expect(bootsOf(draft)).toHaveLength(7);
  expect(new Set(draft.groups.map(({ key }) => key)).size).toBe(9);
  expect(removeGroup(saved, keyOf(saved, 1))).toBe(saved);
  const fresh = newDraft('Munich');
  expect(removeGroup(fresh, keyOf(fresh, 1))).toBe(fresh);
  expect(bootsOf(removeGroup(addGroup(fresh), 'boot-1'))).toHaveLength(1);
});

it('moves Boot groups among each other only', () => {
  expect(boots(moveGroup(saved, keyOf(saved, 1), 1))).toEqual(['web+app', 'db']);
  expect(moveGroup(saved, keyOf(saved, 1), -1)).toBe(saved);
  expect(moveGroup(saved, keyOf(saved, 2), 1)).toBe(saved);
});

it('edits actions, and gives back what it was made of', () => {
  const key = keyOf(saved, 2);
  const added = addAction(saved, key, 'endActions');
  const action = bootsOf(added)[1]?.group.endActions[0];
  if (!action) throw new Error('no action');
  const back = withFailback({ ...action, name: 'DNS', failoverTypes: [] }, true);
  expect(back).toMatchObject({
    failoverTypes: ['PlannedFailover'],
    failoverDirections: ['PrimaryToRecovery', 'RecoveryToPrimary'],
  });
  expect(withFailback(back, false).failoverDirections).toEqual(['PrimaryToRecovery']);
  const named = changeAction(added, key, 'endActions', 0, { ...action, name: 'DNS' });
  expect(settingsOf(named).groups.at(-1)?.endActions[0]?.name).toBe('DNS');
  expect(settingsOf(changeAction(named, key, 'endActions', 0, null))).toEqual(settingsOf(saved));
  expect(settingsOf(saved).groups[2]?.startActions[0]).toMatchObject({
    name: 'Look',
    instructions: expect.any(String) as string,
  });
});

it('starts over with the machines of another site', () => {
  expect(changeSite(saved, saved.site)).toBe(saved);
  expect(machinesOf(changeSite(saved, 'Berlin'))).toEqual([]);
});
