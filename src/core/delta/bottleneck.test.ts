import { expect, it } from 'vitest';
import { bottleneckOf } from './bottleneck.ts';

const INTERVAL_MS = 30_000;

it('names nobody while the cycle leaves half of its interval free', () => {
  expect(bottleneckOf({ sourceMs: 1000, networkMs: 13_000, targetMs: 1000 }, INTERVAL_MS)).toBe('none');
});

it('names the side on which most of the time was spent', () => {
  expect(bottleneckOf({ sourceMs: 1000, networkMs: 20_000, targetMs: 1000 }, INTERVAL_MS)).toBe('network');
  expect(bottleneckOf({ sourceMs: 20_000, networkMs: 2000, targetMs: 1000 }, INTERVAL_MS)).toBe('source');
  expect(bottleneckOf({ sourceMs: 1000, networkMs: 2000, targetMs: 20_000 }, INTERVAL_MS)).toBe('target');
});

it('names the later of two sides that took the same, the network before both', () => {
  const [long, short] = [10_000, 0];
  expect(bottleneckOf({ sourceMs: long, networkMs: long, targetMs: short }, INTERVAL_MS)).toBe('network');
  expect(bottleneckOf({ sourceMs: short, networkMs: long, targetMs: long }, INTERVAL_MS)).toBe('network');
  expect(bottleneckOf({ sourceMs: long, networkMs: short, targetMs: long }, INTERVAL_MS)).toBe('target');
});
