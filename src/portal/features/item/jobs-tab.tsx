import { TaskListSquareLtrRegular } from '@fluentui/react-icons';
import { useMemo, type ReactElement } from 'react';
import type { ItemRow, JobRow } from '../../../management/wire.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { AbsoluteTime } from '../../components/relative-time.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { jobPath } from '../../data/dialogs.ts';
import { formatDuration } from '../../data/format.ts';
import { useJobRows } from '../../data/live-context.ts';
import { useWorldNow } from '../../data/world-clock.ts';
import { t } from '../../strings/translate.ts';
import { JobStatePill } from '../job/job-state-pill.tsx';

const columns: readonly SimpleColumn<JobRow>[] = [
  { id: 'job', header: t('itemJobs.job'), render: ({ id, name }) => <RouterLink to={jobPath(id)}>{name}</RouterLink> },
  {
    id: 'status',
    header: t('itemJobs.status'),
    render: ({ state, stateDescription }) => <JobStatePill state={state} stateDescription={stateDescription} />,
  },
  { id: 'started', header: t('itemJobs.started'), render: ({ startTime }) => <AbsoluteTime at={startTime} /> },
  { id: 'duration', header: t('itemJobs.duration'), isNumeric: true, render: (job) => <JobDuration job={job} /> },
  { id: 'error', header: t('itemJobs.error'), render: ({ errorCode }) => errorCode },
];

/** From start to end, counting on while the job runs. */
function JobDuration({ job: { startTime, endTime } }: { readonly job: JobRow }): ReactElement {
  const now = useWorldNow();
  const end = endTime === null ? now : Date.parse(endTime);
  return <>{formatDuration((end - Date.parse(startTime)) / 1000)}</>;
}

/** Jobs of this machine, the newest first. */
export function JobsTab({ row }: { readonly row: ItemRow }): ReactElement {
  const { rows } = useJobRows();
  const jobs = useMemo(
    () => rows.filter(({ itemId }) => itemId === row.id).toSorted((a, b) => (a.startTime < b.startTime ? 1 : -1)),
    [rows, row.id],
  );
  if (jobs.length === 0) {
    return (
      <EmptyState
        icon={<TaskListSquareLtrRegular />}
        title={t('itemJobs.empty.title')}
        body={t('itemJobs.empty.body')}
      />
    );
  }
  return (
    <Panel title={t('jobs.title')}>
      <SimpleTable label={t('jobs.title')} columns={columns} rows={jobs} keyOf={({ id }) => id} />
    </Panel>
  );
}
