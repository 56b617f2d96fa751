import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keepExtremes } from './extremes.ts';

interface Point {
  readonly at: number;
  readonly log: number;
  readonly rpo: number;
}

const log = ({ log: value }: Point) => value;
const rpo = ({ rpo: value }: Point) => value;

const points = fc
  .array(fc.tuple(fc.nat(1000), fc.nat(1000)), { minLength: 1, maxLength: 500 })
  .map((values) => values.map(([first, second], at): Point => ({ at, log: first, rpo: second })));

it('keeps the order, the limit, the newest point and the extremes of every measure', () => {
  fc.assert(
    fc.property(points, fc.integer({ min: 8, max: 60 }), (all, limit) => {
      const kept = keepExtremes(all, limit, [log, rpo]);
      expect(kept.length).toBeLessThanOrEqual(Math.max(limit, 1));
      expect(kept.map(({ at }) => at)).toEqual(kept.map(({ at }) => at).toSorted((a, b) => a - b));
      expect(kept.at(-1)).toBe(all.at(-1));
      for (const measure of [log, rpo]) {
        expect(Math.max(...kept.map(measure))).toBe(Math.max(...all.map(measure)));
        expect(Math.min(...kept.map(measure))).toBe(Math.min(...all.map(measure)));
      }
    }),
  );
});

it('answers short series as they are', () => {
  const all = [{ at: 0, log: 1, rpo: 2 }];
  expect(keepExtremes(all, 8, [log, rpo])).toBe(all);
});

it('keeps a series of the limit whole, and of a longer one the extremes of each stretch', () => {
  // Each tooth is higher than those before it.
  const saw = Array.from({ length: 100 }, (_, at) => ({ at, log: at + (at % 10), rpo: 0 }));
  expect(keepExtremes(saw, 100, [log])).toBe(saw);
  // Ten stretches of ten.
  const peaks = keepExtremes(saw, 21, [log]).map(({ at }) => at);
  expect(peaks).toEqual(Array.from({ length: 10 }, (_, tooth) => [10 * tooth, 10 * tooth + 9]).flat());
});

it('keeps the first of equal extremes', () => {
  const flat = Array.from({ length: 20 }, (_, at) => ({ at, log: 7, rpo: 7 }));
  expect(keepExtremes(flat, 5, [log]).map(({ at }) => at)).toEqual([0, 10, 19]);
});
