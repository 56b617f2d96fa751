import { TaskListSquareLtrRegular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { ItemRow, JobRow } from '../../../management/wire.ts';
import type { JobWindow } from '../../../management/wire-lists.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { AbsoluteTime } from '../../components/relative-time.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { jobPath } from '../../data/dialogs.ts';
import { formatCount, formatDuration } from '../../data/format.ts';
import { useItemJobs } from '../../data/job-queries.ts';
import { useWorldNow } from '../../data/use-world-now.ts';
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
  return (
    <QueryView query={useItemJobs(row.id)} what={t('itemJobs.what')} skeleton={<PanelSkeleton heightPx={200} />}>
      {(window) => <Jobs window={window} />}
    </QueryView>
  );
}

function Jobs({ window: { rows, count } }: { readonly window: JobWindow }): ReactElement {
  if (rows.length === 0) {
    return (
      <EmptyState
        icon={<TaskListSquareLtrRegular />}
        title={t('itemJobs.empty.title')}
        body={t('itemJobs.empty.body')}
      />
    );
  }
  const aside =
    count > rows.length ? t('itemJobs.newest', { shown: formatCount(rows.length), count: formatCount(count) }) : null;
  return (
    <Panel title={t('jobs.title')} aside={aside}>
      <SimpleTable label={t('jobs.title')} columns={columns} rows={rows} keyOf={({ id }) => id} />
    </Panel>
  );
}
