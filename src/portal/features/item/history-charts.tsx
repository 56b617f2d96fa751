import { makeStyles, tokens } from '@fluentui/react-components';
import { use, type ReactElement } from 'react';
import { Area, AreaChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { Series } from '../../../management/wire.ts';
import { ChartPaletteContext, type ChartPalette } from '../../components/chart-palette.ts';
import { formatBytes, formatBytesPerSecond, formatClock, formatDateTime, formatDuration } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';
import { axisTicks, type AxisUnit } from './axis-ticks.ts';

const CHART_HEIGHT_PX = 112;
const AXIS_WIDTH_PX = 76;
/** All three share one cursor. */
const SYNC_ID = 'item-history';

const useStyles = makeStyles({
  charts: { display: 'grid', rowGap: tokens.spacingVerticalS },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
  tip: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow8,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    fontVariantNumeric: 'tabular-nums',
  },
});

interface ChartPoint {
  /** ms since 1970. */
  readonly at: number;
  readonly rpo: number | null;
  readonly log: number;
  readonly churn: number;
}

interface Plot {
  readonly key: 'rpo' | 'log' | 'churn';
  readonly title: string;
  readonly unit: AxisUnit;
  readonly format: (value: number) => string;
  readonly limit: number | null;
}

/** Three small charts over one time axis: unlike quantities share time, not a scale. */
export function HistoryCharts({ series }: { readonly series: Series }): ReactElement {
  const styles = useStyles();
  const palette = use(ChartPaletteContext);
  const points = series.points.map(({ at, rpoSeconds, logBytes, churnBytesPerSecond }): ChartPoint => ({
    at: Date.parse(at),
    rpo: rpoSeconds,
    log: logBytes,
    churn: churnBytesPerSecond,
  }));
  const plots: readonly Plot[] = [
    { key: 'rpo', unit: 'seconds', title: t('chart.rpoTitle'), format: formatDuration, limit: null },
    { key: 'log', unit: 'bytes', title: t('chart.logTitle'), format: formatBytes, limit: series.logLimitBytes },
    { key: 'churn', unit: 'bytes', title: t('chart.churnTitle'), format: formatBytesPerSecond, limit: null },
  ];
  return (
    <div className={styles.charts}>
      {plots.map((plot, index) => (
        <figure key={plot.key} style={{ margin: 0 }} aria-label={summary(plot, points)}>
          <figcaption className={styles.title}>{plot.title}</figcaption>
          <SmallChart plot={plot} points={points} palette={palette} hasAxis={index === plots.length - 1} />
        </figure>
      ))}
    </div>
  );
}

/** What a reader who does not see the chart needs first. The table has the rest. */
function summary({ key, title, format }: Plot, points: readonly ChartPoint[]): string {
  const values = points.map((point) => point[key]).filter((value) => value !== null);
  const now = values.at(-1);
  return t('chart.alt', {
    series: title,
    now: now === undefined ? t('value.none') : format(now),
    highest: values.length === 0 ? t('value.none') : format(Math.max(...values)),
  });
}

interface SmallChartProps {
  readonly plot: Plot;
  readonly points: readonly ChartPoint[];
  readonly palette: ChartPalette;
  readonly hasAxis: boolean;
}

function SmallChart({ plot, points, palette, hasAxis }: SmallChartProps): ReactElement {
  const { key, unit, format, limit } = plot;
  const highest = Math.max(0, ...points.map((point) => point[key] ?? 0));
  // Far from its limit a log would be a flat line at the bottom: the limit is drawn when it is in reach.
  const isLimitShown = limit !== null && highest > limit / 4;
  const ticks = axisTicks(isLimitShown ? Math.max(limit, highest) : highest, unit);
  const axisText = { fill: palette.text, fontSize: 11 };
  return (
    <ResponsiveContainer width="100%" height={hasAxis ? CHART_HEIGHT_PX + 22 : CHART_HEIGHT_PX}>
      <AreaChart
        data={[...points]}
        syncId={SYNC_ID}
        margin={{ top: 6, right: 24, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid stroke={palette.grid} vertical={false} />
        <XAxis
          dataKey="at"
          type="number"
          scale="time"
          domain={['dataMin', 'dataMax']}
          hide={!hasAxis}
          tickFormatter={formatClock}
          tick={axisText}
          stroke={palette.grid}
          minTickGap={56}
        />
        <YAxis
          width={AXIS_WIDTH_PX}
          domain={[0, ticks.at(-1) ?? 1]}
          ticks={[...ticks]}
          tickFormatter={format}
          tick={axisText}
          axisLine={false}
          tickLine={false}
        />
        <Tooltip content={<PointTip plot={plot} />} isAnimationActive={false} />
        {isLimitShown && (
          <ReferenceLine
            y={limit}
            stroke={palette.limit}
            strokeDasharray="4 3"
            label={{
              value: t('chart.limit', { limit: format(limit) }),
              position: 'insideTopRight',
              fill: palette.limit,
              fontSize: 11,
            }}
          />
        )}
        <Area
          dataKey={key}
          type="monotone"
          stroke={palette[key]}
          strokeWidth={1.75}
          fill={palette[key]}
          fillOpacity={0.14}
          dot={false}
          connectNulls={false}
          isAnimationActive={false}
        />
      </AreaChart>
    </ResponsiveContainer>
  );
}

interface PointTipProps {
  readonly plot: Plot;
  /** Given by Recharts. */
  readonly active?: boolean;
  readonly label?: number | string;
  readonly payload?: readonly { readonly value?: unknown }[];
}

function PointTip({ plot, active, label, payload }: PointTipProps): ReactElement | null {
  const styles = useStyles();
  const value = payload?.[0]?.value;
  if (!active || typeof value !== 'number') return null;
  return (
    <div className={styles.tip}>
      <strong>{plot.format(value)}</strong> · {formatDateTime(Number(label))}
    </div>
  );
}
