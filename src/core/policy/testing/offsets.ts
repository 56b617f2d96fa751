import type { OffsetAt } from '../local-time.ts';

export const utc: OffsetAt = () => 0;

/** Central European time in 2026: +2 h from 29 March to 25 October, 01:00 UTC each, else +1 h. */
export const berlin: OffsetAt = (at) => {
  const isSummer = at >= Date.UTC(2026, 2, 29, 1) && at < Date.UTC(2026, 9, 25, 1);
  return isSummer ? 120 : 60;
};

/** An offset that changes once, at `changeAt`. */
export function changing(before: number, changeAt: number, afterwards: number): OffsetAt {
  return (at) => (at < changeAt ? before : afterwards);
}
