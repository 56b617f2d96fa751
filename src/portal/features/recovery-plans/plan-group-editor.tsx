import { Button, Select, Tooltip, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ArrowDown20Regular,
  ArrowUp20Regular,
  Delete20Regular,
  Dismiss20Regular,
  ReOrderDotsVertical20Regular,
} from '@fluentui/react-icons';
import { useState, type DragEvent, type ReactElement } from 'react';
import type { ItemRow } from '../../../management/wire.ts';
import { announce } from '../../data/notifications.ts';
import { t } from '../../strings/translate.ts';
import { ActionListEditor, AddActionButtons } from './action-list-editor.tsx';
import {
  bootsOf,
  moveGroup,
  placeMachine,
  removeGroup,
  removeMachine,
  type DraftGroup,
  type PlanDraft,
} from './plan-draft.ts';
import { groupTitle } from './plan-view.ts';

/** Of the browser's drag data: a machine of the plan being edited. */
const DRAG_TYPE = 'application/x-lockstep-machine';

const useStyles = makeStyles({
  group: {
    display: 'grid',
    rowGap: tokens.spacingVerticalS,
    margin: 0,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  target: { outline: `2px solid ${tokens.colorBrandStroke1}`, outlineOffset: '-2px' },
  head: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalXS, minHeight: '32px' },
  title: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  count: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, marginRight: 'auto' },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', rowGap: tokens.spacingVerticalXS },
  machine: {
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr) minmax(110px, auto) 32px',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    cursor: 'grab',
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  handle: { color: tokens.colorNeutralForeground3, display: 'inline-flex' },
  hint: { margin: 0, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

export interface PlanGroupEditorProps {
  readonly draft: PlanDraft;
  readonly group: DraftGroup;
  readonly rows: readonly ItemRow[];
  readonly onChange: (draft: PlanDraft) => void;
}

/** One group: its machines, to be moved by a choice beside each or by dragging, and its manual actions. */
export function PlanGroupEditor({ draft, group, rows, onChange }: PlanGroupEditorProps): ReactElement {
  const styles = useStyles();
  const number = bootsOf(draft).findIndex((each) => each.group.key === group.key) + 1;
  const title = groupTitle({ type: group.type, number });
  const { isOver, ...dropTarget } = useDropTarget(group.type === 'Boot', (itemId) =>
    onChange(placeMachine(draft, itemId, group.key)),
  );
  return (
    <section className={mergeClasses(styles.group, isOver && styles.target)} aria-label={title} {...dropTarget}>
      <div className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        <span className={styles.count}>
          {group.type === 'Boot' && t('planEdit.count', { count: group.itemIds.length })}
        </span>
        {group.type === 'Boot' && <GroupButtons draft={draft} group={group} number={number} onChange={onChange} />}
      </div>
      <ActionListEditor side="startActions" draft={draft} group={group} onChange={onChange} />
      {group.type === 'Boot' ? (
        <Machines draft={draft} group={group} rows={rows} onChange={onChange} />
      ) : (
        <p className={styles.hint}>
          {group.type === 'Shutdown' ? t('recoveryPlan.shutdown.body') : t('recoveryPlan.failover.body')}
        </p>
      )}
      <ActionListEditor side="endActions" draft={draft} group={group} onChange={onChange} />
      <AddActionButtons draft={draft} group={group} onChange={onChange} />
    </section>
  );
}

function GroupButtons({
  draft,
  group,
  number,
  onChange,
}: Omit<PlanGroupEditorProps, 'rows'> & { readonly number: number }): ReactElement {
  const { key } = group;
  const isEmpty = group.itemIds.length === 0;
  const remove = isEmpty ? t('planEdit.removeGroup', { number }) : t('planEdit.notEmpty');
  return (
    <>
      <Button
        appearance="subtle"
        icon={<ArrowUp20Regular />}
        aria-label={t('planEdit.groupUp', { number })}
        disabledFocusable={moveGroup(draft, key, -1) === draft}
        onClick={() => onChange(moveGroup(draft, key, -1))}
      />
      <Button
        appearance="subtle"
        icon={<ArrowDown20Regular />}
        aria-label={t('planEdit.groupDown', { number })}
        disabledFocusable={moveGroup(draft, key, 1) === draft}
        onClick={() => onChange(moveGroup(draft, key, 1))}
      />
      <Tooltip content={remove} relationship={isEmpty ? 'label' : 'description'}>
        <Button
          appearance="subtle"
          icon={<Delete20Regular />}
          aria-label={t('planEdit.removeGroup', { number })}
          disabledFocusable={removeGroup(draft, key) === draft}
          onClick={() => onChange(removeGroup(draft, key))}
        />
      </Tooltip>
    </>
  );
}

function Machines({ draft, group, rows, onChange }: PlanGroupEditorProps): ReactElement {
  const styles = useStyles();
  if (group.itemIds.length === 0) return <p className={styles.hint}>{t('planEdit.dropHere')}</p>;
  const boots = bootsOf(draft);
  const nameOf = (itemId: string): string => rows.find(({ id }) => id === itemId)?.name ?? itemId;
  const move = (itemId: string, groupKey: string): void => {
    onChange(placeMachine(draft, itemId, groupKey));
    const number = boots.findIndex((each) => each.group.key === groupKey) + 1;
    announce(t('planEdit.moved', { name: nameOf(itemId), number }));
  };
  return (
    <ul className={styles.list}>
      {group.itemIds.map((itemId) => (
        <li key={itemId} className={styles.machine} {...dragSource(itemId)}>
          <span className={styles.handle} aria-hidden="true">
            <ReOrderDotsVertical20Regular />
          </span>
          <span className={styles.name} title={nameOf(itemId)}>
            {nameOf(itemId)}
          </span>
          <Select
            aria-label={t('planEdit.moveTo', { name: nameOf(itemId) })}
            value={group.key}
            onChange={(_, { value }) => move(itemId, value)}
          >
            {boots.map(({ group: { key } }, index) => (
              <option key={key} value={key}>
                {t('recoveryPlan.group.short', { number: index + 1 })}
              </option>
            ))}
          </Select>
          <Button
            appearance="subtle"
            icon={<Dismiss20Regular />}
            aria-label={t('planEdit.remove', { name: nameOf(itemId) })}
            onClick={() => onChange(removeMachine(draft, itemId))}
          />
        </li>
      ))}
    </ul>
  );
}

function dragSource(itemId: string): { readonly draggable: true; readonly onDragStart: (event: DragEvent) => void } {
  return { draggable: true, onDragStart: ({ dataTransfer }) => dataTransfer.setData(DRAG_TYPE, itemId) };
}

interface DropTarget {
  readonly isOver: boolean;
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragLeave: () => void;
  readonly onDrop: (event: DragEvent) => void;
}

/** Where machines can be dropped; the choice beside each does the same without dragging. */
function useDropTarget(isTarget: boolean, onDropped: (itemId: string) => void): DropTarget {
  const [isOver, setOver] = useState(false);
  return {
    isOver,
    onDragOver: (event) => {
      if (!isTarget || !event.dataTransfer.types.includes(DRAG_TYPE)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event) => {
      setOver(false);
      const itemId = event.dataTransfer.getData(DRAG_TYPE);
      if (!isTarget || itemId === '') return;
      event.preventDefault();
      onDropped(itemId);
    },
  };
}
