import { makeStyles, tokens } from '@fluentui/react-components';
import {
  ArrowClockwise20Regular,
  Copy20Regular,
  DismissCircle20Regular,
  PlayCircle20Regular,
  Server20Regular,
} from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { Command } from '../../components/command-bar.tsx';
import { KeyValueList, type KeyValue } from '../../components/key-value.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { AbsoluteTime } from '../../components/relative-time.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { useCommand } from '../../data/commands.ts';
import { formatDateTime, formatDuration } from '../../data/format.ts';
import { announce } from '../../data/notifications.ts';
import { useJob } from '../../data/queries.ts';
import { useWorldNow } from '../../data/use-world-now.ts';
import { t } from '../../strings/translate.ts';
import { JobErrors } from './job-errors.tsx';
import { jobMarkdown } from './job-markdown.ts';
import { JobStatePill } from './job-state-pill.tsx';
import { JobTarget, targetPath, useIsPlanGone } from './job-target.tsx';
import { viewOf, type JobView } from './job-view.ts';
import { ResumeDialog } from './resume-dialog.tsx';
import { TaskTable } from './task-table.tsx';

const useStyles = makeStyles({
  panels: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalL,
    maxWidth: '1280px',
  },
});

/** One job: its tasks, how long each took, and what went wrong. */
export function JobPage(): ReactElement {
  const { jobId = '' } = useParams();
  const query = useJob(jobId);
  const job = query.data ? viewOf(query.data) : null;
  const [isResuming, setResuming] = useState(false);
  const isPlanGone = useIsPlanGone(job?.isOfPlan ? job.itemName : null);
  const commands = useJobCommands(job, isPlanGone, () => setResuming(true));
  const styles = useStyles();
  return (
    <PageFrame
      title={job ? t('job.title', { name: job.name, item: job.itemName }) : t('jobs.title')}
      crumbs={[
        { label: t('app.vault'), to: '/' },
        { label: t('jobs.title'), to: '/jobs' },
      ]}
      aside={job && <JobStatePill state={job.state} stateDescription={job.stateDescription} />}
      commands={commands}
    >
      <QueryView query={query} what={t('job.what')} skeleton={<PanelSkeleton heightPx={320} />}>
        {() =>
          job && (
            <div className={styles.panels}>
              {job.errors.length > 0 && <JobErrors errors={job.errors} />}
              <Panel title={t('job.essentials')}>
                <Essentials job={job} />
              </Panel>
              <Panel title={t('job.tasks')}>
                <TaskTable job={job} />
              </Panel>
            </div>
          )
        }
      </QueryView>
      {job && isResuming && (
        <ResumeDialog
          subject={job.itemName}
          jobId={job.id}
          title={t('jobResume.title', { name: job.name })}
          instructions={waitingFor(job)}
          onClose={() => setResuming(false)}
        />
      )}
    </PageFrame>
  );
}

function Essentials({ job }: { readonly job: JobView }): ReactElement {
  const now = useWorldNow();
  const seconds =
    job.startedAt === null ? null : ((job.endedAt ?? Math.max(now, job.startedAt)) - job.startedAt) / 1000;
  const duration = seconds === null ? t('value.none') : formatDuration(seconds);
  const entries: KeyValue[] = [
    {
      label: job.isOfPlan ? t('job.plan') : t('job.item'),
      value: <JobTarget {...job} />,
    },
    { label: t('job.started'), value: job.startedAt === null ? t('value.none') : formatDateTime(job.startedAt) },
    {
      label: t('job.ended'),
      value: job.endedAt === null ? t('value.none') : <AbsoluteTime at={new Date(job.endedAt).toISOString()} />,
    },
    { label: t('job.duration'), value: job.endedAt === null ? t('job.running', { duration }) : duration },
    { label: t('job.id'), value: job.id },
    { label: t('job.activity'), value: job.activityId },
  ];
  return <KeyValueList entries={entries} />;
}

/** What a waiting job asks for, as far as it says. */
function waitingFor({ tasks }: JobView): string {
  const waiting = tasks.flatMap(({ children }) => children).find(({ state }) => state === 'Suspended');
  return waiting?.instructions ?? '';
}

function useJobCommands(job: JobView | null, isPlanGone: boolean, resume: () => void): readonly Command[] {
  const navigate = useNavigate();
  const command = useCommand();
  if (!job) return [];
  const give = (action: 'cancel' | 'restart', label: string): void =>
    command.mutate({
      label,
      name: job.name,
      run: (client) => (action === 'cancel' ? client.cancelJob(job.id) : client.restartJob(job.id)),
    });
  const copy = (): void => {
    navigator.clipboard.writeText(jobMarkdown(job)).then(
      () => announce(t('action.copied')),
      () => undefined,
    );
  };
  return [
    {
      id: 'cancel',
      label: t('job.cancel'),
      icon: <DismissCircle20Regular />,
      onSelect: () => give('cancel', t('job.cancel')),
      disabledReason: job.allowedActions.includes('Cancel') ? null : t('job.notCancellable'),
    },
    {
      id: 'restart',
      label: t('job.restart'),
      icon: <ArrowClockwise20Regular />,
      onSelect: () => give('restart', t('job.restart')),
      disabledReason: job.allowedActions.includes('Restart') ? null : t('job.notRestartable'),
    },
    {
      id: 'resume',
      label: t('jobResume.label'),
      icon: <PlayCircle20Regular />,
      onSelect: resume,
      disabledReason: job.allowedActions.includes('Resume') ? null : t('jobResume.notWaiting'),
    },
    {
      id: 'item',
      label: job.isOfPlan ? t('job.openPlan') : t('job.openItem'),
      icon: <Server20Regular />,
      onSelect: () => void navigate(targetPath(job)),
      disabledReason: job.isOfVault ? t('job.ofVault') : isPlanGone ? t('job.planGone') : null,
      startsGroup: true,
    },
    { id: 'copy', label: t('job.copyMarkdown'), icon: <Copy20Regular />, onSelect: copy },
  ];
}
