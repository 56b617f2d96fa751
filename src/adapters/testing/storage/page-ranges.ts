import { describe, expect, test } from 'vitest';
import { KIB, MIB } from '../../../base/units.ts';
import { PortError } from '../../../core/errors/fault.ts';
import { newCall } from '../call.ts';
import { pattern } from '../checksums-contract.ts';
import { type BlobBench, type NewBlob, unconditional } from './blob-bench.ts';
import type { StorageQuirks } from './quirks.ts';

/** Where a blob holds data, and where it was written or cleared since a snapshot. */
export function describePageRanges(newBlob: NewBlob, quirks: StorageQuirks): void {
  describe('page ranges', () => {
    test('are ascending, merged, and without what was cleared', async () => {
      const { put, clear, ranges } = await newBlob();
      await put(2 * MIB, pattern(8 * KIB));
      await put(64 * KIB, pattern(4 * KIB));
      await put(68 * KIB, pattern(4 * KIB));
      await clear(2 * MIB, 4 * KIB);
      expect(await ranges(0, 8 * MIB)).toEqual([
        { offsetBytes: 64 * KIB, lengthBytes: 8 * KIB },
        { offsetBytes: 2 * MIB + 4 * KIB, lengthBytes: 4 * KIB },
      ]);
    });

    test('are cut to what was asked for', async () => {
      const { put, ranges } = await newBlob();
      await put(0, pattern(64 * KIB));
      expect(await ranges(4 * KIB, 4 * KIB)).toEqual([{ offsetBytes: 4 * KIB, lengthBytes: 4 * KIB }]);
      expect(await ranges(64 * KIB, MIB)).toEqual([]);
    });

    test('of more ranges than one answer holds are complete', async () => {
      const { put, ranges } = await newBlob();
      const offsets = Array.from({ length: 40 }, (_, index) => index * 64 * KIB);
      for (const offset of offsets) await put(offset, pattern(4 * KIB));
      const expected = offsets.map((offsetBytes) => ({ offsetBytes, lengthBytes: 4 * KIB }));
      expect(await ranges(0, 8 * MIB)).toEqual(expected);
    });
  });

  describe('changes since a snapshot', () => {
    const changesOf = ({ storage, blob }: BlobBench, snapshot: string) =>
      storage.listChanges(blob, snapshot, { offsetBytes: 0, lengthBytes: 8 * MIB }, newCall());

    test.runIf(quirks.tellsChanges)('are what was written and what was cleared, and nothing else', async () => {
      const made = await newBlob();
      const { storage, blob, put, clear } = made;
      await put(0, pattern(MIB));
      const snapshot = await storage.snapshotBlob(blob, unconditional, newCall());
      expect(await changesOf(made, snapshot)).toEqual({ written: [], cleared: [] });
      await put(64 * KIB, pattern(4 * KIB, 2));
      await put(68 * KIB, pattern(4 * KIB, 3));
      await put(5 * MIB, pattern(8 * KIB, 4));
      await clear(256 * KIB, 8 * KIB);
      await clear(6 * MIB, 8 * KIB);
      expect(await changesOf(made, snapshot)).toEqual({
        written: [
          { offsetBytes: 64 * KIB, lengthBytes: 8 * KIB },
          { offsetBytes: 5 * MIB, lengthBytes: 8 * KIB },
        ],
        cleared: [{ offsetBytes: 256 * KIB, lengthBytes: 8 * KIB }],
      });
      const within = { offsetBytes: 68 * KIB, lengthBytes: 190 * KIB };
      expect(await storage.listChanges(blob, snapshot, within, newCall())).toEqual({
        written: [{ offsetBytes: 68 * KIB, lengthBytes: 4 * KIB }],
        cleared: [{ offsetBytes: 256 * KIB, lengthBytes: 2 * KIB }],
      });
    });

    test.runIf(quirks.tellsChanges)('go by the snapshot named, not by the newest', async () => {
      const made = await newBlob();
      const { storage, blob, put } = made;
      const first = await storage.snapshotBlob(blob, unconditional, newCall());
      await put(0, pattern(4 * KIB));
      const second = await storage.snapshotBlob(blob, unconditional, newCall());
      await put(MIB, pattern(4 * KIB));
      expect((await changesOf(made, first)).written).toHaveLength(2);
      expect((await changesOf(made, second)).written).toEqual([{ offsetBytes: MIB, lengthBytes: 4 * KIB }]);
    });

    test('contain all that was written since, whoever tells them', async () => {
      const made = await newBlob();
      const snapshot = await made.storage.snapshotBlob(made.blob, unconditional, newCall());
      await made.put(MIB, pattern(4 * KIB));
      const { written } = await changesOf(made, snapshot);
      expect(written).toEqual([{ offsetBytes: MIB, lengthBytes: 4 * KIB }]);
    });

    test.runIf(quirks.tellsChanges)('since a snapshot that is not there are an error', async () => {
      const made = await newBlob();
      await expect(changesOf(made, '2020-01-01T00:00:00.0000000Z')).rejects.toBeInstanceOf(PortError);
    });
  });
}
