/** What holds a delta cycle up: where its time went, against the time it has. */
import type { Milliseconds } from '../../base/units.ts';

/** source: freezing and reading logs at the host. network: to the cache. target: applying, and the recovery point. */
export type Bottleneck = 'source' | 'network' | 'target' | 'none';

export interface CycleShares {
  readonly sourceMs: Milliseconds;
  readonly networkMs: Milliseconds;
  readonly targetMs: Milliseconds;
}

/** A cycle that needs no more than this share of its interval is held up by nothing. Ours. */
export const EASY_CYCLE_SHARE = 0.5;

export function bottleneckOf({ sourceMs, networkMs, targetMs }: CycleShares, intervalMs: Milliseconds): Bottleneck {
  if (sourceMs + networkMs + targetMs <= intervalMs * EASY_CYCLE_SHARE) return 'none';
  if (networkMs >= sourceMs && networkMs >= targetMs) return 'network';
  return targetMs >= sourceMs ? 'target' : 'source';
}
