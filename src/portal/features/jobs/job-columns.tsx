import type { ReactElement } from 'react';
import type { JobRow } from '../../../management/wire.ts';
import type { GridColumn } from '../../components/grid/grid-column.ts';
import { AbsoluteTime } from '../../components/relative-time.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { jobPath } from '../../data/dialogs.ts';
import { formatDuration } from '../../data/format.ts';
import { useWorldNow } from '../../data/use-world-now.ts';
import { t } from '../../strings/translate.ts';
import { JobStatePill } from '../job/job-state-pill.tsx';
import { JobTarget } from '../job/job-target.tsx';
import { durationOf, titleOf } from './job-filters.ts';

/** The columns of Site Recovery jobs, in the Azure portal's order. */
export const jobColumns: readonly GridColumn<JobRow>[] = [
  {
    id: 'name',
    header: t('jobs.column.name'),
    minWidthPx: 220,
    grow: 2,
    isSortable: true,
    render: (row) => (
      <RouterLink to={jobPath(row.id)} tabIndex={-1} title={titleOf(row)}>
        {titleOf(row)}
      </RouterLink>
    ),
  },
  {
    id: 'state',
    header: t('jobs.column.state'),
    minWidthPx: 150,
    grow: 1,
    isSortable: true,
    render: ({ state, stateDescription }) => <JobStatePill state={state} stateDescription={stateDescription} />,
  },
  {
    id: 'item',
    header: t('jobs.column.item'),
    minWidthPx: 130,
    grow: 1,
    isSortable: true,
    render: ({ itemId, itemName, recoveryPlan, isOfVault = false }) => (
      <JobTarget
        itemId={itemId}
        itemName={itemName}
        isOfPlan={recoveryPlan !== undefined}
        isOfVault={isOfVault}
        tabIndex={-1}
      />
    ),
  },
  {
    id: 'start',
    header: t('jobs.column.start'),
    minWidthPx: 210,
    grow: 1.2,
    isSortable: true,
    render: ({ startTime }) => <AbsoluteTime at={startTime} />,
  },
  {
    id: 'duration',
    header: t('jobs.column.duration'),
    minWidthPx: 110,
    grow: 0.8,
    isSortable: true,
    isNumeric: true,
    render: (row) => <Duration row={row} />,
  },
  {
    id: 'error',
    header: t('jobs.column.error'),
    minWidthPx: 150,
    grow: 1,
    isSortable: true,
    render: ({ errorCode }) => <span title={errorCode ?? ''}>{errorCode ?? t('value.none')}</span>,
  },
];

function Duration({ row }: { readonly row: JobRow }): ReactElement {
  return row.endTime === null ? <RunningDuration row={row} /> : <>{formatDuration(durationOf(row, 0) / 1000)}</>;
}

/** Only a running job follows the clock. */
function RunningDuration({ row }: { readonly row: JobRow }): ReactElement {
  return <>{formatDuration(durationOf(row, useWorldNow()) / 1000)}</>;
}
