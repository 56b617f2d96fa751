import { at as instantAt } from '../../../base/testing/at.ts';
import type { OffsetAt } from '../local-time.ts';

export const utc: OffsetAt = () => 0;

const SUMMER_STARTS = instantAt('2026-03-29T01:00:00Z');
const SUMMER_ENDS = instantAt('2026-10-25T01:00:00Z');

/** Central European time in 2026: +2 h from 29 March to 25 October, 01:00 UTC each, else +1 h. */
export const berlin: OffsetAt = (at) => (at >= SUMMER_STARTS && at < SUMMER_ENDS ? 120 : 60);

/** An offset that changes once, at `changeAt`. */
export function changing(before: number, changeAt: number, afterwards: number): OffsetAt {
  return (at) => (at < changeAt ? before : afterwards);
}
