import { Button } from '@fluentui/react-components';
import {
  ArrowClockwise20Regular,
  Braces20Regular,
  ClipboardTaskListLtr20Regular,
  DocumentTable20Regular,
  Filter20Regular,
  FilterDismissRegular,
  Open20Regular,
  Server20Regular,
  TaskListSquareLtrRegular,
} from '@fluentui/react-icons';
import { useCallback, useMemo, type ReactElement } from 'react';
import { useNavigate } from 'react-router';
import type { JobRow } from '../../../management/wire.ts';
import type { JobChoice } from '../../../management/wire-lists.ts';
import type { Command } from '../../components/command-bar.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import type { GridColumn, GridSort } from '../../components/grid/grid-column.ts';
import { formatSort } from '../../components/grid/grid-sort.ts';
import { ListViewBar } from '../../components/grid/list-view-bar.tsx';
import { useColumnLayout } from '../../components/grid/use-column-layout.ts';
import { VirtualGrid } from '../../components/grid/virtual-grid.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { useUpdatesCommand } from '../../components/updates-command.tsx';
import { jobPath } from '../../data/dialogs.ts';
import { useClient, useLiveData } from '../../data/live-context.ts';
import { notify } from '../../data/notifications.ts';
import { saveTextFile } from '../../data/save-file.ts';
import { useSelection } from '../../data/selection.ts';
import { useUrlState, type ChangeUrl } from '../../data/url-state.ts';
import { t } from '../../strings/translate.ts';
import { targetPath } from '../job/job-target.tsx';
import { DensityTimeline } from './density-timeline.tsx';
import { jobColumns } from './job-columns.tsx';
import { fetchJobs, jobsToCsv, jobsToJson } from './job-export.ts';
import { JobFilterBar } from './job-filter-bar.tsx';
import { choiceOf, noFilters, readFilters, readSort, writeSpan, type JobFilters } from './job-filters.ts';
import { useJobPages, type JobView } from './use-job-pages.ts';

/** Site Recovery jobs: what was asked for, what came of it. */
export function JobsPage(): ReactElement {
  const [params, changeUrl] = useUrlState();
  const filters = useMemo(() => readFilters(params), [params]);
  const sort = useMemo(() => readSort(params), [params]);
  const choice = useChoice(filters, sort);
  const view = useJobPages(choice, filters.rangeHours);
  const { state, rows, window, error } = view.snapshot;
  const layout = useColumnLayout('jobs', jobColumns, params, changeUrl);
  const commands = usePageCommands(view, choice, layout.columns);
  const failed = window?.states.find((each) => each.state === 'Failed')?.count ?? 0;
  const title = t('jobs.title');
  return (
    <PageFrame
      title={title}
      documentTitle={failed > 0 ? t('jobs.documentTitle', { failed, title }) : title}
      crumbs={[{ label: t('app.vault'), to: '/' }]}
      aside={<ListViewBar list="jobs" columns={jobColumns} layout={layout} />}
      commands={commands}
      isFixed
    >
      <JobFilterBar window={window} filters={filters} onChange={changeUrl} />
      {window && window.density.bins.length > 0 && (
        <DensityTimeline
          density={window.density}
          span={filters.span}
          onChange={(span) => changeUrl({ ...writeSpan(span), range: null })}
        />
      )}
      {error && (
        <ErrorPanel
          title={t('error.title', { what: t('jobs.what') })}
          error={error}
          onRetry={view.pages.refresh}
          isRetriedByItself
        />
      )}
      {state === 'loading' && <RowsSkeleton rows={14} />}
      {state === 'ready' &&
        (rows.length > 0 ? (
          <JobsGrid view={view} columns={layout.columns} sort={sort} params={params} onChange={changeUrl} />
        ) : (
          <NoJobs isVaultEmpty={window?.total === 0} onClear={() => changeUrl(noFilters)} />
        ))}
    </PageFrame>
  );
}

/**
 * What to ask the server for, as of each call. The same function while filters and order say the same: columns and
 * selection in the address are not the server's business.
 */
function useChoice(filters: JobFilters, sort: GridSort): () => JobChoice {
  const { clock } = useLiveData();
  const text = JSON.stringify([filters, sort]);
  return useMemo(() => {
    const [asked, order] = JSON.parse(text) as [JobFilters, GridSort];
    return () => choiceOf(asked, order, clock.now());
  }, [text, clock]);
}

function NoJobs({
  isVaultEmpty,
  onClear,
}: {
  readonly isVaultEmpty: boolean;
  readonly onClear: () => void;
}): ReactElement {
  if (isVaultEmpty)
    return <EmptyState icon={<TaskListSquareLtrRegular />} title={t('jobs.first.title')} body={t('jobs.first.body')} />;
  return (
    <EmptyState
      icon={<FilterDismissRegular />}
      title={t('jobs.empty.title')}
      actions={
        <Button appearance="primary" onClick={onClear}>
          {t('action.clearFilters')}
        </Button>
      }
    />
  );
}

interface JobsGridProps {
  readonly view: JobView;
  readonly columns: readonly GridColumn<JobRow>[];
  readonly sort: GridSort;
  readonly params: URLSearchParams;
  readonly onChange: ChangeUrl;
}

function JobsGrid({ view: { pages, snapshot }, columns, sort, params, onChange }: JobsGridProps): ReactElement {
  const navigate = useNavigate();
  const { selection, select } = useSelection(snapshot.rows, params, onChange);
  const open = useCallback(
    (jobId: string) => {
      // A place whose page has not come yet is no job.
      if (pages.row(jobId)) void navigate(jobPath(jobId));
    },
    [navigate, pages],
  );
  const commandsFor = useCallback(
    (jobId: string): readonly Command[] => {
      const row = pages.row(jobId);
      if (!row) return [];
      return [
        { id: 'open', label: t('action.open'), icon: <Open20Regular />, onSelect: () => open(jobId) },
        ...targetCommands(row, (path) => void navigate(path)),
        {
          id: 'ofItem',
          label: t('jobs.filter.onlyItem'),
          icon: <Filter20Regular />,
          onSelect: () => onChange({ item: row.itemId }),
        },
      ];
    },
    [pages, navigate, open, onChange],
  );
  return (
    <VirtualGrid
      label={t('jobs.title')}
      rows={snapshot.rows}
      columns={columns}
      source={pages}
      sort={sort}
      onSortChange={(next) => onChange({ sort: formatSort(next) })}
      selection={selection}
      onSelectionChange={select}
      onOpen={open}
      commandsFor={commandsFor}
      onSight={pages.show}
    />
  );
}

/** Leads to the page of what the job works on, where that has one. */
function targetCommands(row: JobRow, go: (path: string) => void): readonly Command[] {
  const { itemId, itemName, recoveryPlan, isOfVault = false } = row;
  if (isOfVault) return [];
  const isOfPlan = recoveryPlan !== undefined;
  const path = targetPath({ itemId, itemName, isOfPlan, isOfVault });
  const label = isOfPlan ? t('job.openPlan') : t('job.openItem');
  const icon = isOfPlan ? <ClipboardTaskListLtr20Regular /> : <Server20Regular />;
  return [{ id: 'target', label, icon, onSelect: () => go(path) }];
}

function usePageCommands(
  { pages, snapshot }: JobView,
  choice: () => JobChoice,
  columns: readonly GridColumn<JobRow>[],
): readonly Command[] {
  const client = useClient();
  const updates = useUpdatesCommand();
  const columnIds = columns.map(({ id }) => id);
  const save = (name: string, mediaType: string, textOf: typeof jobsToCsv) => {
    const failed = (error: unknown) =>
      notify({ key: `jobs.export.${name}`, tone: 'danger', title: t('jobs.export.failed'), body: String(error) });
    // A view of 100,000 comes in a hundred windows; the file is saved when all are here.
    fetchJobs(client, choice()).then((rows) => saveTextFile(name, mediaType, textOf(rows, columnIds)), failed);
  };
  const nothing = snapshot.rows.length === 0 ? t('jobs.empty.title') : null;
  return [
    { id: 'refresh', label: t('action.refresh'), icon: <ArrowClockwise20Regular />, onSelect: pages.refresh },
    updates,
    {
      id: 'csv',
      label: t('jobs.export.csv'),
      icon: <DocumentTable20Regular />,
      startsGroup: true,
      disabledReason: nothing,
      onSelect: () => save('site-recovery-jobs.csv', 'text/csv;charset=utf-8', jobsToCsv),
    },
    {
      id: 'json',
      label: t('jobs.export.json'),
      icon: <Braces20Regular />,
      disabledReason: nothing,
      onSelect: () => save('site-recovery-jobs.json', 'application/json', jobsToJson),
    },
  ];
}
