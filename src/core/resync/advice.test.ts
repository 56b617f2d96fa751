import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { after, GIB, HOUR_MS, instant, MIB, SECOND_MS } from '../../base/units.ts';
import { adviseResync, LONG_RESYNC_MS, type AdviceFacts } from './advice.ts';

const now = instant(1_700_000_000_000);

/** A 100 GiB disk, 90 GiB allocated, 2 GiB logged, over 1 Gbps, compared at 200 MiB/s. */
const usual: AdviceFacts = {
  disks: [{ sizeBytes: 100 * GIB, allocatedBytes: 90 * GIB }],
  loggedBytes: 2 * GIB,
  untrackedMs: 0,
  churnBytesPerSecond: 0,
  bandwidthBitsPerSecond: 1e9,
  compareBytesPerSecond: 200 * MIB,
  recoveryPointCount: 9,
  now,
  windowOpensAt: null,
};
const sparse = { disks: [{ sizeBytes: 100 * GIB, allocatedBytes: 40 * GIB }] };
const advise = (facts: Partial<AdviceFacts>) => adviseResync({ ...usual, ...facts });

describe('resynchronization advice', () => {
  test('[RS10] on a fast link reading bounds the duration', () => {
    const { durationMs, totalBytes, fullBytes } = advise({});
    expect(durationMs).toEqual([512 * SECOND_MS, 512 * SECOND_MS]);
    expect([totalBytes, fullBytes]).toEqual([100 * GIB, 90 * GIB]);
  });

  test('[RS10] on a slow link sending does', () => {
    const bits = 2 * GIB * 8;
    const { durationMs } = advise({ bandwidthBitsPerSecond: 1.5e6 });
    expect(durationMs[1]).toBe(Math.ceil((bits / 1.5e6) * SECOND_MS));
    expect(durationMs[0]).toBe(Math.ceil((bits / 4 / 1.5e6) * SECOND_MS));
  });

  test('[RS10] with no known rate the wire is no bound', () => {
    expect(advise({ bandwidthBitsPerSecond: null, loggedBytes: null }).durationMs).toEqual([512_000, 512_000]);
  });

  test('[RS10] a rate of comparing that is no rate breaks an invariant', () => {
    expect(() => advise({ compareBytesPerSecond: 0 })).toThrow('compare rate');
  });

  test('[RS11] the difference lies between a quarter of the writes and all of them', () => {
    expect(advise({}).differingBytes).toEqual([0.5 * GIB, 2 * GIB]);
    expect(advise({ untrackedMs: HOUR_MS, churnBytesPerSecond: MIB }).differingBytes).toEqual([1412 * MIB, 5648 * MIB]);
  });

  test('[RS11] it is never more than what is allocated', () => {
    expect(advise({ ...sparse, loggedBytes: 90 * GIB }).differingBytes).toEqual([10 * GIB, 40 * GIB]);
  });

  test('[RS11] a cause that hides it leaves everything open', () => {
    expect(advise({ ...sparse, loggedBytes: null, untrackedMs: HOUR_MS }).differingBytes).toEqual([0, 40 * GIB]);
  });

  test('[RS12] full is recommended where it is quicker than even the smallest difference', () => {
    expect(advise({}).recommendation).toBe('differential');
    // 40 GiB over 1 Gbps take 344 s, comparing 100 GiB 512 s.
    expect(advise(sparse)).toMatchObject({ recommendation: 'full', fullDurationMs: [343_598, 343_598] });
    expect(advise({ ...sparse, bandwidthBitsPerSecond: 1.5e6 }).recommendation).toBe('differential');
  });

  test('[RS12] full is not recommended where it takes as long', () => {
    const dense = { disks: [{ sizeBytes: 100 * GIB, allocatedBytes: 100 * GIB }] };
    expect(advise({ ...dense, bandwidthBitsPerSecond: null })).toMatchObject({
      durationMs: [512_000, 512_000],
      fullDurationMs: [512_000, 512_000],
      recommendation: 'differential',
    });
  });

  test('[RS11][RS14] parts of a byte count as whole ones', () => {
    const { differingBytes, expectedLogBytes } = advise({ loggedBytes: 8, untrackedMs: 1, churnBytesPerSecond: 0.5 });
    expect(differingBytes).toEqual([2, 9]);
    expect(expectedLogBytes).toBe(256);
    expect(advise({ churnBytesPerSecond: 0.001 }).expectedLogBytes).toBe(1);
  });

  test('[RS13] the window is recommended when it lies ahead and now would be long', () => {
    const slow = { bandwidthBitsPerSecond: 1.5e6 };
    const windowOpensAt = after(now, 3 * HOUR_MS);
    expect(advise({ ...slow, windowOpensAt }).recommendation).toBe('window');
    expect(advise({ ...slow, windowOpensAt: now }).recommendation).toBe('differential');
    expect(advise({ windowOpensAt }).recommendation).toBe('differential');
    expect(advise({ windowOpensAt }).windowOpensAt).toBe(windowOpensAt);
  });

  test('[RS13] long is more than an hour, not the hour itself', () => {
    const windowOpensAt = after(now, HOUR_MS);
    const lasting = (ms: number) =>
      advise({
        windowOpensAt,
        compareBytesPerSecond: (100 * GIB * SECOND_MS) / ms,
        bandwidthBitsPerSecond: 1e8,
        loggedBytes: 0,
      });
    expect(lasting(LONG_RESYNC_MS).durationMs[1]).toBe(HOUR_MS);
    expect(lasting(LONG_RESYNC_MS).recommendation).toBe('differential');
    expect(lasting(LONG_RESYNC_MS + SECOND_MS).recommendation).toBe('window');
  });

  test('[RS14][RS13] writes that reach half of the disks meanwhile are a loop risk', () => {
    // 512 s long: 50 GiB of writes need 100 MiB/s.
    const risky = advise({ churnBytesPerSecond: 100 * MIB, windowOpensAt: after(now, HOUR_MS) });
    expect(risky).toMatchObject({ expectedLogBytes: 50 * GIB, logLimitBytes: 50 * GIB, isLoopRisk: true });
    expect(risky.recommendation).toBe('window');
    expect(advise({ churnBytesPerSecond: 100 * MIB - 1 }).isLoopRisk).toBe(false);
  });

  test('[RS15][RS5] all recovery points are lost, and failovers blocked', () => {
    expect(advise({})).toMatchObject({ recoveryPointsLost: 9, blockedOperations: ['PlannedFailover', 'TestFailover'] });
  });

  test('[RS10][RS11] ranges run from low to high, and more bandwidth never takes longer', () => {
    const facts = fc.record({
      loggedBytes: fc.option(fc.nat(1e9)),
      untrackedMs: fc.nat(1e9),
      churnBytesPerSecond: fc.nat(1e8),
      compareBytesPerSecond: fc.integer({ min: 1, max: 1e9 }),
    });
    fc.assert(
      fc.property(facts, fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 1e9 }), (some, a, b) => {
        const slow = advise({ ...some, bandwidthBitsPerSecond: Math.min(a, b) });
        const fast = advise({ ...some, bandwidthBitsPerSecond: Math.max(a, b) });
        for (const range of [slow.differingBytes, slow.durationMs]) expect(range[0]).toBeLessThanOrEqual(range[1]);
        expect(fast.durationMs[1]).toBeLessThanOrEqual(slow.durationMs[1]);
        expect(slow.differingBytes[1]).toBeLessThanOrEqual(slow.fullBytes);
      }),
    );
  });
});
