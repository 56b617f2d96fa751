import type { ItemRow } from '../../../management/wire.ts';

/** What a paused item is filed under, whatever it resumes. */
export const PAUSED = 'Paused';

/**
 * The stage of an item's life, for filters and counts: its phase without the figure.
 * ARM's `state` does not serve: for Hyper-V it stays "Protected" while an item waits
 * for a resynchronization or runs one [domain facts: no resync state in v1].
 */
export function stageOf({ phase }: Pick<ItemRow, 'phase'>): string {
  return phase.endsWith(' (paused)') ? PAUSED : phase.replace(/ \d+ %$/, '');
}

/** Its first copy is being made: health judges it sick all the while, because there is nothing to recover from yet. */
export function isInInitialReplication(row: Pick<ItemRow, 'phase'>): boolean {
  return stageOf(row) === 'Initial replication';
}
