import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endOf, totalLength } from '../../base/extent.ts';
import { GIB, instant, MIB, PAGE_BYTES } from '../../base/units.ts';
import type { TransferWindow, WindowCounts, WindowRun } from '../model.ts';
import {
  acknowledge,
  emptyWindows,
  isCopied,
  isWorthSurveying,
  nextWindows,
  passOver,
  planCopy,
  progressOf,
  remainingBytes,
  resumeCopy,
  toTransfer,
  windowBytesOf,
  type CopyPlan,
} from './copy-plan.ts';

const start = instant(1_700_000_000_000);

/** A resynchronization's window of which nothing differs. */
const equal = (window: TransferWindow): WindowCounts => counted(window.lengthBytes, 0, 0);
const counted = (processedBytes: number, differingBytes: number, sentBytes: number): WindowCounts => ({
  processedBytes,
  differingBytes,
  sentBytes,
  checksumBytes: 16,
});

const resync = (sizeBytes: number): CopyPlan => planCopy('resynchronization', sizeBytes, sizeBytes);
const windowsOf = (plan: CopyPlan, indexes: readonly number[]): TransferWindow[] =>
  indexes.map((index) => ({
    index,
    offsetBytes: index * plan.windowBytes,
    lengthBytes: Math.min(plan.windowBytes, plan.sizeBytes - index * plan.windowBytes),
  }));

function acknowledgeAll(plan: CopyPlan, indexes: readonly number[]): CopyPlan {
  return windowsOf(plan, indexes).reduce((next, window) => acknowledge(next, window, equal(window)), plan);
}

describe('copy plan', () => {
  test.each([
    [512, 1 * MIB],
    [256 * MIB, 1 * MIB],
    [256 * MIB + 512, 2 * MIB],
    [1 * GIB, 4 * MIB],
    [16 * GIB, 64 * MIB],
    [127 * GIB, 64 * MIB],
  ])('[IR1] a disk of %i bytes is copied in windows of %i', (size, window) => expect(windowBytesOf(size)).toBe(window));

  test('[IR2] windows cover the disk, disjoint and ascending', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40_000 }), (pages) => {
        const plan = resync(pages * PAGE_BYTES);
        const windows = nextWindows(plan, [], 1000);
        expect(totalLength(windows)).toBe(plan.sizeBytes);
        windows.forEach((window, i) => {
          expect(window.offsetBytes).toBe(i === 0 ? 0 : endOf(windows[i - 1] ?? window));
          expect(window.lengthBytes).toBeGreaterThan(0);
        });
      }),
    );
  });

  test('[IR3] no more windows than the limit are under way, none twice', () => {
    const plan = resync(10 * MIB);
    const first = nextWindows(plan, [], 4);
    expect(first.map((w) => w.index)).toEqual([0, 1, 2, 3]);
    expect(nextWindows(plan, first, 4)).toEqual([]);
    const ahead = acknowledgeAll(plan, [1, 2]);
    expect(nextWindows(ahead, windowsOf(plan, [0, 3]), 4).map((w) => w.index)).toEqual([4, 5]);
    expect(nextWindows(plan, first, 3)).toEqual([]);
  });

  test('[IR3] when all is copied there is nothing to start, after a short last window too', () => {
    const plan = acknowledgeAll(resync(MIB + 512), [0, 1]);
    expect(isCopied(plan)).toBe(true);
    expect(nextWindows(plan, [], 4)).toEqual([]);
  });

  test('[IR4] the cursor moves over contiguous windows only', () => {
    const plan = resync(5 * MIB);
    expect(acknowledgeAll(plan, [2, 1]).cursorBytes).toBe(0);
    expect(acknowledgeAll(plan, [2, 1, 0]).cursorBytes).toBe(3 * MIB);
    expect(acknowledgeAll(plan, [2, 1, 0]).ahead).toEqual([]);
    expect(acknowledgeAll(plan, [4, 0, 2]).ahead.map((w) => w.index)).toEqual([2, 4]);
  });

  test('[IR5] counts move with the cursor', () => {
    const plan = resync(5 * MIB);
    const [zero, one] = windowsOf(plan, [0, 1]);
    if (!zero || !one) throw new Error('two windows');
    const ahead = acknowledge(plan, one, counted(MIB, 8192, 4096));
    expect(ahead).toMatchObject({ processedBytes: 0, differingBytes: 0, sentBytes: 0, checksumBytes: 0 });
    expect(acknowledge(ahead, zero, counted(MIB, 512, 512))).toMatchObject({
      processedBytes: 2 * MIB,
      differingBytes: 8704,
      sentBytes: 4608,
      checksumBytes: 32,
    });
  });

  test('[IR5] a repeated acknowledgement changes nothing', () => {
    const plan = acknowledgeAll(resync(5 * MIB), [0, 2]);
    expect(acknowledgeAll(plan, [0])).toBe(plan);
    expect(acknowledgeAll(plan, [2])).toBe(plan);
  });

  test('[IR5] a plan read back from the journal goes on at its cursor', () => {
    const plan = acknowledgeAll(resync(5 * MIB), [0, 1, 3]);
    const resumed = resumeCopy(5 * MIB, toTransfer(plan, 'comparing', start));
    expect(resumed).toEqual({ ...plan, ahead: [] });
    expect(nextWindows(resumed, [], 9).map((w) => w.index)).toEqual([2, 3, 4]);
    expect(isCopied(acknowledgeAll(resumed, [2, 3, 4]))).toBe(true);
  });

  test('[IR5] one of a whole disk is done, also when its last window is short', () => {
    const plan = acknowledgeAll(resync(5 * MIB), [0, 1, 2, 3, 4]);
    expect(isCopied(resumeCopy(5 * MIB, toTransfer(plan, 'done', start)))).toBe(true);
    const short = planCopy('initialReplication', MIB + 512, 0);
    const all = { ...toTransfer(short, 'done', start), cursorBytes: MIB + 512 };
    expect(isCopied(resumeCopy(MIB + 512, all))).toBe(true);
    expect(() => planCopy('initialReplication', MIB, -512)).toThrow('lies within');
  });

  test('[IR5] a journal record that cannot be is refused', () => {
    const transfer = toTransfer(resync(5 * MIB), 'comparing', start);
    expect(() => resumeCopy(5 * MIB, { ...transfer, cursorBytes: 512 })).toThrow('window');
    expect(() => resumeCopy(5 * MIB, { ...transfer, cursorBytes: 6 * MIB })).toThrow('window');
    expect(() => resumeCopy(5 * MIB, { ...transfer, processedBytes: 6 * MIB })).toThrow('processed');
    expect(() => resumeCopy(5 * MIB, { ...transfer, sentBytes: 1 })).toThrow('sent');
    expect(() => resumeCopy(5 * MIB, { ...transfer, differingBytes: 1 })).toThrow('differing');
  });

  test.each([
    ['more processed than the window holds', counted(2 * MIB, 0, 0), 'whole window'],
    ['not all of the window processed', counted(MIB - 512, 0, 0), 'whole window'],
    ['more differing than processed', counted(MIB, MIB + 512, 0), 'within processed'],
    ['more sent than differing', counted(MIB, 512, 1024), 'within differing'],
    ['a negative count', { ...counted(MIB, 512, 512), checksumBytes: -1 }, 'whole numbers'],
    ['a fraction', counted(MIB, 512.5, 0), 'whole numbers'],
  ])('[IR6] %s breaks an invariant', (_, counts, message) => {
    const plan = resync(5 * MIB);
    for (const window of windowsOf(plan, [0])) expect(() => acknowledge(plan, window, counts)).toThrow(message);
  });

  test('[IR6] an initial replication processes no more than the window holds', () => {
    const plan = planCopy('initialReplication', 5 * MIB, MIB);
    for (const window of windowsOf(plan, [0])) {
      expect(() => acknowledge(plan, window, counted(MIB + 512, 0, 0))).toThrow('within the window');
    }
  });

  test('[IR6] a window that is not the plan’s breaks an invariant', () => {
    const plan = resync(5 * MIB);
    const counts = counted(MIB, 0, 0);
    expect(() => acknowledge(plan, { index: 1, offsetBytes: 0, lengthBytes: MIB }, counts)).toThrow(
      'belongs to the plan',
    );
    expect(() => acknowledge(plan, { index: 1, offsetBytes: MIB, lengthBytes: 512 }, counts)).toThrow(
      'belongs to the plan',
    );
    expect(() => acknowledge(plan, { index: 9, offsetBytes: 9 * MIB, lengthBytes: -4 * MIB }, counts)).toThrow(
      'belongs',
    );
  });

  test('[IR6][IR7] in any order of answers the sums hold, progress never falls and ends at 1', () => {
    const disk = fc.record({
      pages: fc.integer({ min: 1, max: 60_000 }),
      kind: fc.constantFrom('initialReplication' as const, 'resynchronization' as const),
      share: fc.integer({ min: 0, max: 100 }),
      limit: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(disk, fc.infiniteStream(fc.nat(1000)), ({ pages, kind, share, limit }, chance) => {
        const sizeBytes = pages * PAGE_BYTES;
        const draw = (bound: number): number => (chance.next().value ?? 0) % bound;
        const total = kind === 'initialReplication' ? Math.floor((sizeBytes * share) / 100) : sizeBytes;
        let plan = planCopy(kind, sizeBytes, total);
        let inFlight: TransferWindow[] = [];
        while (!isCopied(plan)) {
          inFlight.push(...nextWindows(plan, inFlight, limit));
          const answered = inFlight[draw(inFlight.length)];
          if (!answered) throw new Error('work is under way until all is copied');
          const isWhole = kind === 'resynchronization';
          const processed = isWhole ? answered.lengthBytes : Math.floor((answered.lengthBytes * draw(101)) / 100);
          const differing = Math.floor((processed * draw(101)) / 100);
          const before = progressOf(plan);
          if (draw(10) > 0) inFlight = inFlight.filter((window) => window !== answered);
          plan = acknowledge(plan, answered, counted(processed, differing, Math.floor(differing / 2)));
          expect(progressOf(plan)).toBeGreaterThanOrEqual(before);
          expect(plan.processedBytes + remainingBytes(plan)).toBe(plan.totalBytes);
          expect(remainingBytes(plan)).toBeGreaterThanOrEqual(0);
          expect(inFlight.length).toBeLessThanOrEqual(limit);
        }
        expect(progressOf(plan)).toBe(1);
        expect(remainingBytes(plan)).toBe(0);
        if (kind === 'resynchronization') expect(plan.totalBytes).toBe(sizeBytes);
      }),
      { numRuns: 60 },
    );
  });

  test('[IR8] an estimate gives way to what was found', () => {
    const copied = (found: number): CopyPlan => {
      const plan = planCopy('initialReplication', 2 * MIB, MIB);
      return windowsOf(plan, [0, 1]).reduce((next, w) => acknowledge(next, w, counted(found, found, 0)), plan);
    };
    expect(copied(MIB).totalBytes).toBe(2 * MIB);
    expect(copied(512).totalBytes).toBe(1024);
    expect(progressOf(copied(0))).toBe(1);
  });

  test('[IR8] while the estimate holds, progress counts against it', () => {
    const plan = planCopy('initialReplication', 4 * MIB, MIB);
    const [first] = windowsOf(plan, [0]);
    if (!first) throw new Error('a window');
    expect(progressOf(acknowledge(plan, first, counted(MIB / 4, 0, 0)))).toBe(0.25);
    expect(progressOf(planCopy('initialReplication', 4 * MIB, 0))).toBe(0);
  });

  test('[IR8] a resynchronization looks at the whole disk', () => {
    expect(() => planCopy('resynchronization', 2 * MIB, MIB)).toThrow('whole disk');
    expect(() => planCopy('initialReplication', MIB, 2 * MIB)).toThrow('within');
    expect(() => planCopy('initialReplication', 100, 0)).toThrow('whole pages');
    expect(() => planCopy('initialReplication', 0, 0)).toThrow('whole pages');
  });

  test('[IR9] not more than 64 windows are finished ahead of the cursor', () => {
    const plan = resync(GIB);
    const stuck = acknowledgeAll(
      plan,
      Array.from({ length: 63 }, (_, i) => i + 1),
    );
    expect(nextWindows(stuck, windowsOf(plan, [0]), 8)).toEqual([]);
    expect(acknowledgeAll(stuck, [0]).cursorBytes).toBe(64 * plan.windowBytes);
  });
});

describe('[IR10] empty windows', () => {
  const runs = fc.array(fc.record({ gap: fc.integer({ min: 1, max: 5 }), count: fc.integer({ min: 1, max: 40 }) }), {
    maxLength: 12,
  });
  const laidOut = (drawn: readonly { readonly gap: number; readonly count: number }[], end: number): WindowRun[] => {
    let next = 0;
    return drawn.flatMap(({ gap, count }) => {
      const firstIndex = next + gap - 1;
      next = firstIndex + count + 1;
      return firstIndex + count <= end ? [{ firstIndex, count }] : [];
    });
  };

  test('are those that no extent touches', () => {
    const at = (offsetBytes: number, lengthBytes: number) => ({ offsetBytes, lengthBytes });
    const size = 20 * GIB;
    expect(emptyWindows(size, [])).toEqual([{ firstIndex: 0, count: 320 }]);
    expect(emptyWindows(size, [at(0, size)])).toEqual([]);
    expect(emptyWindows(size, [at(64 * MIB, 512), at(128 * MIB - 512, 1024), at(10 * GIB, 4096)])).toEqual([
      { firstIndex: 0, count: 1 },
      { firstIndex: 3, count: 157 },
      { firstIndex: 161, count: 159 },
    ]);
    expect(emptyWindows(size + 512, [at(0, size)])).toEqual([{ firstIndex: 320, count: 1 }]);
  });

  test('are looked for where the windows are as large as they may be', () => {
    expect([16 * GIB, 16 * GIB + 512].map(isWorthSurveying)).toEqual([false, true]);
  });

  test.each(['initialReplication', 'resynchronization'] as const)('are passed over in any order of a %s', (kind) => {
    fc.assert(
      fc.property(runs, fc.array(fc.nat(15), { minLength: 400, maxLength: 400 }), (drawn, picks) => {
        const size = 100 * MIB + 512;
        const windowCount = Math.ceil(size / MIB);
        const empty = laidOut(drawn, windowCount);
        const isEmpty = (index: number): boolean =>
          empty.some(({ firstIndex, count }) => index >= firstIndex && index < firstIndex + count);
        let plan = passOver(planCopy(kind, size, size), empty);
        let inFlight: TransferWindow[] = [];
        const started: number[] = [];
        for (const pick of picks) {
          const added = nextWindows(plan, inFlight, 4);
          started.push(...added.map(({ index }) => index));
          inFlight = [...inFlight, ...added];
          const window = inFlight[pick % Math.max(1, inFlight.length)];
          if (!window) break;
          inFlight = inFlight.filter((other) => other !== window);
          plan = acknowledge(plan, window, equal(window));
          const cursor = plan.cursorBytes / MIB;
          expect(isCopied(plan) || !isEmpty(cursor)).toBe(true);
        }
        expect(isCopied(plan)).toBe(true);
        const occupied = Array.from({ length: windowCount }, (_, index) => index).filter((index) => !isEmpty(index));
        expect(started.toSorted((a, b) => a - b)).toEqual(occupied);
        expect(plan.totalBytes).toBe(plan.processedBytes);
        if (kind === 'resynchronization') expect(plan.processedBytes).toBe(size);
      }),
    );
  });

  test('a disk that is empty altogether is copied at once', () => {
    const plan = passOver(resync(100 * MIB), [{ firstIndex: 0, count: 100 }]);
    expect([isCopied(plan), progressOf(plan), nextWindows(plan, [], 4)]).toEqual([true, 1, []]);
  });

  test('far between, they do not keep windows from being under way together', () => {
    const empty = Array.from({ length: 5 }, (_, index) => ({ firstIndex: index * 200 + 1, count: 199 }));
    const plan = passOver(resync(1000 * 64 * MIB), empty);
    expect(nextWindows(plan, [], 4).map(({ index }) => index)).toEqual([0, 200, 400, 600]);
  });
});
