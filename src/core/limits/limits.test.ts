import { describe, expect, test } from 'vitest';
import { MIB } from '../../base/units.ts';
import * as limits from './limits.ts';

describe('limits', () => {
  test('[LI1] puts and reads carry at most 4 MiB', () => {
    expect([limits.MAX_PUT_BYTES, limits.MAX_READ_BYTES]).toEqual([4 * MIB, 4 * MIB]);
  });

  test.each(Object.entries(limits))('[LI2] %s is a positive whole number', (name, value) => {
    expect(name).toMatch(/^(MAX|MIN|DEFAULT)_|_BYTES$|_PER_/);
    expect(Number.isSafeInteger(value) && value > 0).toBe(true);
  });

  test('[LI2] bounds do not contradict each other', () => {
    expect(limits.MIN_WINDOW_BYTES).toBeLessThanOrEqual(limits.MAX_WINDOW_BYTES);
    expect(limits.DEFAULT_UPLOAD_THREADS).toBeLessThanOrEqual(limits.MAX_UPLOAD_THREADS);
    expect(limits.MAX_WINDOWS_AHEAD).toBeGreaterThan(limits.MAX_UPLOAD_THREADS);
    expect(limits.COARSE_BLOCK_BYTES % limits.FINE_BLOCK_BYTES).toBe(0);
    expect(limits.MIN_WINDOW_BYTES % limits.COARSE_BLOCK_BYTES).toBe(0);
    expect(limits.MAX_PUT_BYTES % limits.COARSE_BLOCK_BYTES).toBe(0);
    expect(limits.MAX_RECOVERY_POINTS).toBe(2 * (limits.MAX_RETENTION_HOURS + 1));
  });
});
