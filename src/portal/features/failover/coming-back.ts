import type { ItemStage } from '../../../management/wire.ts';

const COMING_BACK: ReadonlySet<ItemStage> = new Set([
  'failingBack',
  'cancellingFailback',
  'failedBack',
  'committingFailback',
  'failbackCommitted',
]);

/** Whether a failback has begun and replication is not reversed yet: ARM's Commit and CancelFailover mean the failback. */
export function isComingBack(stage: ItemStage): boolean {
  return COMING_BACK.has(stage);
}
