import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GIB, KIB } from '../../base/units.ts';
import { byteSumChecksum } from '../byte-sum.ts';
import { bytesSource } from '../byte-source.ts';
import type { FileWrite } from '../file-write.ts';
import { NIL_GUID } from '../guid.ts';
import { randomBytes } from '../testing/filled-bytes.ts';
import { applyWrites } from '../testing/memory-file.ts';
import { outcomeOf, refusalOf } from '../testing/refusal.ts';
import { readHrl, readHrlHeader } from './hrl-reader.ts';
import {
  type HrlIdentity,
  type HrlStep,
  appendBytesToHrl,
  appendToHrl,
  closeHrl,
  createHrl,
  resizeHrl,
} from './hrl-writer.ts';
import { encodeMetadata } from './metadata.ts';

const identity: HrlIdentity = {
  originalSizeBytes: 4 * GIB,
  currentSizeBytes: 4 * GIB,
  uniqueId: '0b1f5a52-9a4e-4d0a-8d3b-1f5a529a4e4d',
  previousUniqueId: NIL_GUID,
  vhd2DataWriteGuid: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  timestampSeconds: 800_000_000,
};

interface Write {
  readonly byteOffset: number;
  readonly bytes: Uint8Array;
}

/** The file of a log with these writes, closed. */
function writeLog(writes: readonly Write[], log: HrlIdentity = identity): Uint8Array {
  const all: FileWrite[] = [];
  const take = (step: HrlStep) => {
    all.push(...step.writes);
    return step.writer;
  };
  let writer = take(createHrl(log));
  for (const write of writes) writer = take(appendBytesToHrl(writer, { ...write, timestampSeconds: 800_000_001 }));
  take(closeHrl(writer, 800_000_002));
  return applyWrites(all);
}

const someWrites = (count: number): Write[] =>
  Array.from({ length: count }, (_, index) => ({
    byteOffset: index * 8192,
    bytes: randomBytes(`write ${index}`, 512 * (1 + (index % 3))),
  }));

const anyWrites = fc.array(
  fc.record({
    sector: fc.nat({ max: 4096 }),
    sectors: fc.integer({ min: 1, max: 8 }),
    fill: fc.integer({ min: 0, max: 255 }),
  }),
  { maxLength: 300, size: 'max' },
);

describe('metadata checksums agree with the published examples', () => {
  const u32At = (bytes: Uint8Array, at: number) => new DataView(bytes.buffer).getUint32(at, true);

  it('metadata header (distance 324096, 58 entries) gives 4294966991', () => {
    const entry = { byteOffset: 0, lengthBytes: 512, timestampSeconds: 0, dataChecksum: 0 };
    const block = encodeMetadata({ previousDistanceBytes: 324_096, entries: Array.from({ length: 58 }, () => entry) });
    expect(u32At(block, 12)).toBe(4_294_966_991);
  });

  it('entry (3626340352, 4096 bytes, 539842382, write, no data checksum) gives 4294966639', () => {
    const entry = { byteOffset: 3_626_340_352, lengthBytes: 4096, timestampSeconds: 539_842_382, dataChecksum: 0 };
    const block = encodeMetadata({ previousDistanceBytes: 0, entries: [entry] });
    expect(u32At(block, 32 + 8)).toBe(4_294_966_639);
  });
});

describe('a log written is the log read', () => {
  it('for any writes, in order, with all data checksums right', async () => {
    await fc.assert(
      fc.asyncProperty(anyWrites, async (plans) => {
        const writes = plans.map(({ sector, sectors, fill }) => ({
          byteOffset: sector * 512,
          bytes: new Uint8Array(sectors * 512).fill(fill),
        }));
        const file = writeLog(writes);
        const { entries } = await readHrl(bytesSource(file), { verifyData: true });
        expect(entries.map((entry) => entry.byteOffset)).toEqual(writes.map((write) => write.byteOffset));
        entries.forEach(({ dataOffsetBytes, lengthBytes }, index) => {
          const logged = file.subarray(dataOffsetBytes, dataOffsetBytes + lengthBytes);
          expect(Buffer.compare(logged, writes[index]?.bytes ?? new Uint8Array())).toBe(0);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('the header comes back field for field', async () => {
    const header = await readHrlHeader(bytesSource(writeLog(someWrites(130))));
    expect(header).toMatchObject({
      ...identity,
      version: 0x20000,
      totalEntries: 130,
      lastModifiedSeconds: 800_000_002,
    });
  });

  it('writes a metadata block after every 127th entry and at the close', () => {
    let step: HrlStep = createHrl(identity);
    const blockAt: number[] = [];
    for (let index = 0; index < 260; index++) {
      step = appendToHrl(step.writer, { byteOffset: 0, lengthBytes: 512, timestampSeconds: 0, dataChecksum: 0 });
      if (step.writes.length > 0) blockAt.push(index + 1);
    }
    expect(blockAt).toEqual([127, 254]);
    expect(closeHrl(step.writer, 0).writes.map((write) => write.offsetBytes)).toEqual([step.writer.endBytes, 0]);
  });

  it('goes on after its state went through JSON', () => {
    const [first, second] = someWrites(2);
    if (!first || !second) throw new Error('two writes');
    const one = appendBytesToHrl(createHrl(identity).writer, { ...first, timestampSeconds: 5 }).writer;
    const restored = JSON.parse(JSON.stringify(one)) as typeof one;
    expect(closeHrl(restored, 9)).toEqual(closeHrl(one, 9));
    expect(appendBytesToHrl(restored, { ...second, timestampSeconds: 6 })).toEqual(
      appendBytesToHrl(one, { ...second, timestampSeconds: 6 }),
    );
  });

  it('an empty log is a header and one empty block', async () => {
    const file = writeLog([]);
    expect(file.length).toBe(8 * KIB);
    expect((await readHrl(bytesSource(file))).entries).toEqual([]);
  });

  it('a version 1 log has no DataWriteGuid', async () => {
    const file = writeLog(someWrites(1));
    setHeader(file, (view) => view.setUint32(8, 0x10000, true));
    expect((await readHrl(bytesSource(file))).header.vhd2DataWriteGuid).toBe(NIL_GUID);
  });
});

/** Alters the header and makes its checksum right again. */
function setHeader(file: Uint8Array, change: (view: DataView) => void): void {
  const view = new DataView(file.buffer, 0, 4096);
  change(view);
  view.setUint32(40, byteSumChecksum(file.subarray(0, 4096), 40), true);
}

/** Alters the metadata header of the block at `at` and makes its checksum right again. */
function setBlock(file: Uint8Array, at: number, change: (view: DataView) => void): void {
  const view = new DataView(file.buffer, at, 32);
  change(view);
  view.setUint32(12, byteSumChecksum(file.subarray(at, at + 32), 12), true);
}

it('a disk that grows is so in the header, and takes writes beyond its old end', async () => {
  const small = { ...identity, originalSizeBytes: 8192, currentSizeBytes: 8192 };
  const created = createHrl(small);
  const beyond = { byteOffset: 8192, lengthBytes: 512, timestampSeconds: 1, dataChecksum: 0 };
  expect(() => appendToHrl(created.writer, beyond)).toThrow('beyond the disk');
  const grown = resizeHrl(created.writer, 16_384, 800_000_001);
  const bytes = randomBytes('beyond', 512);
  const written = appendBytesToHrl(grown.writer, { byteOffset: 8192, bytes, timestampSeconds: 800_000_002 });
  const closed = closeHrl(written.writer, 800_000_003);
  const file = applyWrites([...created.writes, ...grown.writes, ...written.writes, ...closed.writes]);
  const log = await readHrl(bytesSource(file), { verifyData: true });
  expect(log.header).toMatchObject({ originalSizeBytes: 8192, currentSizeBytes: 16_384 });
  expect(log.entries).toMatchObject([{ byteOffset: 8192, lengthBytes: 512 }]);
});

describe('a damaged log is refused by name', () => {
  const read = (file: Uint8Array) => refusalOf(readHrl(bytesSource(file), { verifyData: true }));

  it('notClosed: the writer died', async () => {
    const file = writeLog(someWrites(3));
    setHeader(file, (view) => view.setBigUint64(44, 0n, true));
    const refusal = await read(file);
    expect(refusal.code).toBe('notClosed');
    expect(refusal.message).toBe(
      'hrl: the log was not closed: its end is not recorded (at byte 44). Resynchronize the disk: the log cannot be trusted to be complete.',
    );
  });

  it('notClosed: the host recorded an error', async () => {
    const file = writeLog([]);
    setHeader(file, (view) => view.setInt32(52, -2_147_024_784, true));
    expect((await read(file)).code).toBe('notClosed');
  });

  it('unsupportedVersion, badSignature, badValue and unsupportedFeature in the header', async () => {
    const codes = await Promise.all(
      [
        (view: DataView) => view.setUint32(8, 0x30000, true),
        (view: DataView) => view.setUint8(0, 0x4d),
        (view: DataView) => view.setUint32(56, 1000, true),
        (view: DataView) => view.setUint32(104, 7, true),
        (view: DataView) => view.setBigUint64(32, 2n ** 60n, true),
      ].map(async (change) => {
        const file = writeLog([]);
        setHeader(file, change);
        return (await read(file)).code;
      }),
    );
    expect(codes).toEqual(['unsupportedVersion', 'badSignature', 'badValue', 'unsupportedFeature', 'badValue']);
  });

  it('outOfBounds: an entry beyond the disk', async () => {
    const file = writeLog([{ byteOffset: 1024, bytes: new Uint8Array(512) }]);
    setHeader(file, (view) => view.setBigUint64(32, 1024n, true));
    expect((await read(file)).code).toBe('outOfBounds');
  });

  it('outOfBounds: a chain that leaves the file at its beginning', async () => {
    const file = writeLog(someWrites(1));
    setBlock(file, file.length - 4096, (view) => view.setBigUint64(0, 2n ** 40n, true));
    expect((await read(file)).code).toBe('outOfBounds');
  });

  it('cycle: a chain that turns forwards', async () => {
    const file = writeLog(someWrites(1));
    setBlock(file, file.length - 4096, (view) => view.setBigInt64(0, -4096n, true));
    expect((await read(file)).code).toBe('cycle');
  });

  it('badValue: blocks that overlap', async () => {
    const file = writeLog(someWrites(1));
    setBlock(file, file.length - 4096, (view) => view.setBigUint64(0, 512n, true));
    expect((await read(file)).code).toBe('badValue');
  });

  it('limitExceeded: more entries than wanted', async () => {
    const source = bytesSource(writeLog(someWrites(200)));
    expect((await refusalOf(readHrl(source, { maxEntries: 199 }))).code).toBe('limitExceeded');
    expect((await readHrl(source, { maxEntries: 200 })).entries.length).toBe(200);
  });

  it('truncated: at every length', async () => {
    const file = writeLog(someWrites(130));
    for (let length = 0; length < file.length; length += 509) {
      expect((await read(file.subarray(0, length))).code).toBe('truncated');
    }
  });

  it('badChecksum, or another refusal: any changed byte that carries meaning', async () => {
    const file = writeLog(someWrites(3));
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const damaged = file.slice();
        damaged[at] = (damaged[at] ?? 0) ^ change;
        const outcome = await outcomeOf(readHrl(bytesSource(damaged), { verifyData: true }));
        // Bytes of a metadata block behind its last entry belong to nothing.
        const isUnused = (at >= 4096 + 32 && at < 8192) || at >= file.length - 4096 + 32 * 4;
        if (!isUnused) expect(outcome).not.toBe('accepted');
      }),
      { numRuns: 400 },
    );
  });
});
