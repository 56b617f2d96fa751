import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KIB, MIB } from '../../base/units.ts';
import { bytesSource } from '../byte-source.ts';
import type { OpenDiskImageOptions, ParentFile, ParentReference } from '../disk-image.ts';
import { openDiskImage } from '../open-disk-image.ts';
import { countingSource } from '../testing/counting-source.ts';
import { areEqual, randomBytes } from '../testing/filled-bytes.ts';
import { outcomeOf, refusalOf } from '../testing/refusal.ts';
import { type VhdxPlan, buildVhdx, encodeHeader, vhdxPlaces, withCrc } from '../testing/vhdx-builder.ts';

const idOf = (level: number) => `00000000-0000-4000-8000-${String(level).padStart(12, '0')}`;
const SIZE_BYTES = 6 * MIB - 4096;

const basePlan: VhdxPlan = {
  virtualSizeBytes: SIZE_BYTES,
  blockBytes: MIB,
  dataWriteGuid: idOf(0),
  blocks: new Map([
    [0, { state: 6, data: randomBytes('base 0', MIB) }],
    [2, { state: 6, data: randomBytes('base 2', MIB) }],
    [3, { state: 6, data: randomBytes('base 3', MIB) }],
    [4, { state: 6, data: randomBytes('base 4', MIB) }],
  ]),
};

/** Block 0: some sectors; 1: all; 2: parent's; 3: zeros; 4: unmapped; 5: undefined. */
const childPlan: VhdxPlan = {
  virtualSizeBytes: SIZE_BYTES,
  blockBytes: MIB,
  dataWriteGuid: idOf(1),
  blocks: new Map([
    [0, { state: 7, data: randomBytes('child 0', MIB), ownSectors: [0, 9, 10, 11, 2047] }],
    [1, { state: 6, data: randomBytes('child 1', MIB) }],
    [3, { state: 2 }],
    [4, { state: 3 }],
    [5, { state: 1 }],
  ]),
  parent: { linkage: idOf(0), path: '..\\base.vhdx' },
};

const open = (file: Uint8Array, resolveParent?: OpenDiskImageOptions['resolveParent']) =>
  openDiskImage(bytesSource(file), { name: 'disk.vhdx', ...(resolveParent && { resolveParent }) });
const parentFile = (bytes: Uint8Array): ParentFile => ({ name: 'base.vhdx', source: bytesSource(bytes) });
const whole = { offsetBytes: 0, lengthBytes: SIZE_BYTES };

function expectedChild(sectorBytes: number): Uint8Array {
  const disk = new Uint8Array(6 * MIB);
  disk.set(randomBytes('base 0', MIB), 0);
  disk.set(randomBytes('base 2', MIB), 2 * MIB);
  const own = randomBytes('child 0', MIB);
  for (const sector of [0, 9, 10, 11, 2047]) {
    const at = sector * sectorBytes;
    if (at < MIB) disk.set(own.subarray(at, at + sectorBytes), at);
  }
  disk.set(randomBytes('child 1', MIB), MIB);
  return disk.subarray(0, SIZE_BYTES);
}

describe('a differencing VHDX', () => {
  it.each([512, 4096] as const)(
    'is read through its bitmap and its parent, sectors of %i bytes',
    async (sectorBytes) => {
      const asked: ParentReference[] = [];
      const ownSectors = sectorBytes === 512 ? [0, 9, 10, 11, 2047] : [0, 9, 10, 11];
      const blocks = new Map(childPlan.blocks).set(0, { state: 7, data: randomBytes('child 0', MIB), ownSectors });
      const image = await open(buildVhdx({ ...childPlan, blocks, sectorBytes }), async (reference) => {
        asked.push(reference);
        return parentFile(buildVhdx({ ...basePlan, sectorBytes }));
      });
      expect(asked).toMatchObject([{ uniqueId: idOf(0), paths: ['..\\base.vhdx'] }]);
      expect(image).toMatchObject({
        format: 'vhdxDifferencing',
        virtualSizeBytes: SIZE_BYTES,
        logicalSectorBytes: sectorBytes,
      });
      const expected = expectedChild(sectorBytes);
      expect(areEqual(await image.read(whole), expected)).toBe(true);
      await fc.assert(
        fc.asyncProperty(fc.nat(2 * MIB), fc.nat(12 * KIB), async (offsetBytes, lengthBytes) => {
          const read = await image.read({ offsetBytes, lengthBytes });
          expect(areEqual(read, expected.subarray(offsetBytes, offsetBytes + lengthBytes))).toBe(true);
        }),
      );
      expect(await image.listAllocatedExtents(whole)).toEqual([{ offsetBytes: 0, lengthBytes: 3 * MIB }]);
    },
  );

  it('finds the bits of a block behind others of its chunk, and in a later chunk', async () => {
    // With blocks of 1 MiB a chunk is 4 GiB: block 4095 is the last of the first chunk.
    const virtualSizeBytes = 8200 * MIB;
    const own = randomBytes('own', MIB);
    const indexes = [3, 4095, 4096, 8194];
    const blocks = new Map(indexes.map((index, i) => [index, { state: 7, data: own, ownSectors: [i + 1] }]));
    const base = buildVhdx({ ...basePlan, virtualSizeBytes, blocks: new Map() });
    const image = await open(buildVhdx({ ...childPlan, virtualSizeBytes, blocks }), async () => parentFile(base));
    expect(await image.listAllocatedExtents({ offsetBytes: 0, lengthBytes: virtualSizeBytes })).toEqual(
      indexes.map((index, i) => ({ offsetBytes: index * MIB + (i + 1) * 512, lengthBytes: 512 })),
    );
    const read = await image.read({ offsetBytes: 8194 * MIB, lengthBytes: 8 * 512 });
    const expected = new Uint8Array(8 * 512);
    expected.set(own.subarray(4 * 512, 5 * 512), 4 * 512);
    expect(areEqual(read, expected)).toBe(true);
  });

  it('brokenChain, cycle and limitExceeded', async () => {
    const child = buildVhdx(childPlan);
    expect((await refusalOf(open(child))).code).toBe('brokenChain');
    const other = buildVhdx({ ...basePlan, dataWriteGuid: idOf(8) });
    expect((await refusalOf(open(child, async () => parentFile(other)))).code).toBe('brokenChain');
    const itself = buildVhdx({ ...childPlan, parent: { linkage: idOf(1), path: 'self' } });
    expect((await refusalOf(open(itself, async () => parentFile(itself)))).code).toBe('cycle');
    let level = 1;
    const next = async () => {
      level++;
      const parent = { linkage: idOf(level + 1), path: 'next' };
      return parentFile(buildVhdx({ ...childPlan, blocks: new Map(), dataWriteGuid: idOf(level), parent }));
    };
    const first = buildVhdx({ ...childPlan, parent: { linkage: idOf(2), path: 'next' } });
    expect((await refusalOf(open(first, next))).code).toBe('limitExceeded');
    expect(level).toBeLessThan(100);
  });

  it('badValue: a partly present block without a bitmap', async () => {
    const file = buildVhdx({ ...basePlan, blocks: new Map([[0, { state: 7, data: new Uint8Array(512) }]]) });
    const image = await open(file);
    expect((await refusalOf(image.read({ offsetBytes: 0, lengthBytes: 1 }))).code).toBe('badValue');
  });
});

describe('of two copies the sound one counts', () => {
  it('header: with the first damaged, the second', async () => {
    const file = buildVhdx(basePlan);
    file[64 * KIB + 100] = 1;
    expect(await outcomeOf(open(file))).toBe('accepted');
    file[128 * KIB + 100] = 1;
    expect((await refusalOf(open(file))).code).toBe('badChecksum');
  });

  it('header: with both sound, the one with the higher number', async () => {
    const file = buildVhdx({ ...basePlan, dataWriteGuid: idOf(5) });
    const child = buildVhdx({ ...childPlan, parent: { linkage: idOf(6), path: 'base' } });
    const newer = encodeHeader({
      sequenceNumber: 2n ** 60n,
      dataWriteGuid: idOf(6),
      logGuid: idOf(0).replaceAll(/[48]/g, '0'),
    });
    expect((await refusalOf(open(child, async () => parentFile(file)))).code).toBe('brokenChain');
    file.set(newer, 128 * KIB);
    expect(await outcomeOf(open(child, async () => parentFile(file)))).toBe('accepted');
  });

  it('region table: with the first damaged, the second', async () => {
    const file = buildVhdx(basePlan);
    file[192 * KIB + 50_000] = 1;
    expect(await outcomeOf(open(file))).toBe('accepted');
    file[256 * KIB + 50_000] = 1;
    expect((await refusalOf(open(file))).code).toBe('badChecksum');
  });
});

/** Alters the region tables, both, and makes their checksums right again. */
function alterRegions(file: Uint8Array, change: (view: DataView) => void): void {
  for (const at of [192 * KIB, 256 * KIB]) {
    change(new DataView(file.buffer, at, 64 * KIB));
    withCrc(file.subarray(at, at + 64 * KIB));
  }
}

function alterHeaders(file: Uint8Array, change: (view: DataView) => void): void {
  for (const at of [64 * KIB, 128 * KIB]) {
    change(new DataView(file.buffer, at, 4 * KIB));
    withCrc(file.subarray(at, at + 4 * KIB));
  }
}

describe('damaged VHDXs are refused by name', () => {
  const BAT = 16;
  const regionCodes: readonly [string, (view: DataView) => void][] = [
    ['badSignature', (view) => view.setUint8(0, 0)],
    ['badValue', (view) => view.setUint32(8, 2048, true)],
    ['badValue', (view) => view.setUint32(8, 1, true)],
    ['badValue', (view) => view.setBigUint64(BAT + 16, 1000n, true)],
    ['badValue', (view) => view.setBigUint64(BAT + 16, 2n ** 60n, true)],
    ['badValue', (view) => view.setBigUint64(BAT + 16, BigInt(vhdxPlaces.metadata), true)],
    ['outOfBounds', (view) => view.setBigUint64(BAT + 16, 2n ** 40n, true)],
    ['outOfBounds', (view) => view.setUint32(BAT + 24, 4095 * MIB, true)],
    ['unsupportedFeature', (view) => view.setUint8(BAT, 0)],
  ];
  it.each(regionCodes)('%s in the region tables (%#)', async (code, change) => {
    const file = buildVhdx(basePlan);
    alterRegions(file, change);
    expect((await refusalOf(open(file))).code).toBe(code);
  });

  const headerCodes: readonly [string, (view: DataView) => void][] = [
    ['badSignature', (view) => view.setUint8(0, 0)],
    ['unsupportedVersion', (view) => view.setUint16(66, 2, true)],
    ['unsupportedVersion', (view) => view.setUint16(64, 1, true)],
    ['badValue', (view) => view.setUint32(68, 4096, true)],
    ['dirtyLog', (view) => view.setUint8(48, 1)],
    [
      'limitExceeded',
      (view) => {
        view.setUint8(48, 1);
        view.setUint32(68, 4095 * MIB, true);
      },
    ],
    [
      'truncated',
      (view) => {
        view.setUint8(48, 1);
        view.setBigUint64(72, 2n ** 40n, true);
      },
    ],
  ];
  it.each(headerCodes)('%s in the headers (%#)', async (code, change) => {
    const file = buildVhdx(basePlan);
    alterHeaders(file, change);
    expect((await refusalOf(open(file))).code).toBe(code);
  });

  const table = vhdxPlaces.metadata;
  const items = table + 64 * KIB;
  const metadataCodes: readonly [string, (view: DataView) => void][] = [
    ['badSignature', (view) => view.setUint8(table, 0)],
    ['badValue', (view) => view.setUint16(table + 10, 2048, true)],
    ['badValue', (view) => view.setUint16(table + 10, 2, true)],
    ['outOfBounds', (view) => view.setUint32(table + 32 + 16, 2 ** 32 - 1, true)],
    ['outOfBounds', (view) => view.setUint32(table + 32 + 20, 2 ** 32 - 1, true)],
    ['badValue', (view) => view.setUint32(table + 32 + 20, 4, true)],
    ['unsupportedFeature', (view) => view.setUint8(table + 32, 0)],
    ['badValue', (view) => view.setUint32(items, 3 * MIB, true)],
    ['badValue', (view) => view.setUint32(items, 512 * MIB, true)],
    ['badValue', (view) => view.setBigUint64(items + 4096, 2n ** 63n, true)],
    ['badValue', (view) => view.setBigUint64(items + 4096, 2n ** 50n, true)],
    ['badValue', (view) => view.setBigUint64(items + 4096, 511n, true)],
    ['outOfBounds', (view) => view.setBigUint64(items + 4096, 2n ** 46n, true)],
    ['badValue', (view) => view.setUint32(items + 8192, 520, true)],
  ];
  it.each(metadataCodes)('%s in the metadata (%#)', async (code, change) => {
    const file = buildVhdx(basePlan);
    change(new DataView(file.buffer));
    expect((await refusalOf(open(file))).code).toBe(code);
  });

  const entryCodes: readonly [string, bigint][] = [
    ['outOfBounds', 6n | ((2n ** 44n - 1n) << 20n)],
    ['outOfBounds', 6n | (9n << 20n)],
    ['outOfBounds', 6n],
    ['badValue', 4n],
    ['badValue', 5n],
  ];
  it.each(entryCodes)('%s in the block table (%#)', async (code, entry) => {
    const file = buildVhdx(basePlan);
    new DataView(file.buffer).setBigUint64(vhdxPlaces.bat + 16, entry, true);
    const source = countingSource(bytesSource(file));
    const image = await openDiskImage(source, { name: 'disk.vhdx' });
    expect(await outcomeOf(image.read({ offsetBytes: 0, lengthBytes: 2 * MIB }))).toBe('accepted');
    expect(await refusalOf(image.read(whole))).toMatchObject({ code, offsetBytes: vhdxPlaces.bat + 16 });
    expect(source.largestBytes()).toBeLessThanOrEqual(MIB);
  });

  const locatorAt = items + 3 * 4096;
  const locatorCodes: readonly [string, (view: DataView) => void][] = [
    ['unsupportedFeature', (view) => view.setUint8(locatorAt, 0)],
    ['outOfBounds', (view) => view.setUint16(locatorAt + 18, 65_535, true)],
    ['outOfBounds', (view) => view.setUint32(locatorAt + 20, 2 ** 32 - 1, true)],
    ['badValue', (view) => view.setUint16(locatorAt + 20 + 10, 4, true)],
    ['badValue', (view) => view.setUint16(locatorAt + 18, 0, true)],
  ];
  it.each(locatorCodes)('%s in the parent locator (%#)', async (code, change) => {
    const file = buildVhdx(childPlan);
    change(new DataView(file.buffer));
    expect((await refusalOf(open(file))).code).toBe(code);
  });

  it('truncated anywhere, it is refused or reads only what is there', async () => {
    const file = buildVhdx(basePlan);
    const intact = await (await open(file)).read(whole);
    const edges = [0, 7, 8, 64 * KIB, 68 * KIB, 192 * KIB, 256 * KIB, 320 * KIB, MIB, 2 * MIB, 3 * MIB];
    const lengths = [...edges, ...edges.map((edge) => edge + 1), ...Array.from({ length: 40 }, (_, i) => i * 230_000)];
    for (const length of lengths.filter((each) => each < file.length)) {
      const outcome = await outcomeOf(
        open(file.subarray(0, length)).then(async (image) => {
          expect(areEqual(await image.read(whole), intact)).toBe(true);
        }),
      );
      expect(['truncated', 'outOfBounds', 'unrecognized']).toContain(outcome);
    }
  });

  it('with any bytes of its tables altered, it is a disk or a FormatError, never anything else', async () => {
    const file = buildVhdx(childPlan);
    const places = fc.oneof(
      fc.nat(80).map((at) => 64 * KIB + at),
      fc.nat(80).map((at) => 192 * KIB + at),
      fc.nat(160).map((at) => table + at),
      fc.nat(4 * 4096).map((at) => items + at),
      fc.nat(48).map((at) => vhdxPlaces.bat + at),
    );
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const damaged = file.slice();
        damaged[at] = (damaged[at] ?? 0) ^ change;
        damaged.fill(0, 128 * KIB, 192 * KIB);
        damaged.fill(0, 256 * KIB, 320 * KIB);
        withCrc(damaged.subarray(64 * KIB, 68 * KIB));
        withCrc(damaged.subarray(192 * KIB, 256 * KIB));
        const image = open(damaged, async () => parentFile(buildVhdx(basePlan)));
        await outcomeOf(
          image.then((disk) => disk.read({ offsetBytes: 0, lengthBytes: Math.min(MIB, disk.virtualSizeBytes) })),
        );
      }),
      { numRuns: 60 },
    );
  });
});
