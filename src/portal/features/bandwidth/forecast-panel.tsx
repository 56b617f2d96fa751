import { MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { HostBandwidthSchedule } from '../../../management/wire.ts';
import type { BandwidthForecast, RateForecast } from '../../../management/wire-insight.ts';
import { Panel } from '../../components/panel.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { formatBytes, formatBytesPerSecond, formatDuration, formatDurationRange } from '../../data/format.ts';
import { useBandwidthForecast } from '../../data/insight-queries.ts';
import { t } from '../../strings/translate.ts';

const useStyles = makeStyles({
  text: { margin: `0 0 ${tokens.spacingVerticalS}`, color: tokens.colorNeutralForeground2 },
  resync: { margin: `${tokens.spacingVerticalM} 0 0` },
  now: { display: 'block', fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
});

const ROWS = ['drain', 'rpo', 'limit'] as const;
type Row = (typeof ROWS)[number];

export interface ForecastPanelProps {
  readonly hostId: string;
  readonly inForce: HostBandwidthSchedule | null;
  readonly draft: HostBandwidthSchedule | null;
}

/** What the throttle would do, as the engine reckons it, beside what the one in force does. */
export function ForecastPanel({ hostId, inForce, draft }: ForecastPanelProps): ReactElement {
  const now = useBandwidthForecast(hostId, inForce).data;
  const then = useBandwidthForecast(hostId, draft);
  return (
    <Panel title={t('bandwidth.forecast')}>
      {then.error ? (
        // What may not be set is said while it is typed.
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{then.error.message}</MessageBarBody>
        </MessageBar>
      ) : then.data ? (
        <Forecast forecast={then.data} now={now} />
      ) : (
        <RowsSkeleton rows={3} />
      )}
    </Panel>
  );
}

function Forecast({
  forecast,
  now,
}: {
  readonly forecast: BandwidthForecast;
  readonly now: BandwidthForecast | undefined;
}): ReactElement {
  const styles = useStyles();
  const { machineCount, logBytes, churnBytesPerSecond } = forecast;
  if (machineCount === 0) return <p className={styles.text}>{t('bandwidth.forecast.none')}</p>;
  const column = (id: 'workHours' | 'otherHours', header: string): SimpleColumn<Row> => ({
    id,
    header,
    render: (row) => <Compared text={textOf(row, forecast[id])} before={now && textOf(row, now[id])} />,
  });
  return (
    <>
      <p className={styles.text}>
        {t('bandwidth.forecast.basis', {
          count: machineCount,
          log: formatBytes(logBytes),
          churn: formatBytesPerSecond(churnBytesPerSecond),
        })}
      </p>
      <SimpleTable
        label={t('bandwidth.forecast')}
        columns={[
          { id: 'row', header: t('bandwidth.forecast.what'), render: (row) => t(`bandwidth.forecast.${row}`) },
          column('workHours', t('bandwidth.workRate')),
          column('otherHours', t('bandwidth.otherRate')),
        ]}
        rows={ROWS}
        keyOf={(row) => row}
      />
      {forecast.longestResync && (
        <p className={styles.resync}>
          <Compared text={resyncText(forecast)} before={now && resyncText(now)} />
        </p>
      )}
    </>
  );
}

/** A figure, with what it is under the throttle in force where that is another. */
function Compared({ text, before }: { readonly text: string; readonly before: string | undefined }): ReactElement {
  const styles = useStyles();
  return (
    <>
      {text}
      {before !== undefined && before !== text && (
        <span className={styles.now}>{t('bandwidth.forecast.now', { text: before })}</span>
      )}
    </>
  );
}

function textOf(row: Row, { keepsUp, drainSeconds, rpoSeconds, limitSeconds }: RateForecast): string {
  if (keepsUp === null) return t('bandwidth.forecast.unknown');
  switch (row) {
    case 'drain':
      return drainSeconds === null ? t('bandwidth.forecast.never') : formatDuration(drainSeconds);
    case 'rpo':
      return rpoSeconds === null ? t('bandwidth.forecast.growing') : formatDuration(rpoSeconds);
    case 'limit':
      return limitSeconds === null ? t('bandwidth.forecast.notReached') : formatDuration(limitSeconds);
  }
}

function resyncText({ longestResync, loopRiskCount }: BandwidthForecast): string {
  if (!longestResync) return '';
  const duration = formatDurationRange(longestResync.durationSeconds);
  const longest = t('bandwidth.forecast.resync', { name: longestResync.name, duration });
  return loopRiskCount === 0 ? longest : `${longest} ${t('bandwidth.forecast.loops', { count: loopRiskCount })}`;
}
