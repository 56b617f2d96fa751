import { makeStyles, tokens } from '@fluentui/react-components';
import { Person16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { PlanActionSettings } from '../../../management/client/client-api.ts';
import { HealthIcon } from '../../components/health-badge.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { itemPath } from '../../data/dialogs.ts';
import { useItemRow } from '../../data/live-context.ts';
import { t } from '../../strings/translate.ts';
import { JobStatePill } from '../job/job-state-pill.tsx';
import type { TaskView } from '../job/job-view.ts';
import { useRunTasks } from './run-tasks.ts';
import { groupTitle, type PlanGroupView, type PlanView } from './plan-view.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  step: {
    position: 'relative',
    display: 'grid',
    gridTemplateColumns: '28px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    paddingBottom: tokens.spacingVerticalL,
    ':not(:last-child)::before': {
      content: '""',
      position: 'absolute',
      left: '13px',
      top: '28px',
      bottom: 0,
      width: '2px',
      backgroundColor: tokens.colorNeutralStroke2,
    },
  },
  number: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: '28px',
    height: '28px',
    boxSizing: 'border-box',
    borderRadius: tokens.borderRadiusCircular,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
    backgroundColor: tokens.colorNeutralBackground2,
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    minHeight: '28px',
  },
  title: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  body: { margin: 0, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  machines: {
    listStyleType: 'none',
    margin: `${tokens.spacingVerticalS} 0 0`,
    padding: 0,
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 320px), 1fr))',
    gap: tokens.spacingVerticalS,
  },
  machine: {
    display: 'grid',
    gridTemplateColumns: '16px minmax(0, 1fr) auto',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    minHeight: '40px',
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalM}`,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  phase: {
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
  action: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalS,
    marginTop: tokens.spacingVerticalS,
  },
  actionText: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** The groups of a plan from the first to the last, each with what it does and how far the newest run is in it. */
export function PlanSteps({ plan }: { readonly plan: PlanView }): ReactElement {
  const styles = useStyles();
  const tasks = useRunTasks(plan);
  return (
    <ol className={styles.list}>
      {plan.groups.map((group, index) => (
        <Step
          key={`${group.type}-${group.number}`}
          group={group}
          place={index + 1}
          task={tasks.get(group.type === 'Boot' ? `BootGroup${group.number}` : `${group.type}Group`)}
        />
      ))}
    </ol>
  );
}

function Step({
  group,
  place,
  task,
}: {
  readonly group: PlanGroupView;
  readonly place: number;
  readonly task: TaskView | undefined;
}): ReactElement {
  const styles = useStyles();
  const isBoot = group.type === 'Boot';
  return (
    <li className={styles.step}>
      <span className={styles.number} aria-hidden="true">
        {place}
      </span>
      <div>
        <div className={styles.head}>
          <h3 className={styles.title}>{groupTitle(group)}</h3>
          {task && <JobStatePill state={task.state} stateDescription={task.stateDescription} />}
        </div>
        <p className={styles.body}>{bodyOf(group)}</p>
        {group.startActions.map((action) => (
          <Action key={action.name} action={action} side="before" />
        ))}
        {isBoot && group.itemIds.length > 0 && (
          <ul className={styles.machines} aria-label={groupTitle(group)}>
            {group.itemIds.map((itemId) => (
              <Machine key={itemId} itemId={itemId} task={task?.children.find(({ itemId: id }) => id === itemId)} />
            ))}
          </ul>
        )}
        {group.endActions.map((action) => (
          <Action key={action.name} action={action} side="after" />
        ))}
      </div>
    </li>
  );
}

function bodyOf({ type, itemIds }: PlanGroupView): string {
  if (type === 'Shutdown') return t('recoveryPlan.shutdown.body');
  if (type === 'Failover') return t('recoveryPlan.failover.body');
  return itemIds.length === 0 ? t('recoveryPlan.group.empty') : t('recoveryPlan.group.body');
}

function Machine({ itemId, task }: { readonly itemId: string; readonly task: TaskView | undefined }): ReactElement {
  const styles = useStyles();
  const row = useItemRow(itemId);
  return (
    <li className={styles.machine}>
      <HealthIcon health={row?.health ?? 'None'} />
      <span className={styles.name}>
        {row ? <RouterLink to={itemPath(itemId)}>{row.name}</RouterLink> : itemId}
        <span className={styles.phase} title={row?.phase}>
          {row ? `${t(`health.${row.health}`)} · ${row.phase}` : t('recoveryPlan.gone')}
        </span>
      </span>
      {task && <JobStatePill state={task.state} stateDescription={task.stateDescription} />}
    </li>
  );
}

function Action({
  action,
  side,
}: {
  readonly action: PlanActionSettings;
  readonly side: 'before' | 'after';
}): ReactElement {
  const styles = useStyles();
  return (
    <div className={styles.action}>
      <Person16Regular />
      <span>{side === 'before' ? t('recoveryPlan.before', action) : t('recoveryPlan.after', action)}</span>
      <span className={styles.actionText}>{action.instructions}</span>
    </div>
  );
}
