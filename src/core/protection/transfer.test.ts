import { describe, expect, test } from 'vitest';
import type { DiskId, ReplicatedItem } from '../model.ts';
import { FACTS } from './testing/sample-items.ts';
import { sampleAt } from './testing/step-samples.ts';
import { acknowledgeWindow, fillWindows, isTransferred } from './transfer.ts';

const copying = sampleAt('initial replication, copying');
const counts = { processedBytes: 10, differingBytes: 5, sentBytes: 3, checksumBytes: 1 };
const inFlight = (item: ReplicatedItem, disk = 0): readonly (number | undefined)[] =>
  item.disks[disk]?.windows.inFlight.map((window) => window.index) ?? [];
const outcome = (index: number, diskId = 'os') => ({
  diskId: diskId as DiskId,
  window: { index, offsetBytes: index * 2 ** 20, lengthBytes: 2 ** 20 },
  counts,
});

describe('the windows of a copy', () => {
  test('[LC40] with fewer threads what is under way goes on, and nothing is added', () => {
    const one = { ...FACTS, uploadThreads: 1 };
    expect(inFlight(acknowledgeWindow(copying, 0, outcome(1), one))).toEqual([0, 2, 3]);
    expect(inFlight(fillWindows(copying, 0, one))).toEqual([0, 1, 2, 3]);
  });

  test('[LC3] an outcome counts for the disk under way only, and once', () => {
    expect(acknowledgeWindow(copying, 0, outcome(0, 'data'), FACTS)).toBe(copying);
    expect(acknowledgeWindow(copying, 0, outcome(9), FACTS)).toBe(copying);
    const next = acknowledgeWindow(copying, 0, outcome(0), FACTS);
    expect(next.disks[0]?.transfer).toMatchObject({ ...counts, phase: 'copying', cursorBytes: 2 ** 20 });
    expect(acknowledgeWindow(next, 0, outcome(0), FACTS)).toBe(next);
  });

  test('[LC3] there is nothing to do for a disk that has no transfer, or is none', () => {
    const idle = sampleAt('protected, at rest');
    for (const item of [idle, copying]) {
      const beyond = item.disks.length;
      expect(acknowledgeWindow(item, beyond, outcome(0), FACTS)).toBe(item);
      expect(fillWindows(item, beyond, FACTS)).toBe(item);
      expect(isTransferred(item, beyond)).toBe(false);
    }
    expect(acknowledgeWindow(idle, 0, outcome(0), FACTS)).toBe(idle);
    expect(fillWindows(idle, 0, FACTS)).toBe(idle);
    expect(isTransferred(idle, 0)).toBe(false);
  });

  test('[LC3] a disk’s windows are taken up when its turn comes', () => {
    expect(inFlight(copying, 1)).toEqual([]);
    const begun = fillWindows(copying, 1, FACTS);
    expect(inFlight(begun, 1)).toEqual([0, 1, 2, 3]);
    expect(begun.disks[1]?.transfer?.phase).toBe('copying');
    expect(fillWindows(begun, 1, FACTS)).toBe(begun);
  });
});
