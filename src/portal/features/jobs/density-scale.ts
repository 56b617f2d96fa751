/** The arithmetic of the density timeline: bins, instants, and the span between two of its ticks. */
import type { JobDensity } from '../../../management/wire-lists.ts';
import type { TimeSpan } from './job-filters.ts';

/** Ticks are the ends of bins: one more than there are bins. */
export interface DensityScale {
  readonly from: number;
  readonly binMs: number;
  readonly binCount: number;
}

/** A stretch of the scale between two ticks, `first < last`. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

export function scaleOf({ from, to, bins }: JobDensity): DensityScale {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  return { from: start, binMs: (end - start) / Math.max(1, bins.length), binCount: bins.length };
}

export function instantOf({ from, binMs }: DensityScale, tick: number): number {
  return Math.round(from + tick * binMs);
}

/** The whole scale where no span is chosen. */
export function stretchOf(scale: DensityScale, span: TimeSpan | null): Stretch {
  if (!span) return { first: 0, last: scale.binCount };
  const tickAt = (at: number) => Math.round((at - scale.from) / scale.binMs);
  const first = Math.min(scale.binCount - 1, Math.max(0, tickAt(span.from)));
  if (span.to === null) return { first, last: scale.binCount };
  return { first, last: Math.min(scale.binCount, Math.max(first + 1, tickAt(span.to))) };
}

/** null: all of it. At the end of the scale a span has no end: the scale ends with the newest job, and more will come. */
export function spanOf(scale: DensityScale, { first, last }: Stretch): TimeSpan | null {
  if (first <= 0 && last >= scale.binCount) return null;
  return { from: instantOf(scale, first), to: last >= scale.binCount ? null : instantOf(scale, last) };
}

/** One end moved by so many ticks; the ends do not meet. */
export function withEnd(stretch: Stretch, end: 'first' | 'last', tick: number, binCount: number): Stretch {
  return end === 'first'
    ? { ...stretch, first: Math.min(stretch.last - 1, Math.max(0, tick)) }
    : { ...stretch, last: Math.max(stretch.first + 1, Math.min(binCount, tick)) };
}

/** Where a key leads an end of the stretch; null: it does not move it. */
export function tickForKey(key: string, tick: number, binCount: number): number | null {
  const leap = Math.max(1, Math.round(binCount / 10));
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: tick - 1,
    ArrowDown: tick - 1,
    ArrowRight: tick + 1,
    ArrowUp: tick + 1,
    PageDown: tick - leap,
    PageUp: tick + leap,
    Home: 0,
    End: binCount,
  };
  return steps[key] ?? null;
}
