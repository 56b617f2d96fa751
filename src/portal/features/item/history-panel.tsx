import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ChartMultiple20Regular, Table20Regular } from '@fluentui/react-icons';
import { Suspense, lazy, type ReactElement } from 'react';
import type { Series } from '../../../management/wire.ts';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { AsOf } from '../../components/relative-time.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { formatBytes, formatBytesPerSecond, formatDateTime, formatDuration } from '../../data/format.ts';
import { useSeries } from '../../data/queries.ts';
import { useUrlState } from '../../data/url-state.ts';
import { t } from '../../strings/translate.ts';

type Point = Series['points'][number];

// The chart library is a chunk of its own: it weighs more than the rest of the page.
const HistoryCharts = lazy(async () => ({ default: (await import('./history-charts.tsx')).HistoryCharts }));

/** What three charts of this page need; the skeleton and the table take the same room. */
const CHARTS_HEIGHT_PX = 420;

const useStyles = makeStyles({
  area: { minHeight: `${CHARTS_HEIGHT_PX}px` },
  table: { maxHeight: `${CHARTS_HEIGHT_PX}px`, overflowY: 'auto' },
  empty: { color: tokens.colorNeutralForeground3 },
});

const columns: readonly SimpleColumn<Point>[] = [
  { id: 'time', header: t('chart.time'), render: ({ at }) => formatDateTime(Date.parse(at)) },
  {
    id: 'rpo',
    header: t('chart.rpo'),
    isNumeric: true,
    render: ({ rpoSeconds }) => (rpoSeconds === null ? t('value.none') : formatDuration(rpoSeconds)),
  },
  { id: 'log', header: t('chart.log'), isNumeric: true, render: ({ logBytes }) => formatBytes(logBytes) },
  {
    id: 'churn',
    header: t('chart.churn'),
    isNumeric: true,
    render: ({ churnBytesPerSecond }) => formatBytesPerSecond(churnBytesPerSecond),
  },
];

/** RPO, log size and churn on one time axis, as charts or as a table (`?chart=table`). */
export function HistoryPanel({ itemId }: { readonly itemId: string }): ReactElement {
  const styles = useStyles();
  const series = useSeries(itemId);
  const [params, changeUrl] = useUrlState();
  const isTable = params.get('chart') === 'table';
  return (
    <Panel
      title={t('chart.title')}
      aside={
        <>
          <AsOf at={series.data?.points.at(-1)?.at} />
          <Button
            size="small"
            appearance="subtle"
            icon={isTable ? <ChartMultiple20Regular /> : <Table20Regular />}
            onClick={() => changeUrl({ chart: isTable ? null : 'table' })}
          >
            {isTable ? t('chart.show') : t('table.show')}
          </Button>
        </>
      }
    >
      <div className={styles.area}>
        <QueryView query={series} what={t('chart.what')} skeleton={<RowsSkeleton rows={8} />}>
          {(loaded) => {
            if (loaded.points.length === 0) return <p className={styles.empty}>{t('chart.empty')}</p>;
            if (isTable) {
              return (
                <div className={styles.table}>
                  <SimpleTable
                    label={t('chart.title')}
                    columns={columns}
                    rows={loaded.points.toReversed()}
                    keyOf={({ at }) => at}
                  />
                </div>
              );
            }
            return (
              <Suspense fallback={<RowsSkeleton rows={8} />}>
                <HistoryCharts series={loaded} />
              </Suspense>
            );
          }}
        </QueryView>
      </div>
    </Panel>
  );
}
