import { makeStyles, tokens } from '@fluentui/react-components';
import { Suspense, lazy, type ReactElement } from 'react';
import type { RpoBand } from '../../../management/wire-insight.ts';
import { PicturePanel } from '../../components/picture-panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { formatCount, formatDateTime, formatDuration } from '../../data/format.ts';
import { useRpoBand } from '../../data/insight-queries.ts';
import { t } from '../../strings/translate.ts';

type Point = RpoBand['points'][number];

const RpoBandChart = lazy(async () => ({ default: (await import('./rpo-band-chart.tsx')).RpoBandChart }));

const HEIGHT_PX = 200;

const useStyles = makeStyles({
  area: { minHeight: `${HEIGHT_PX}px`, margin: 0 },
  table: { maxHeight: '320px', overflowY: 'auto' },
  empty: { margin: 0, color: tokens.colorNeutralForeground3 },
});

const columns: readonly SimpleColumn<Point>[] = [
  { id: 'time', header: t('chart.time'), render: ({ at }) => formatDateTime(Date.parse(at)) },
  { id: 'min', header: t('rpoBand.min'), isNumeric: true, render: ({ minSeconds }) => formatDuration(minSeconds) },
  {
    id: 'median',
    header: t('rpoBand.median'),
    isNumeric: true,
    render: ({ medianSeconds }) => formatDuration(medianSeconds),
  },
  { id: 'max', header: t('rpoBand.max'), isNumeric: true, render: ({ maxSeconds }) => formatDuration(maxSeconds) },
  { id: 'count', header: t('rpoBand.count'), isNumeric: true, render: ({ itemCount }) => formatCount(itemCount) },
];

/** Least, median and greatest RPO of all machines over the last day. */
export function RpoBandPanel(): ReactElement {
  const styles = useStyles();
  const query = useRpoBand();
  return (
    <PicturePanel title={t('rpoBand.title')} asOf={query.data?.asOf}>
      {(isTable) => (
        <QueryView query={query} what={t('rpoBand.what')} skeleton={<RowsSkeleton rows={5} />}>
          {(band) => {
            if (band.points.length === 0) return <p className={styles.empty}>{t('rpoBand.empty')}</p>;
            return isTable ? <BandTable band={band} /> : <BandFigure band={band} />;
          }}
        </QueryView>
      )}
    </PicturePanel>
  );
}

function BandFigure({ band }: { readonly band: RpoBand }): ReactElement {
  const styles = useStyles();
  return (
    <figure className={styles.area} aria-label={summary(band)}>
      <Suspense fallback={<RowsSkeleton rows={5} />}>
        <RpoBandChart band={band} heightPx={HEIGHT_PX} />
      </Suspense>
    </figure>
  );
}

function BandTable({ band }: { readonly band: RpoBand }): ReactElement {
  const styles = useStyles();
  return (
    <div className={styles.table}>
      <SimpleTable
        label={t('rpoBand.title')}
        columns={columns}
        rows={band.points.toReversed()}
        keyOf={({ at }) => at}
      />
    </div>
  );
}

function summary({ points }: RpoBand): string {
  const now = points.at(-1);
  return t('rpoBand.alt', {
    count: now?.itemCount ?? 0,
    min: formatDuration(now?.minSeconds ?? 0),
    median: formatDuration(now?.medianSeconds ?? 0),
    max: formatDuration(now?.maxSeconds ?? 0),
    peak: formatDuration(Math.max(0, ...points.map(({ maxSeconds }) => maxSeconds))),
  });
}
