import { use, type ReactElement } from 'react';
import { Area, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { RpoBand } from '../../../management/wire-insight.ts';
import { ChartPaletteContext } from '../../components/chart-palette.ts';
import { ChartTip } from '../../components/chart-tip.tsx';
import { formatClock, formatDuration } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';
import { axisTicks } from '../item/axis-ticks.ts';

interface BandPoint {
  readonly at: number;
  readonly band: readonly [number, number];
  readonly median: number;
}

/** Least to greatest as a band, the median as a line. */
export function RpoBandChart({ band, heightPx }: { readonly band: RpoBand; readonly heightPx: number }): ReactElement {
  const palette = use(ChartPaletteContext);
  const points = band.points.map(({ at, minSeconds, medianSeconds, maxSeconds }): BandPoint => ({
    at: Date.parse(at),
    band: [minSeconds, maxSeconds],
    median: medianSeconds,
  }));
  const ticks = axisTicks(Math.max(0, ...points.map((point) => point.band[1])), 'seconds');
  const axisText = { fill: palette.text, fontSize: 11 };
  return (
    <ResponsiveContainer width="100%" height={heightPx}>
      <ComposedChart data={points} margin={{ top: 6, right: 16, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid stroke={palette.grid} vertical={false} />
        <XAxis
          dataKey="at"
          type="number"
          scale="time"
          domain={['dataMin', 'dataMax']}
          tickFormatter={formatClock}
          tick={axisText}
          stroke={palette.grid}
          minTickGap={56}
        />
        <YAxis
          width={64}
          domain={[0, ticks.at(-1) ?? 1]}
          ticks={[...ticks]}
          tickFormatter={formatDuration}
          tick={axisText}
          axisLine={false}
          tickLine={false}
        />
        <Tooltip
          isAnimationActive={false}
          content={
            <ChartTip
              linesOf={(point: BandPoint) => [
                `${t('rpoBand.max')} ${formatDuration(point.band[1])}`,
                `${t('rpoBand.median')} ${formatDuration(point.median)}`,
                `${t('rpoBand.min')} ${formatDuration(point.band[0])}`,
              ]}
            />
          }
        />
        <Area
          dataKey="band"
          type="monotone"
          stroke={palette.rpo}
          strokeOpacity={0.5}
          fill={palette.rpo}
          fillOpacity={0.18}
          isAnimationActive={false}
        />
        <Line
          dataKey="median"
          type="monotone"
          stroke={palette.rpo}
          strokeWidth={2}
          dot={false}
          isAnimationActive={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}
