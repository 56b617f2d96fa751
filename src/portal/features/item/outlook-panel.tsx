import { makeStyles, tokens } from '@fluentui/react-components';
import { Suspense, lazy, type ReactElement } from 'react';
import type { Series } from '../../../management/wire.ts';
import type { ItemOutlook, LogOutlook } from '../../../management/wire-insight.ts';
import { KeyValueList, type KeyValue } from '../../components/key-value.tsx';
import { PicturePanel } from '../../components/picture-panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Countdown } from '../../components/relative-time.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { formatBytes, formatBytesPerSecond, formatDateTime, formatDuration, formatShare } from '../../data/format.ts';
import { useOutlook } from '../../data/insight-queries.ts';
import { useSeries } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';

type Hindcast = LogOutlook['hindcasts'][number];

const ForecastChart = lazy(async () => ({ default: (await import('./forecast-chart.tsx')).ForecastChart }));

const HEIGHT_PX = 180;

const useStyles = makeStyles({
  body: {
    display: 'grid',
    gap: tokens.spacingHorizontalXXL,
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 420px), 1fr))',
  },
  figure: { margin: 0, minHeight: `${HEIGHT_PX}px` },
  count: { fontWeight: tokens.fontWeightSemibold, fontSize: tokens.fontSizeBase400 },
  heading: { margin: `${tokens.spacingVerticalM} 0 ${tokens.spacingVerticalXS}`, fontSize: tokens.fontSizeBase300 },
  muted: { color: tokens.colorNeutralForeground3, margin: 0 },
});

/** Where the log is heading, how earlier forecasts did, how long it takes to drain, what is left of the RPO. */
export function OutlookPanel({ itemId }: { readonly itemId: string }): ReactElement {
  const outlook = useOutlook(itemId);
  const series = useSeries(itemId).data;
  return (
    <PicturePanel title={t('outlook.title')} asOf={outlook.data?.asOf}>
      {(isTable) => (
        <QueryView query={outlook} what={t('outlook.what')} skeleton={<RowsSkeleton rows={6} />}>
          {(loaded) => {
            const history = series?.points ?? [];
            return isTable ? (
              <BandTable log={loaded.log} history={history} />
            ) : (
              <Outlook outlook={loaded} history={history} />
            );
          }}
        </QueryView>
      )}
    </PicturePanel>
  );
}

interface OutlookProps {
  readonly outlook: ItemOutlook;
  readonly history: Series['points'];
}

function Outlook({ outlook, history }: OutlookProps): ReactElement {
  const styles = useStyles();
  const { log } = outlook;
  return (
    <div className={styles.body}>
      <div>
        <KeyValueList columns="one" entries={facts(outlook, styles.count)} />
        <Hindcasts hindcasts={log.hindcasts} />
      </div>
      <figure className={styles.figure} aria-label={summary(log)}>
        <Suspense fallback={<RowsSkeleton rows={5} />}>
          <ForecastChart log={log} history={history} heightPx={HEIGHT_PX} />
        </Suspense>
      </figure>
    </div>
  );
}

function BandTable({ log, history }: { readonly log: LogOutlook; readonly history: Series['points'] }): ReactElement {
  const rows = [...measured(history), ...log.band.map((point) => ({ ...point, isForecast: true }))];
  return (
    <SimpleTable
      label={t('outlook.title')}
      columns={bandColumns}
      rows={rows}
      keyOf={({ at, isForecast }) => `${at} ${isForecast}`}
    />
  );
}

interface TableRow {
  readonly at: string;
  readonly lowBytes: number;
  readonly likelyBytes: number;
  readonly highBytes: number;
  readonly isForecast: boolean;
}

/** The newest samples before the forecast, one line each: all three ends are what was measured. */
function measured(history: Series['points']): readonly TableRow[] {
  return history.slice(-12).map(({ at, logBytes }) => ({
    at,
    lowBytes: logBytes,
    likelyBytes: logBytes,
    highBytes: logBytes,
    isForecast: false,
  }));
}

const bandColumns: readonly SimpleColumn<TableRow>[] = [
  { id: 'time', header: t('chart.time'), render: ({ at }) => formatDateTime(Date.parse(at)) },
  {
    id: 'kind',
    header: t('outlook.forecast'),
    render: ({ isForecast }) => (isForecast ? t('outlook.forecast') : t('outlook.table.measured')),
  },
  { id: 'low', header: t('outlook.table.low'), isNumeric: true, render: ({ lowBytes }) => formatBytes(lowBytes) },
  {
    id: 'likely',
    header: t('outlook.table.likely'),
    isNumeric: true,
    render: ({ likelyBytes }) => formatBytes(likelyBytes),
  },
  { id: 'high', header: t('outlook.table.high'), isNumeric: true, render: ({ highBytes }) => formatBytes(highBytes) },
];

function facts({ log, drain, rpo }: ItemOutlook, countClass: string): readonly KeyValue[] {
  return [
    { label: t('outlook.trend'), value: t(`outlook.trend.${log.trend}`) },
    ...(log.reachesLimitAt ? [{ label: t('outlook.reaches'), value: reaches(log.reachesLimitAt, countClass) }] : []),
    {
      label: t('outlook.growth'),
      value:
        log.growthBytesPerSecond === null
          ? t('outlook.growthUnknown')
          : t('value.range', {
              low: formatBytesPerSecond(log.growthBytesPerSecond[0]),
              high: formatBytesPerSecond(log.growthBytesPerSecond[1]),
            }),
    },
    {
      label: t('outlook.headroom'),
      value:
        log.headroomSeconds === null
          ? t('outlook.headroomNone')
          : t('outlook.headroomValue', { duration: formatDuration(log.headroomSeconds) }),
    },
    { label: t('outlook.drain'), value: drainText(drain, log.trend === 'growing') },
    { label: t('outlook.rpo'), value: rpoText(rpo) },
  ];
}

function reaches([earliest, latest]: readonly [string, string | null], countClass: string): ReactElement {
  const last =
    latest === null ? t('outlook.noLatest') : t('outlook.latest', { time: formatDateTime(Date.parse(latest)) });
  return (
    <>
      <span className={countClass}>
        <Countdown at={earliest} />
      </span>
      <br />
      {t('outlook.earliest', { time: formatDateTime(Date.parse(earliest)) })}, {last}
    </>
  );
}

function drainText({ pendingBytes, seconds, sendBytesPerSecond }: ItemOutlook['drain'], isGrowing: boolean): string {
  if (pendingBytes === 0) return t('outlook.drainEmpty');
  if (seconds === null && sendBytesPerSecond !== null && isGrowing) return t('outlook.drainStalled');
  return seconds === null
    ? t('outlook.drainNone')
    : t('outlook.drainValue', { duration: formatDuration(seconds), bytes: formatBytes(pendingBytes) });
}

function rpoText({ leftSeconds, limitSeconds, breachedSeconds, observedSeconds }: ItemOutlook['rpo']): ReactElement {
  const observed = formatDuration(observedSeconds);
  return (
    <>
      {leftSeconds === null
        ? t('outlook.rpoNone')
        : t('outlook.rpoLeft', { left: formatDuration(leftSeconds), limit: formatDuration(limitSeconds) })}
      <br />
      {breachedSeconds === 0
        ? t('outlook.rpoMet', { observed })
        : t('outlook.rpoMissed', { observed, breached: formatDuration(breachedSeconds) })}
    </>
  );
}

const hindcastColumns: readonly SimpleColumn<Hindcast>[] = [
  {
    id: 'made',
    header: t('outlook.hindcast.made'),
    render: ({ madeAt }) => formatDateTime(Date.parse(madeAt)),
  },
  {
    id: 'expected',
    header: t('outlook.hindcast.expected'),
    render: ({ expectedBytes: [low, high] }) => t('value.range', { low: formatBytes(low), high: formatBytes(high) }),
  },
  { id: 'actual', header: t('outlook.hindcast.actual'), render: ({ actualBytes }) => formatBytes(actualBytes) },
  {
    id: 'error',
    header: t('outlook.hindcast.error'),
    render: ({ errorShare, isWithin }) =>
      `${formatShare(errorShare)}, ${isWithin ? t('outlook.hindcast.in') : t('outlook.hindcast.out')}`,
  },
];

function Hindcasts({ hindcasts }: { readonly hindcasts: readonly Hindcast[] }): ReactElement {
  const styles = useStyles();
  return (
    <>
      <h3 className={styles.heading}>{t('outlook.hindcast')}</h3>
      {hindcasts.length === 0 ? (
        <p className={styles.muted}>{t('outlook.hindcastNone')}</p>
      ) : (
        <SimpleTable
          label={t('outlook.hindcast')}
          columns={hindcastColumns}
          rows={hindcasts}
          keyOf={({ madeAt }) => madeAt}
        />
      )}
    </>
  );
}

function summary({ logBytes, limitBytes, band }: LogOutlook): string {
  const end = band.at(-1);
  return t('outlook.chart.alt', {
    now: formatBytes(logBytes),
    low: formatBytes(end?.lowBytes ?? logBytes),
    high: formatBytes(end?.highBytes ?? logBytes),
    time: end ? formatDateTime(Date.parse(end.at)) : t('time.now'),
    limit: formatBytes(limitBytes),
  });
}
