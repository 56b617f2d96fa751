import { Button, Caption1 } from '@fluentui/react-components';
import {
  Add20Regular,
  ArrowClockwise20Regular,
  DocumentTable20Regular,
  Braces20Regular,
  FilterDismissRegular,
  HardDrive20Regular,
} from '@fluentui/react-icons';
import { useCallback, useMemo, type ReactElement } from 'react';
import { useNavigate } from 'react-router';
import type { ItemRow } from '../../../management/wire.ts';
import type { Command } from '../../components/command-bar.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { ListViewBar } from '../../components/grid/list-view-bar.tsx';
import type { GridColumn, GridSort } from '../../components/grid/grid-column.ts';
import { useColumnLayout, type ColumnLayout } from '../../components/grid/use-column-layout.ts';
import { VirtualGrid } from '../../components/grid/virtual-grid.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { useUpdatesCommand } from '../../components/updates-command.tsx';
import { useCalmItemRows } from '../../data/calm-item-rows.ts';
import { itemPath, useDialog } from '../../data/dialogs.ts';
import { useRootCauses } from '../../data/insight-queries.ts';
import { useLiveData } from '../../data/live-context.ts';
import { saveTextFile } from '../../data/save-file.ts';
import { useSelection } from '../../data/selection.ts';
import { useUrlState, type ChangeUrl } from '../../data/url-state.ts';
import { t } from '../../strings/translate.ts';
import { causeTitle } from '../errors/cause-text.ts';
import { ItemMenu } from '../item/item-menu.tsx';
import { useItemPageAhead } from '../item/item-page-ahead.ts';
import { BulkBar } from './bulk-bar.tsx';
import { FilterBar } from './filter-bar.tsx';
import { FirstRun } from './first-run.tsx';
import { HealthStrips } from './health-strip.tsx';
import { itemColumns } from './item-columns.tsx';
import { itemsToCsv, itemsToJson } from './item-export.ts';
import { noFilters, readFilters, readSort, writeSort } from './item-filters.ts';
import { useItemCounts } from './item-tally.ts';
import { useItemView } from './item-view.ts';
import { SummaryCards } from './summary-cards.tsx';

/** Replicated items: the list that the administrator lives in. */
export function ItemsPage(): ReactElement {
  const snapshot = useCalmItemRows();
  const [params, changeUrl] = useUrlState();
  const causes = useRootCauses(params.has('cause')).data?.causes;
  const filters = useMemo(() => readFilters(params, causes), [params, causes]);
  const cause = causes?.find(({ id }) => id === filters.cause);
  const sort = useMemo(() => readSort(params), [params]);
  const view = useItemView(snapshot.rows, filters, sort);
  const counts = useItemCounts(snapshot.rows);
  const critical = counts.health.get('Critical') ?? 0;
  const isFirstRun = snapshot.state === 'ready' && snapshot.rows.length === 0;
  const { refetch } = useLiveData();
  const layout = useColumnLayout('items', itemColumns, params, changeUrl);
  const commands = usePageCommands(view, layout);
  return (
    <PageFrame
      title={t('items.title')}
      documentTitle={critical > 0 ? t('items.titleCritical', { count: critical }) : t('items.title')}
      crumbs={[{ label: t('app.vault'), to: '/' }]}
      aside={
        isFirstRun ? null : (
          <>
            <ShownCount shown={view.length} total={snapshot.rows.length} />
            <ListViewBar list="items" columns={itemColumns} layout={layout} />
          </>
        )
      }
      commands={commands}
      isFixed={!isFirstRun}
    >
      {isFirstRun ? (
        <FirstRun />
      ) : (
        <>
          <SummaryCards byHealth={counts.health} byStage={counts.stage} filters={filters} onChange={changeUrl} />
          <FilterBar
            counts={counts}
            filters={filters}
            causeName={cause ? causeTitle(cause) : null}
            onChange={changeUrl}
          />
          {snapshot.error && (
            <ErrorPanel
              title={t('error.title', { what: t('items.what') })}
              error={snapshot.error}
              onRetry={refetch}
              isRetriedByItself
            />
          )}
          {snapshot.state === 'loading' && <RowsSkeleton rows={14} />}
          {snapshot.state === 'ready' &&
            (view.length > 0 ? (
              <HealthStrips>
                <ItemsGrid view={view} columns={layout.columns} sort={sort} params={params} onChange={changeUrl} />
              </HealthStrips>
            ) : (
              <EmptyState
                icon={<FilterDismissRegular />}
                title={t('items.filteredEmpty.title')}
                body={t('items.filteredEmpty.body', { filters: describe(params) })}
                actions={
                  <Button appearance="primary" onClick={() => changeUrl(noFilters)}>
                    {t('action.clearFilters')}
                  </Button>
                }
              />
            ))}
        </>
      )}
    </PageFrame>
  );
}

function ShownCount({ shown, total }: { readonly shown: number; readonly total: number }): ReactElement {
  return <Caption1>{t('items.shown', { shown, total })}</Caption1>;
}

/** The filters as the reader set them: "q: sql, host: HV-FRA-01". */
function describe(params: URLSearchParams): string {
  return [...params]
    .filter(([name]) => name in noFilters)
    .map(([name, value]) => `${name}: ${value.replaceAll('|', ', ')}`)
    .join(' · ');
}

function menuOf(itemId: string): ReactElement {
  return <ItemMenu itemId={itemId} />;
}

interface ItemsGridProps {
  readonly view: readonly ItemRow[];
  readonly columns: readonly GridColumn<ItemRow>[];
  readonly sort: GridSort;
  readonly params: URLSearchParams;
  readonly onChange: ChangeUrl;
}

function ItemsGrid({ view, columns, sort, params, onChange }: ItemsGridProps): ReactElement {
  const navigate = useNavigate();
  const { items } = useLiveData();
  const { selection, selectedIds, select } = useSelection(view, params, onChange);
  useItemPageAhead();
  const open = useCallback((itemId: string) => void navigate(itemPath(itemId)), [navigate]);
  return (
    <>
      <VirtualGrid
        label={t('items.title')}
        rows={view}
        columns={columns}
        source={items}
        sort={sort}
        onSortChange={(next) => onChange({ sort: writeSort(next) })}
        selection={selection}
        onSelectionChange={select}
        onOpen={open}
        menuFor={menuOf}
      />
      {selectedIds.length > 0 && <BulkBar itemIds={selectedIds} onClear={() => select(new Set())} />}
    </>
  );
}

function usePageCommands(view: readonly ItemRow[], layout: ColumnLayout<ItemRow>): readonly Command[] {
  const navigate = useNavigate();
  const { open } = useDialog();
  const { items, refetch } = useLiveData();
  const updates = useUpdatesCommand();
  const { columns } = layout;
  // The same while the view is: the bar measures itself for every other array.
  return useMemo(() => {
    const current = () => view.map(({ id }) => items.row(id)).filter((row) => row !== undefined);
    const columnIds = columns.map(({ id }) => id);
    const nothing = view.length === 0 ? t('items.export.nothing') : null;
    return [
      {
        id: 'protect',
        label: t('items.firstRun.protect'),
        icon: <Add20Regular />,
        onSelect: () => void navigate('/protect'),
      },
      { id: 'import', label: t('items.import'), icon: <HardDrive20Regular />, onSelect: () => open('importDisk') },
      {
        id: 'refresh',
        label: t('action.refresh'),
        icon: <ArrowClockwise20Regular />,
        startsGroup: true,
        onSelect: refetch,
      },
      updates,
      {
        id: 'csv',
        label: t('items.exportCsv'),
        icon: <DocumentTable20Regular />,
        disabledReason: nothing,
        onSelect: () =>
          saveTextFile('replicated-items.csv', 'text/csv;charset=utf-8', itemsToCsv(current(), columnIds)),
      },
      {
        id: 'json',
        label: t('items.exportJson'),
        icon: <Braces20Regular />,
        disabledReason: nothing,
        onSelect: () => saveTextFile('replicated-items.json', 'application/json', itemsToJson(current(), columnIds)),
      },
    ];
  }, [view, columns, navigate, open, items, refetch, updates]);
}
