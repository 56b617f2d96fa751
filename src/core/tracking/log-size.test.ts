import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GIB } from '../../base/units.ts';
import type { DiskId } from '../model.ts';
import { judgeLogSize, logSizeCause } from './log-size.ts';

const disk = (sizeBytes: number, activeLogBytes: number, inFlightLogBytes = 0) => ({
  diskId: `d${sizeBytes}` as DiskId,
  sizeBytes,
  activeLogBytes,
  inFlightLogBytes,
});
const HALF = 5 * GIB;

describe('log size', () => {
  test.each([
    ['49 %', 4.9 * GIB, null],
    ['a byte under 50 %', HALF - 1, null],
    ['50 %', HALF, 'logSizeDisk'],
    ['51 %', 5.1 * GIB, 'logSizeDisk'],
  ])('[TR1] a log of %s of its disk', (_, logBytes, cause) =>
    expect(logSizeCause([disk(10 * GIB, logBytes)])).toBe(cause),
  );

  test('[TR1] the log in flight counts as well', () => {
    expect(logSizeCause([disk(10 * GIB, HALF - 1, 1)])).toBe('logSizeDisk');
    expect(logSizeCause([disk(10 * GIB, 0, HALF)])).toBe('logSizeDisk');
  });

  test('[TR1] one disk over is enough', () => {
    expect(logSizeCause([disk(10 * GIB, HALF), disk(100 * GIB, 0)])).toBe('logSizeDisk');
  });

  test('[TR2] logs that together exceed half of all disks', () => {
    expect(logSizeCause([disk(10 * GIB, HALF), disk(20 * GIB, 10 * GIB)])).toBe('logSizeDisk');
    expect(logSizeCause([disk(10 * GIB, HALF), disk(20 * GIB, 10 * GIB + 1)])).toBe('logSizeMachine');
    expect(logSizeCause([disk(10 * GIB, 15 * GIB + 1), disk(20 * GIB, 0)])).toBe('logSizeMachine');
  });

  test('[TR3] with a single disk the cause is the disk’s', () => {
    expect(logSizeCause([disk(10 * GIB, 9 * GIB)])).toBe('logSizeDisk');
  });

  test('[TR3] the machine’s law never fires without a disk’s', () => {
    const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.nat(1000), fc.nat(200)), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(sizes, (all) => {
        const verdict = judgeLogSize(all.map(([size, active, frozen]) => disk(size * 512, active * 512, frozen * 512)));
        const isDiskOver = verdict.disks.some(({ isOver }) => isOver);
        expect(verdict.machine.isOver && !isDiskOver).toBe(false);
        expect(verdict.cause !== null).toBe(isDiskOver);
      }),
    );
  });

  test('[TR1][TR2] the verdict shows its inputs', () => {
    expect(judgeLogSize([disk(1000, 100, 20), disk(3000, 1)])).toEqual({
      disks: [
        { diskId: 'd1000', logBytes: 120, limitBytes: 500, isOver: false },
        { diskId: 'd3000', logBytes: 1, limitBytes: 1500, isOver: false },
      ],
      machine: { logBytes: 121, limitBytes: 2000, isOver: false },
      cause: null,
    });
  });
});
