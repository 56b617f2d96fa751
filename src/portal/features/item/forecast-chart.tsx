import { use, type ReactElement } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { Series } from '../../../management/wire.ts';
import type { LogOutlook } from '../../../management/wire-insight.ts';
import { ChartPaletteContext } from '../../components/chart-palette.ts';
import { ChartTip } from '../../components/chart-tip.tsx';
import { formatBytes, formatClock } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';
import { axisTicks } from './axis-ticks.ts';

/** Before the forecast so much of the past is shown: as much as it was fitted on. */
const PAST_MS = 3_600_000;

interface ForecastPoint {
  readonly at: number;
  readonly log: number | null;
  readonly likely: number | null;
  readonly band: readonly [number, number] | null;
}

export interface ForecastChartProps {
  readonly log: LogOutlook;
  readonly history: Series['points'];
  readonly heightPx: number;
}

/** The last hour of the log, and the band in which it is expected, against its limit. */
export function ForecastChart({ log, history, heightPx }: ForecastChartProps): ReactElement {
  const palette = use(ChartPaletteContext);
  const points = pointsOf(log, history);
  const highest = Math.max(0, ...points.map((point) => point.band?.[1] ?? point.log ?? 0));
  const isLimitShown = log.band.length > 0 || highest > log.limitBytes / 4;
  const ticks = axisTicks(isLimitShown ? Math.max(log.limitBytes, highest) : highest, 'bytes');
  const axisText = { fill: palette.text, fontSize: 11 };
  return (
    <ResponsiveContainer width="100%" height={heightPx}>
      <ComposedChart data={[...points]} margin={{ top: 6, right: 24, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid stroke={palette.grid} vertical={false} />
        <XAxis
          dataKey="at"
          type="number"
          scale="time"
          domain={['dataMin', 'dataMax']}
          tickFormatter={formatClock}
          tick={axisText}
          stroke={palette.grid}
          minTickGap={48}
        />
        <YAxis
          width={72}
          domain={[0, ticks.at(-1) ?? 1]}
          ticks={[...ticks]}
          tickFormatter={formatBytes}
          tick={axisText}
          axisLine={false}
          tickLine={false}
        />
        <Tooltip isAnimationActive={false} content={<ChartTip linesOf={linesOf} />} />
        {isLimitShown && (
          <ReferenceLine
            y={log.limitBytes}
            stroke={palette.limit}
            strokeDasharray="4 3"
            label={{
              value: t('chart.limit', { limit: formatBytes(log.limitBytes) }),
              position: 'insideTopLeft',
              fill: palette.limit,
              fontSize: 11,
            }}
          />
        )}
        <Area
          dataKey="band"
          type="linear"
          stroke={palette.log}
          strokeOpacity={0.5}
          fill={palette.log}
          fillOpacity={0.2}
          isAnimationActive={false}
        />
        <Line
          dataKey="likely"
          type="linear"
          stroke={palette.log}
          strokeDasharray="5 4"
          strokeWidth={1.75}
          dot={false}
          isAnimationActive={false}
        />
        <Line dataKey="log" type="linear" stroke={palette.log} strokeWidth={2} dot={false} isAnimationActive={false} />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

function pointsOf({ band }: LogOutlook, history: Series['points']): readonly ForecastPoint[] {
  const newest = Date.parse(history.at(-1)?.at ?? '');
  const past = history
    .map(({ at, logBytes }): ForecastPoint => ({ at: Date.parse(at), log: logBytes, likely: null, band: null }))
    .filter(({ at }) => newest - at <= PAST_MS);
  const ahead = band.map(({ at, lowBytes, likelyBytes, highBytes }): ForecastPoint => ({
    at: Date.parse(at),
    log: null,
    likely: likelyBytes,
    band: [lowBytes, highBytes],
  }));
  return [...past, ...ahead];
}

function linesOf({ log, likely, band }: ForecastPoint): readonly string[] {
  if (log !== null) return [`${t('outlook.table.measured')} ${formatBytes(log)}`];
  return [
    `${t('outlook.table.high')} ${formatBytes(band?.[1] ?? 0)}`,
    `${t('outlook.table.likely')} ${formatBytes(likely ?? 0)}`,
    `${t('outlook.table.low')} ${formatBytes(band?.[0] ?? 0)}`,
  ];
}
