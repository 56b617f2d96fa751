import { Button } from '@fluentui/react-components';
import {
  ArrowClockwise20Regular,
  Braces20Regular,
  DocumentTable20Regular,
  FilterDismissRegular,
  Open20Regular,
  Server20Regular,
  TaskListSquareLtrRegular,
} from '@fluentui/react-icons';
import type { RowSelectionState } from '@tanstack/react-table';
import { useCallback, useMemo, useState, type ReactElement } from 'react';
import { useNavigate } from 'react-router';
import type { JobRow } from '../../../management/wire.ts';
import type { Command } from '../../components/command-bar.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import type { GridSort } from '../../components/grid/grid-column.ts';
import { formatSort } from '../../components/grid/grid-sort.ts';
import { VirtualGrid } from '../../components/grid/virtual-grid.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { itemPath, jobPath } from '../../data/dialogs.ts';
import { useJobRows, useLiveData } from '../../data/live-context.ts';
import { saveTextFile } from '../../data/save-file.ts';
import { useUrlState } from '../../data/url-state.ts';
import { t } from '../../strings/translate.ts';
import { jobColumns } from './job-columns.tsx';
import { jobsToCsv, jobsToJson } from './job-export.ts';
import { JobFilterBar } from './job-filter-bar.tsx';
import { noFilters, readFilters, readSort, selectJobs } from './job-filters.ts';

/** Site Recovery jobs: what was asked for, what came of it. */
export function JobsPage(): ReactElement {
  const snapshot = useJobRows();
  const [params, changeUrl] = useUrlState();
  const filters = useMemo(() => readFilters(params), [params]);
  const sort = useMemo(() => readSort(params), [params]);
  const { clock, refetch } = useLiveData();
  const view = useStable(
    useMemo(() => selectJobs(snapshot.rows, filters, sort, clock.now()), [snapshot.rows, filters, sort, clock]),
  );
  const commands = usePageCommands(view);
  const failed = snapshot.rows.filter(({ state }) => state === 'Failed').length;
  const title = t('jobs.title');
  return (
    <PageFrame
      title={title}
      documentTitle={failed > 0 ? t('jobs.documentTitle', { failed, title }) : title}
      crumbs={[{ label: t('app.vault'), to: '/' }]}
      commands={commands}
      isFixed
    >
      <JobFilterBar rows={snapshot.rows} shownCount={view.length} filters={filters} onChange={changeUrl} />
      {snapshot.error && (
        <ErrorPanel title={t('error.title', { what: t('jobs.what') })} error={snapshot.error} onRetry={refetch} />
      )}
      {snapshot.state === 'loading' && <RowsSkeleton rows={14} />}
      {snapshot.state === 'ready' &&
        (view.length > 0 ? (
          <JobsGrid view={view} sort={sort} onSortChange={(next) => changeUrl({ sort: formatSort(next) })} />
        ) : snapshot.rows.length > 0 ? (
          <EmptyState
            icon={<FilterDismissRegular />}
            title={t('jobs.empty.title')}
            actions={
              <Button appearance="primary" onClick={() => changeUrl(noFilters)}>
                {t('action.clearFilters')}
              </Button>
            }
          />
        ) : (
          <EmptyState icon={<TaskListSquareLtrRegular />} title={t('jobs.first.title')} body={t('jobs.first.body')} />
        ))}
    </PageFrame>
  );
}

/** The same array as before while ids and order are the same, so that only cells render. */
function useStable(rows: readonly JobRow[]): readonly JobRow[] {
  const [kept, setKept] = useState(rows);
  if (rows.length === kept.length && rows.every(({ id }, index) => id === kept[index]?.id)) return kept;
  setKept(rows);
  return rows;
}

function JobsGrid({
  view,
  sort,
  onSortChange,
}: {
  readonly view: readonly JobRow[];
  readonly sort: GridSort;
  readonly onSortChange: (sort: GridSort) => void;
}): ReactElement {
  const navigate = useNavigate();
  const { jobs } = useLiveData();
  const [selection, setSelection] = useState<RowSelectionState>({});
  const open = useCallback((jobId: string) => void navigate(jobPath(jobId)), [navigate]);
  const commandsFor = useCallback(
    (jobId: string): readonly Command[] => {
      const itemId = jobs.row(jobId)?.itemId;
      return [
        { id: 'open', label: t('action.open'), icon: <Open20Regular />, onSelect: () => open(jobId) },
        ...(itemId === undefined
          ? []
          : [
              {
                id: 'item',
                label: t('job.openItem'),
                icon: <Server20Regular />,
                onSelect: () => void navigate(itemPath(itemId)),
              },
            ]),
      ];
    },
    [jobs, navigate, open],
  );
  return (
    <VirtualGrid
      label={t('jobs.title')}
      rows={view}
      columns={jobColumns}
      source={jobs}
      sort={sort}
      onSortChange={onSortChange}
      selection={selection}
      onSelectionChange={setSelection}
      onOpen={open}
      commandsFor={commandsFor}
    />
  );
}

function usePageCommands(view: readonly JobRow[]): readonly Command[] {
  const { jobs, refetch } = useLiveData();
  const current = (): readonly JobRow[] => view.map(({ id }) => jobs.row(id)).filter((row) => row !== undefined);
  const nothing = view.length === 0 ? t('jobs.empty.title') : null;
  return [
    { id: 'refresh', label: t('action.refresh'), icon: <ArrowClockwise20Regular />, onSelect: refetch },
    {
      id: 'csv',
      label: t('jobs.export.csv'),
      icon: <DocumentTable20Regular />,
      startsGroup: true,
      disabledReason: nothing,
      onSelect: () => saveTextFile('site-recovery-jobs.csv', 'text/csv;charset=utf-8', jobsToCsv(current())),
    },
    {
      id: 'json',
      label: t('jobs.export.json'),
      icon: <Braces20Regular />,
      disabledReason: nothing,
      onSelect: () => saveTextFile('site-recovery-jobs.json', 'application/json', jobsToJson(current())),
    },
  ];
}
