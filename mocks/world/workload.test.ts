import { describe, expect, test } from 'vitest';
import { createRng } from '../../src/base/rng.ts';
import { after, DAY_MS, HOUR_MS, instant, KIB, SECOND_MS } from '../../src/base/units.ts';
import type { Instant } from '../../src/base/units.ts';
import { BLOCK_BYTES } from './block-ref.ts';
import { drawLayout, spreadOver } from './disk-layout.ts';
import { WorkArea } from './work-area.ts';
import { startWorkload, WAKE_MS, wakeWorkload } from './workload.ts';
import type { WorkloadKind } from './world.ts';

/** 2026-03-02, 00:00 UTC. */
const MIDNIGHT = instant(Date.UTC(2026, 2, 2));
const AREA = new WorkArea(drawLayout(createRng('layout'), 1024 ** 3, 64 * 1024 ** 2));

function bytesWritten(kind: WorkloadKind, from: Instant, durationMs: number, utcOffsetMinutes: number): number {
  let state = startWorkload(kind, createRng('guest'));
  let bytes = 0;
  for (let at = from; at < from + durationMs; at = after(at, WAKE_MS)) {
    const wake = wakeWorkload(state, AREA, at, utcOffsetMinutes);
    state = wake.state;
    for (const { count } of wake.writes) bytes += count * BLOCK_BYTES;
  }
  return bytes;
}

describe('guests', () => {
  test.each<[WorkloadKind, number]>([
    ['idle', 0],
    ['database', 40],
    ['logAppend', 16],
    ['webServer', 8],
    ['fileServer', 32],
  ])('%s writes some %d KiB a second', (kind, rate) => {
    const mean = bytesWritten(kind, MIDNIGHT, DAY_MS, 0) / (DAY_MS / SECOND_MS) / KIB;
    expect(Math.abs(mean - rate)).toBeLessThanOrEqual(rate * 0.1);
  });

  test('the nightly burst is from one to two, local time', () => {
    expect(bytesWritten('nightlyBurst', after(MIDNIGHT, -HOUR_MS), 3 * HOUR_MS, 60)).toBe(512 * KIB * 3600);
    expect(bytesWritten('nightlyBurst', MIDNIGHT, HOUR_MS, 60)).toBe(512 * KIB * 3600);
    expect(bytesWritten('nightlyBurst', after(MIDNIGHT, HOUR_MS), 22 * HOUR_MS, 60)).toBe(0);
  });

  test('an area is gapless over its runs, and a run never leaves one', () => {
    const area = new WorkArea([
      { block: 10, count: 3 },
      { block: 100, count: 1 },
      { block: 50, count: 4 },
    ]);
    expect(Array.from({ length: 9 }, (_, i) => area.runAt(i, 1).block)).toEqual([10, 11, 12, 100, 50, 51, 52, 53, 10]);
    expect(area.runAt(1, 10)).toEqual({ block: 11, count: 2 });
  });

  test('layouts hold what they are asked to, disjoint and inside; small disks too', () => {
    for (const [size, allocated] of [
      [1, 1],
      [16, 6],
      [100, 100],
      [2048, 300],
    ] as const) {
      const runs = drawLayout(createRng(`${size}`), size * 1024 ** 2, allocated * 1024 ** 2);
      let end = 0;
      for (const { block, count } of runs) {
        expect(block).toBeGreaterThanOrEqual(end);
        end = block + count;
      }
      expect(end * BLOCK_BYTES).toBeLessThanOrEqual(size * 1024 ** 2);
      expect(runs.reduce((sum, run) => sum + run.count, 0) * BLOCK_BYTES).toBe(allocated * 1024 ** 2);
    }
    expect(spreadOver(512)).toEqual([]);
    expect(spreadOver(3 * BLOCK_BYTES + 512)).toEqual([{ block: 0, count: 3 }]);
  });
});
