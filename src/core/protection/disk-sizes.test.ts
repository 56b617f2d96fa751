import { describe, expect, test } from 'vitest';
import { GIB, MIB } from '../../base/units.ts';
import type { CycleLog, DiskId, LogId, ReplicatedItem } from '../model.ts';
import { diskBytesOf, resized, sizeFault } from './disk-sizes.ts';
import { transition } from './machine.ts';
import { BASE, FACTS, NOW, SAMPLES } from './testing/sample-items.ts';

const os = 'os' as DiskId;
const data = 'data' as DiskId;
const item: ReplicatedItem = { ...SAMPLES.protected, generation: 2 };

describe('sizes of disks', () => {
  test('[DS1] growth is taken over and told once; equal sizes change nothing', () => {
    const sizes = [
      { diskId: os, sizeBytes: 16 * MIB },
      { diskId: data, sizeBytes: 24 * MIB },
    ];
    const { disks, notes } = resized(item, sizes);
    expect(disks.map((disk) => disk.sizeBytes)).toEqual([16 * MIB, 24 * MIB]);
    expect(notes).toMatchObject([{ kind: 'RaiseEvent', severity: 'Information', eventCode: 'DiskGrown' }]);
    expect(resized({ ...item, disks }, sizes)).toEqual({ disks, notes: [] });
    expect(resized(item, []).disks).toBe(item.disks);
  });

  test('[DS1] a log of an earlier version is of the size known', () => {
    const log: CycleLog = {
      diskId: data,
      logId: 'log' as LogId,
      fileBytes: 8192,
      dataBytes: 0,
      shippedBytes: 0,
      isApplied: false,
    };
    const [first, ...others] = item.disks;
    if (!first) throw new Error('the sample has disks');
    const smaller = { ...item, disks: [{ ...first, sizeBytes: 8 * MIB }, ...others] };
    expect(diskBytesOf(smaller, log)).toBe(16 * MIB);
    expect(diskBytesOf(smaller, { ...log, diskId: os })).toBe(8 * MIB);
    expect(diskBytesOf(item, { ...log, diskBytes: 20 * MIB })).toBe(20 * MIB);
  });

  test('[DS3] a smaller disk is a mismatch, by a page too; a disk not named is as it was', () => {
    expect(sizeFault(item, [{ diskId: data, sizeBytes: 16 * MIB - 512 }])?.code).toBe('DiskSizeMismatch');
    expect(sizeFault(item, [{ diskId: data, sizeBytes: 16 * MIB }])).toBeUndefined();
    expect(sizeFault(item, [])).toBeUndefined();
  });

  test.each([
    [2, os, 300 * GIB],
    [1, os, 2047 * GIB],
    [undefined, os, 2047 * GIB],
    [2, data, 4095 * GIB],
  ] as const)(
    '[DS4] generation %s: disk %s may have %d bytes and not a page more',
    (generation, diskId, limitBytes) => {
      const { generation: _known, ...others } = item;
      const machine: ReplicatedItem = generation === undefined ? others : { ...others, generation };
      expect(sizeFault(machine, [{ diskId, sizeBytes: limitBytes }])).toBeUndefined();
      expect(sizeFault(machine, [{ diskId, sizeBytes: limitBytes + 512 }])?.code).toBe('PrerequisitesNotMet');
    },
  );
});

describe('sizes that come with a snapshot', () => {
  test('[DS5] an initial replication copies the disk as the snapshot shows it', () => {
    const sizes = [{ diskId: data, sizeBytes: 24 * MIB }];
    const { item: begun } = transition(
      SAMPLES.initialReplication,
      { kind: 'ReplicationStarted', snapshot: BASE, sizes },
      FACTS,
    );
    expect(begun.disks.map((disk) => disk.sizeBytes)).toEqual([16 * MIB, 24 * MIB]);
    expect(begun.disks[1]?.transfer).not.toBeNull();
  });

  test('[DS5] a comparison looks at the disk as the snapshot shows it', () => {
    const tracking: ReplicatedItem = {
      ...SAMPLES.resynchronizing,
      phase: { kind: 'resynchronizing', cause: 'manual', step: 'track', diskIndex: 0, startedAt: NOW },
    };
    const sizes = [{ diskId: os, sizeBytes: 17 * MIB }];
    const { item: begun } = transition(tracking, { kind: 'ResynchronizationStarted', snapshot: BASE, sizes }, FACTS);
    expect(begun.disks[0]?.transfer?.totalBytes).toBe(17 * MIB);
  });

  test.each(['initialReplication', 'resynchronizing'] as const)('[DS3] a smaller one stops %s', (phase) => {
    const sample = SAMPLES[phase];
    const at: ReplicatedItem =
      sample.phase.kind === 'resynchronizing' ? { ...sample, phase: { ...sample.phase, step: 'track' } } : sample;
    const kind = phase === 'initialReplication' ? 'ReplicationStarted' : 'ResynchronizationStarted';
    const sizes = [{ diskId: os, sizeBytes: 15 * MIB }];
    const { item: stopped } = transition(at, { kind, snapshot: BASE, sizes }, FACTS);
    expect(stopped.trouble).toMatchObject({ fault: { code: 'DiskSizeMismatch' }, nextAttemptAt: null });
    expect(stopped.baseSnapshot).toBeNull();
  });
});
