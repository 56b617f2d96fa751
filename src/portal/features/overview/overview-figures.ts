/** What the overview counts. Pure: rows and a time in, figures out. */
import type { HealthWord, ItemRow } from '../../../management/wire.ts';

export const HEALTH_ORDER: readonly HealthWord[] = ['Critical', 'Warning', 'Normal', 'None'];

export type HealthCounts = Readonly<Record<HealthWord, number>>;

export function countHealth(rows: readonly ItemRow[]): HealthCounts {
  const counts: Record<HealthWord, number> = { Critical: 0, Warning: 0, Normal: 0, None: 0 };
  for (const { health } of rows) counts[health] += 1;
  return counts;
}

/** Upper ends of the RPO bands in seconds: the copy frequencies, and the hour from which Hyper-V warns. */
export const RPO_BANDS_SECONDS = [300, 900, 3600, Number.POSITIVE_INFINITY] as const;

export interface RpoFigures {
  /** Items in each band; items without a recovery point are in none. */
  readonly bands: readonly number[];
  readonly medianSeconds: number | null;
  readonly worst: ItemRow | null;
}

export function summarizeRpo(rows: readonly ItemRow[]): RpoFigures {
  const known = rows.filter((row): row is ItemRow & { readonly rpoSeconds: number } => row.rpoSeconds !== null);
  const sorted = known.toSorted((a, b) => a.rpoSeconds - b.rpoSeconds);
  const bands = RPO_BANDS_SECONDS.map((end, index) => {
    const start = RPO_BANDS_SECONDS[index - 1] ?? -1;
    return sorted.filter(({ rpoSeconds }) => rpoSeconds > start && rpoSeconds <= end).length;
  });
  return {
    bands,
    medianSeconds: sorted[Math.floor((sorted.length - 1) / 2)]?.rpoSeconds ?? null,
    worst: sorted.at(-1) ?? null,
  };
}
