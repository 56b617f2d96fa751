import { describe, expect, it } from 'vitest';
import { scaleOf, spanOf, stretchOf, tickForKey, withEnd } from './density-scale.ts';

const HOUR = 3_600_000;
const scale = scaleOf({
  from: '2026-03-01T00:00:00Z',
  to: '2026-03-01T10:00:00Z',
  bins: Array.from({ length: 10 }, () => ({ count: 1, failed: 0 })),
});

describe('the scale of the density', () => {
  it('turns ticks into spans and back', () => {
    const span = spanOf(scale, { first: 2, last: 5 });
    expect(span).toEqual({ from: scale.from + 2 * HOUR, to: scale.from + 5 * HOUR });
    expect(stretchOf(scale, span)).toEqual({ first: 2, last: 5 });
  });

  it('chooses nothing where it chooses all', () => {
    expect(spanOf(scale, { first: 0, last: 10 })).toBeNull();
    expect(stretchOf(scale, null)).toEqual({ first: 0, last: 10 });
  });

  it('takes jobs in that started at its very end, and those to come', () => {
    const span = spanOf(scale, { first: 9, last: 10 });
    expect(span).toEqual({ from: scale.from + 9 * HOUR, to: null });
    expect(stretchOf(scale, span)).toEqual({ first: 9, last: 10 });
  });

  it('shows a span beyond its ends at its ends', () => {
    expect(stretchOf(scale, { from: 0, to: 1 })).toEqual({ first: 0, last: 1 });
    expect(stretchOf(scale, { from: scale.from + 99 * HOUR, to: scale.from + 100 * HOUR })).toEqual({
      first: 9,
      last: 10,
    });
  });

  it('keeps its ends apart', () => {
    expect(withEnd({ first: 2, last: 5 }, 'first', 9, 10)).toEqual({ first: 4, last: 5 });
    expect(withEnd({ first: 2, last: 5 }, 'last', 0, 10)).toEqual({ first: 2, last: 3 });
    expect(withEnd({ first: 2, last: 5 }, 'last', 99, 10)).toEqual({ first: 2, last: 10 });
  });

  it.each([
    ['ArrowLeft', 4],
    ['ArrowRight', 6],
    ['PageUp', 6],
    ['Home', 0],
    ['End', 10],
    ['a', null],
  ])('%s leads to %j', (key, tick) => {
    expect(tickForKey(key, 5, 10)).toBe(tick);
  });
});
