import {
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { formatDuration, formatTime } from '../../data/format.ts';
import { useWorldNow } from '../../data/use-world-now.ts';
import { t } from '../../strings/translate.ts';
import { JobStatePill } from './job-state-pill.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { jobPath } from '../../data/dialogs.ts';
import { criticalPath } from './critical-path.ts';
import { placeOf, type JobView, type TaskView } from './job-view.ts';

const useStyles = makeStyles({
  state: { width: '168px' },
  number: { width: '112px', fontVariantNumeric: 'tabular-nums' },
  // On a narrow page the tasks' names have the room: the times beside them say the same in figures.
  timeline: { width: '30%', '@media (max-width: 1200px)': { width: '88px' } },
  // Narrower than that, the table is scrolled: words are not broken into letters.
  scroller: { overflowX: 'auto' },
  table: { minWidth: '648px' },
  track: {
    position: 'relative',
    height: '10px',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  bar: {
    position: 'absolute',
    insetBlock: 0,
    minWidth: '2px',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorCompoundBrandBackground,
    '@media (forced-colors: active)': { backgroundColor: 'Highlight', forcedColorAdjust: 'none' },
  },
  failed: { backgroundColor: tokens.colorStatusDangerBackground3 },
  done: { backgroundColor: tokens.colorStatusSuccessBackground3 },
  critical: { outline: `2px solid ${tokens.colorNeutralForeground1}`, outlineOffset: '-1px' },
  child: { paddingLeft: tokens.spacingHorizontalXL },
  note: { display: 'block', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** The tasks of a job as a list, each with its place in the job's time. */
export function TaskTable({ job }: { readonly job: JobView }): ReactElement {
  const styles = useStyles();
  const now = useWorldNow();
  const critical = criticalPath(job.tasks, now);
  if (job.tasks.length === 0) return <span>{t('job.tasks.none')}</span>;
  return (
    <div className={styles.scroller}>
      <Table className={styles.table} size="small" aria-label={t('job.tasks')}>
        <TableHeader>
          <TableRow>
            <TableHeaderCell>{t('job.task')}</TableHeaderCell>
            <TableHeaderCell className={styles.state}>{t('job.status')}</TableHeaderCell>
            <TableHeaderCell className={styles.number}>{t('job.started')}</TableHeaderCell>
            <TableHeaderCell className={styles.number}>{t('job.duration')}</TableHeaderCell>
            <TableHeaderCell className={styles.timeline}>{t('job.task.timeline')}</TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {job.tasks.flatMap(withChildren).map(({ task, isChild }) => (
            <TableRow key={task.id}>
              <TableCell>
                <TaskName task={task} isChild={isChild} critical={critical.has(task.id) ? whenCritical(job) : null} />
              </TableCell>
              <TableCell>
                <JobStatePill state={task.state} stateDescription={task.stateDescription} />
              </TableCell>
              <TableCell className={styles.number}>
                {task.startedAt === null ? t('value.none') : formatTime(task.startedAt)}
              </TableCell>
              <TableCell className={styles.number}>{durationOf(task, now)}</TableCell>
              <TableCell>
                <TimelineBar task={task} job={job} now={now} isCritical={critical.has(task.id)} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

interface TaskLine {
  readonly task: TaskView;
  readonly isChild: boolean;
}

type CriticalText = 'job.task.critical' | 'job.task.criticalSoFar';

/** Of a job that goes on, the path is the one so far. */
function whenCritical({ endedAt }: JobView): CriticalText {
  return endedAt === null ? 'job.task.criticalSoFar' : 'job.task.critical';
}

/** A group of a recovery plan, then what is done in it. */
function withChildren(task: TaskView): readonly TaskLine[] {
  return [{ task, isChild: false }, ...task.children.map((child) => ({ task: child, isChild: true }))];
}

/** The task, with the job of a machine's part, why it was left out, or what a manual action is about. */
function TaskName({ task, isChild, critical }: TaskLine & { readonly critical: CriticalText | null }): ReactElement {
  const styles = useStyles();
  const { name, jobId, skippedReason, instructions, observation } = task;
  return (
    <div className={mergeClasses(isChild && styles.child)}>
      {jobId ? <RouterLink to={jobPath(jobId)}>{name}</RouterLink> : name}
      {critical && <span className={styles.note}>{t(critical)}</span>}
      {skippedReason && <span className={styles.note}>{t('job.task.skipped', { reason: skippedReason })}</span>}
      {instructions && <span className={styles.note}>{instructions}</span>}
      {observation && <span className={styles.note}>{t('job.task.observation', { text: observation })}</span>}
    </div>
  );
}

function TimelineBar({
  task,
  job,
  now,
  isCritical,
}: {
  readonly task: TaskView;
  readonly job: JobView;
  readonly now: number;
  readonly isCritical: boolean;
}): ReactElement {
  const styles = useStyles();
  const place = placeOf(task, job, now);
  const tone = task.state === 'Failed' ? styles.failed : task.state === 'Succeeded' ? styles.done : undefined;
  return (
    <div className={styles.track} aria-hidden="true">
      {place && (
        <div
          className={mergeClasses(styles.bar, tone, isCritical && styles.critical)}
          style={{ left: `${place.from * 100}%`, width: `${(place.to - place.from) * 100}%` }}
        />
      )}
    </div>
  );
}

function durationOf(task: TaskView, now: number): string {
  if (task.startedAt === null) return t('value.none');
  return formatDuration(((task.endedAt ?? Math.max(now, task.startedAt)) - task.startedAt) / 1000);
}
