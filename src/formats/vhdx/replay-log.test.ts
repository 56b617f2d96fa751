import { describe, expect, it } from 'vitest';
import { KIB, MIB } from '../../base/units.ts';
import { bytesSource } from '../byte-source.ts';
import { areEqual, randomBytes } from '../testing/filled-bytes.ts';
import { refusalOf } from '../testing/refusal.ts';
import { type LogChange, encodeLogEntry, withCrc } from '../testing/vhdx-builder.ts';
import type { VhdxHeader } from './header.ts';
import { replayLog } from './replay-log.ts';

const LOG_GUID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const FILE_BYTES = 4 * MIB;
const header: VhdxHeader = {
  sequenceNumber: 1n,
  dataWriteGuid: LOG_GUID,
  logGuid: LOG_GUID,
  logOffsetBytes: MIB,
  logBytes: MIB,
};

interface Placed {
  readonly at: number;
  readonly sequenceNumber: bigint;
  readonly tailBytes: number;
  readonly changes: readonly LogChange[];
  readonly fileBytes?: number;
  readonly logGuid?: string;
}

/** A file of 0xee with these entries in its log, which is a ring. */
function fileWith(entries: readonly Placed[]): Uint8Array {
  const file = new Uint8Array(FILE_BYTES).fill(0xee);
  file.fill(0, MIB, 2 * MIB);
  for (const { at, ...entry } of entries) {
    const bytes = encodeLogEntry({ logGuid: LOG_GUID, fileBytes: FILE_BYTES, ...entry });
    bytes.forEach((byte, index) => {
      file[MIB + ((at + index) % MIB)] = byte;
    });
  }
  return file;
}

const page = (seed: string) => randomBytes(seed, 4 * KIB);
const write = (offsetBytes: number, seed: string): LogChange => ({ offsetBytes, data: page(seed) });
const readPage = async (file: Uint8Array, offsetBytes: number) =>
  (await replayLog(bytesSource(file), header)).read({ offsetBytes, lengthBytes: 4 * KIB });

describe('replayLog', () => {
  it('leaves a file without log id as it is', async () => {
    const source = bytesSource(fileWith([]));
    expect(await replayLog(source, { ...header, logGuid: '00000000-0000-0000-0000-000000000000' })).toBe(source);
  });

  it('applies data and zeros in order, the newest last', async () => {
    const file = fileWith([
      { at: 0, sequenceNumber: 5n, tailBytes: 0, changes: [write(2 * MIB, 'old'), write(3 * MIB, 'kept')] },
      {
        at: 12 * KIB,
        sequenceNumber: 6n,
        tailBytes: 0,
        changes: [{ offsetBytes: 2 * MIB, data: 64 * KIB }, write(2 * MIB + 4 * KIB, 'new')],
      },
    ]);
    expect(areEqual(await readPage(file, 2 * MIB), new Uint8Array(4 * KIB))).toBe(true);
    expect(areEqual(await readPage(file, 2 * MIB + 4 * KIB), page('new'))).toBe(true);
    expect(areEqual(await readPage(file, 3 * MIB), page('kept'))).toBe(true);
    expect(areEqual(await readPage(file, 3 * MIB + 4 * KIB), new Uint8Array(4 * KIB).fill(0xee))).toBe(true);
  });

  it('begins at the tail that the newest entry names', async () => {
    const file = fileWith([
      { at: 0, sequenceNumber: 5n, tailBytes: 0, changes: [write(2 * MIB, 'done long ago')] },
      { at: 8 * KIB, sequenceNumber: 6n, tailBytes: 8 * KIB, changes: [write(3 * MIB, 'pending')] },
    ]);
    expect((await readPage(file, 2 * MIB))[0]).toBe(0xee);
    expect(areEqual(await readPage(file, 3 * MIB), page('pending'))).toBe(true);
  });

  it('follows a sequence around the end of the log', async () => {
    const file = fileWith([
      { at: MIB - 16 * KIB, sequenceNumber: 8n, tailBytes: MIB - 16 * KIB, changes: [write(2 * MIB, 'a')] },
      {
        at: MIB - 8 * KIB,
        sequenceNumber: 9n,
        tailBytes: MIB - 16 * KIB,
        changes: [write(2 * MIB + 4 * KIB, 'b'), write(2 * MIB + 8 * KIB, 'c')],
      },
      { at: 4 * KIB, sequenceNumber: 10n, tailBytes: MIB - 16 * KIB, changes: [write(2 * MIB + 12 * KIB, 'd')] },
    ]);
    for (const [index, seed] of ['a', 'b', 'c', 'd'].entries()) {
      expect(areEqual(await readPage(file, 2 * MIB + index * 4 * KIB), page(seed))).toBe(true);
    }
  });

  it('of two sequences replays the one with the higher numbers', async () => {
    const file = fileWith([
      { at: 0, sequenceNumber: 20n, tailBytes: 0, changes: [write(2 * MIB, 'newer')] },
      { at: 512 * KIB, sequenceNumber: 7n, tailBytes: 512 * KIB, changes: [write(2 * MIB, 'older')] },
    ]);
    expect(areEqual(await readPage(file, 2 * MIB), page('newer'))).toBe(true);
  });

  it('takes many changes, with descriptors over several sectors', async () => {
    const changes = Array.from({ length: 200 }, (_, index) => write(2 * MIB + index * 4 * KIB, `change ${index}`));
    const file = fileWith([{ at: 0, sequenceNumber: 1n, tailBytes: 0, changes }]);
    expect(areEqual(await readPage(file, 2 * MIB + 199 * 4 * KIB), page('change 199'))).toBe(true);
  });

  it('extends the file with zeros to the length the log promises', async () => {
    const entry = { at: 0, sequenceNumber: 1n, tailBytes: 0, changes: [write(5 * MIB, 'beyond')] };
    const file = fileWith([entry]);
    const grown = encodeLogEntry({ ...entry, logGuid: LOG_GUID, fileBytes: FILE_BYTES });
    new DataView(grown.buffer).setBigUint64(56, BigInt(6 * MIB), true);
    file.set(withCrc(grown), MIB);
    const source = await replayLog(bytesSource(file), header);
    expect(source.sizeBytes).toBe(6 * MIB);
    expect(areEqual(await source.read({ offsetBytes: 5 * MIB, lengthBytes: 4 * KIB }), page('beyond'))).toBe(true);
    const across = await source.read({ offsetBytes: 4 * MIB - 1, lengthBytes: 2 });
    expect([...across]).toEqual([0xee, 0]);
  });

  it('refuses as truncated a file shorter than the log says it was', async () => {
    const file = fileWith([{ at: 0, sequenceNumber: 1n, tailBytes: 0, changes: [], fileBytes: FILE_BYTES + MIB }]);
    expect((await refusalOf(replayLog(bytesSource(file), header))).code).toBe('truncated');
  });

  it('refuses as dirtyLog what holds no complete sequence', async () => {
    const entry: Placed = { at: 0, sequenceNumber: 6n, tailBytes: 0, changes: [write(2 * MIB, 'x')] };
    const tailIsGone = fileWith([{ ...entry, tailBytes: 64 * KIB }]);
    const otherLog = fileWith([{ ...entry, logGuid: LOG_GUID.replace('3', '4') }]);
    const damagedData = fileWith([entry]);
    damagedData[MIB + 4 * KIB + 2000] = (damagedData[MIB + 4 * KIB + 2000] ?? 0) ^ 1;
    for (const file of [fileWith([]), tailIsGone, otherLog, damagedData]) {
      expect((await refusalOf(replayLog(bytesSource(file), header))).code).toBe('dirtyLog');
    }
  });

  it('scans a log made to be slow in one pass', async () => {
    const file = new Uint8Array(33 * MIB);
    const entry = encodeLogEntry({ logGuid: LOG_GUID, sequenceNumber: 1n, tailBytes: 0, fileBytes: 0, changes: [] });
    // Every sector claims to be an entry as long as the log.
    new DataView(entry.buffer).setUint32(8, 32 * MIB, true);
    for (let at = MIB; at < file.length; at += 4 * KIB) file.set(entry, at);
    const refusal = await refusalOf(replayLog(bytesSource(file), { ...header, logBytes: 32 * MIB }));
    expect(refusal.code).toBe('dirtyLog');
  });
});
