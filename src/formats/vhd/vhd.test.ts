import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MIB } from '../../base/units.ts';
import { byteSumChecksum } from '../byte-sum.ts';
import { bytesSource } from '../byte-source.ts';
import type { OpenDiskImageOptions, ParentFile, ParentReference } from '../disk-image.ts';
import { openDiskImage } from '../open-disk-image.ts';
import { countingSource } from '../testing/counting-source.ts';
import { areEqual, concatBytes, randomBytes } from '../testing/filled-bytes.ts';
import { outcomeOf, refusalOf } from '../testing/refusal.ts';
import { type VhdPlan, buildVhd, vhdPlaces } from '../testing/vhd-builder.ts';
import { fixedVhdFooter } from './footer.ts';
import { geometryOf } from './geometry.ts';

const BLOCK_BYTES = 8 * 512;
const SIZE_BYTES = 5 * BLOCK_BYTES - 512;
const idOf = (level: number) => `00000000-0000-4000-8000-${String(level).padStart(12, '0')}`;

const basePlan: VhdPlan = {
  kind: 'dynamic',
  virtualSizeBytes: SIZE_BYTES,
  blockBytes: BLOCK_BYTES,
  uniqueId: idOf(0),
  blocks: new Map([
    [0, { data: randomBytes('base 0', BLOCK_BYTES), ownSectors: [] }],
    [3, { data: randomBytes('base 3', BLOCK_BYTES), ownSectors: [] }],
  ]),
};

/** Has sectors 1, 2 and 7 of block 0 and all of block 1; the rest is its parent's. */
const childPlan: VhdPlan = {
  kind: 'differencing',
  virtualSizeBytes: SIZE_BYTES,
  blockBytes: BLOCK_BYTES,
  uniqueId: idOf(1),
  blocks: new Map([
    [0, { data: randomBytes('child 0', BLOCK_BYTES), ownSectors: [1, 2, 7] }],
    [1, { data: randomBytes('child 1', BLOCK_BYTES), ownSectors: [0, 1, 2, 3, 4, 5, 6, 7] }],
  ]),
  parent: { uniqueId: idOf(0), timestampSeconds: 77, path: '.\\base.vhd' },
};

const open = (file: Uint8Array, resolveParent?: OpenDiskImageOptions['resolveParent']) =>
  openDiskImage(bytesSource(file), { name: 'disk.vhd', ...(resolveParent && { resolveParent }) });
const whole = { offsetBytes: 0, lengthBytes: SIZE_BYTES };
const parentFile = (bytes: Uint8Array): ParentFile => ({ name: 'base.vhd', source: bytesSource(bytes) });

/** The disk of {@link childPlan} over {@link basePlan}, painted by hand. */
function expectedChild(): Uint8Array {
  const disk = new Uint8Array(5 * BLOCK_BYTES);
  disk.set(randomBytes('base 0', BLOCK_BYTES), 0);
  disk.set(randomBytes('base 3', BLOCK_BYTES), 3 * BLOCK_BYTES);
  const own = randomBytes('child 0', BLOCK_BYTES);
  for (const sector of [1, 2, 7]) disk.set(own.subarray(sector * 512, sector * 512 + 512), sector * 512);
  disk.set(randomBytes('child 1', BLOCK_BYTES), BLOCK_BYTES);
  return disk.subarray(0, SIZE_BYTES);
}

describe('a differencing VHD', () => {
  it('takes its own sectors from itself and the rest from its parent, for any extent', async () => {
    const asked: ParentReference[] = [];
    const image = await open(buildVhd(childPlan), async (reference) => {
      asked.push(reference);
      return parentFile(buildVhd(basePlan));
    });
    expect(asked).toEqual([{ paths: ['.\\base.vhd'], uniqueId: idOf(0) }]);
    expect(image).toMatchObject({ format: 'vhdDifferencing', virtualSizeBytes: SIZE_BYTES, logicalSectorBytes: 512 });
    const expected = expectedChild();
    await fc.assert(
      fc.asyncProperty(fc.nat(SIZE_BYTES), fc.nat(SIZE_BYTES), async (a, b) => {
        const extent = { offsetBytes: Math.min(a, b), lengthBytes: Math.abs(a - b) };
        expect(areEqual(await image.read(extent), expected.subarray(Math.min(a, b), Math.max(a, b)))).toBe(true);
      }),
    );
    expect(await image.listAllocatedExtents(whole)).toEqual([
      { offsetBytes: 0, lengthBytes: 2 * BLOCK_BYTES },
      { offsetBytes: 3 * BLOCK_BYTES, lengthBytes: BLOCK_BYTES },
    ]);
  });

  it('brokenChain: no parent, another disk, or one modified since', async () => {
    const child = buildVhd(childPlan);
    const base = buildVhd(basePlan);
    expect((await refusalOf(open(child))).code).toBe('brokenChain');
    expect((await refusalOf(open(child, async () => undefined))).message).toContain('".\\base.vhd" was not found');
    const other = buildVhd({ ...basePlan, uniqueId: idOf(9) });
    expect((await refusalOf(open(child, async () => parentFile(other)))).code).toBe('brokenChain');
    const modified = { ...parentFile(base), modifiedSeconds: 78 };
    expect((await refusalOf(open(child, async () => modified))).code).toBe('brokenChain');
    expect(await outcomeOf(open(child, async () => ({ ...modified, modifiedSeconds: 77 })))).toBe('accepted');
  });

  it('cycle: a disk among its own ancestors', async () => {
    const link = (level: number, parent: number): Uint8Array =>
      buildVhd({
        ...childPlan,
        uniqueId: idOf(level),
        parent: { uniqueId: idOf(parent), timestampSeconds: 0, path: String(parent) },
      });
    const byId = new Map([
      [idOf(1), link(1, 2)],
      [idOf(2), link(2, 3)],
      [idOf(3), link(3, 1)],
    ]);
    const resolve = async (reference: ParentReference) => parentFile(byId.get(reference.uniqueId) ?? new Uint8Array());
    expect((await refusalOf(open(link(1, 2), resolve))).code).toBe('cycle');
    expect((await refusalOf(open(link(5, 5), resolve))).code).toBe('cycle');
  });

  it('limitExceeded: a chain without end', async () => {
    const link = (level: number): Uint8Array =>
      buildVhd({
        ...childPlan,
        uniqueId: idOf(level),
        parent: { uniqueId: idOf(level + 1), timestampSeconds: 0, path: 'next' },
      });
    let level = 1;
    const endless = async () => parentFile(link(++level));
    expect((await refusalOf(open(link(1), endless))).code).toBe('limitExceeded');
    expect(level).toBeLessThan(100);
  });
});

describe('a VHD with one damaged footer', () => {
  it('dynamic: is read by the copy at its beginning', async () => {
    const file = buildVhd(basePlan);
    file.fill(0, file.length - 512);
    const image = await open(file);
    expect(areEqual(await image.read(whole), await (await open(buildVhd(basePlan))).read(whole))).toBe(true);
  });

  it('fixed: is refused, having no copy', async () => {
    const file = fixedVhd(randomBytes('fixed', 4096));
    file[file.length - 100] = 1;
    expect((await refusalOf(open(file))).code).toBe('badChecksum');
    file.fill(0, file.length - 512);
    expect((await refusalOf(open(file))).code).toBe('unrecognized');
  });

  it('fixed: a footer at the beginning of its data is no copy', async () => {
    const inner = fixedVhdFooter({ virtualSizeBytes: 512, uniqueId: idOf(6), timestampSeconds: 1 });
    const file = fixedVhd(concatBytes([inner, new Uint8Array(512)]));
    file[file.length - 100] = 1;
    expect((await refusalOf(open(file))).code).toBe('badChecksum');
  });
});

function fixedVhd(disk: Uint8Array): Uint8Array {
  const footer = fixedVhdFooter({ virtualSizeBytes: disk.length, uniqueId: idOf(4), timestampSeconds: 1 });
  return concatBytes([disk, footer]);
}

/** Alters a structure of the file and makes its byte-sum checksum right again. */
function alter(
  file: Uint8Array,
  at: number,
  length: number,
  checksumAt: number,
  change: (view: DataView) => void,
): void {
  const view = new DataView(file.buffer, file.byteOffset + at, length);
  change(view);
  view.setUint32(checksumAt, byteSumChecksum(file.subarray(at, at + length), checksumAt));
}

describe('damaged VHDs are refused by name', () => {
  const headerCodes: readonly [string, (view: DataView) => void][] = [
    ['badSignature', (view) => view.setUint8(0, 0)],
    ['badValue', (view) => view.setUint32(32, 3 * 512)],
    ['badValue', (view) => view.setUint32(32, 2 ** 31)],
    ['badValue', (view) => view.setBigUint64(16, 2n ** 63n)],
    ['outOfBounds', (view) => view.setBigUint64(16, 2n ** 40n)],
    ['outOfBounds', (view) => view.setUint32(28, 4)],
  ];
  it.each(headerCodes)('%s in the dynamic header', async (code, change) => {
    const file = buildVhd(basePlan);
    alter(file, vhdPlaces.header, 1024, 36, change);
    expect((await refusalOf(open(file))).code).toBe(code);
  });

  const footerCodes: readonly [string, (view: DataView) => void][] = [
    ['unsupportedVersion', (view) => view.setUint32(12, 0x0002_0000)],
    ['unsupportedFeature', (view) => view.setUint32(60, 5)],
    ['badValue', (view) => view.setBigUint64(48, 0n)],
    ['badValue', (view) => view.setBigUint64(48, 1000n)],
    ['badValue', (view) => view.setBigUint64(48, 2n ** 62n)],
    ['truncated', (view) => view.setBigUint64(48, 2n ** 50n)],
  ];
  it.each(footerCodes)('%s in the footer', async (code, change) => {
    const file = fixedVhd(randomBytes('fixed', 4096));
    alter(file, file.length - 512, 512, 64, change);
    expect((await refusalOf(open(file))).code).toBe(code);
  });

  it('outOfBounds: a block outside the file, found when it is read, without reading it', async () => {
    const file = buildVhd(basePlan);
    new DataView(file.buffer).setUint32(vhdPlaces.table + 3 * 4, 0xffff_fffe);
    const source = countingSource(bytesSource(file));
    const image = await openDiskImage(source, { name: 'disk.vhd' });
    expect(await outcomeOf(image.read({ offsetBytes: 0, lengthBytes: 3 * BLOCK_BYTES }))).toBe('accepted');
    const refusal = await refusalOf(image.read(whole));
    expect(refusal).toMatchObject({ code: 'outOfBounds', offsetBytes: vhdPlaces.table + 12 });
    expect((await refusalOf(image.listAllocatedExtents(whole))).code).toBe('outOfBounds');
  });

  it('an absurd size costs no memory: a table of 2 TiB in a file of kilobytes', async () => {
    const file = buildVhd({ ...basePlan, blocks: new Map() });
    alter(file, file.length - 512, 512, 64, (view) => view.setBigUint64(48, 2n ** 41n));
    alter(file, vhdPlaces.header, 1024, 36, (view) => view.setUint32(28, 2 ** 32 - 1));
    const source = countingSource(bytesSource(file));
    expect((await refusalOf(openDiskImage(source, { name: 'disk.vhd' }))).code).toBe('outOfBounds');
    expect(source.totalBytes()).toBeLessThan(8 * 1024);
  });

  it('truncated anywhere, a dynamic disk is refused or reads only what is there', async () => {
    const file = buildVhd(basePlan);
    const intact = await (await open(file)).read(whole);
    for (let length = 0; length < file.length; length += 128) {
      const cut = file.subarray(0, length);
      const outcome = await outcomeOf(
        open(cut).then(async (image) => {
          expect(areEqual(await image.read(whole), intact)).toBe(true);
        }),
      );
      expect(['accepted', 'truncated', 'outOfBounds', 'unrecognized']).toContain(outcome);
    }
  });

  it('with any byte altered, it is a disk or a FormatError, never anything else', async () => {
    const file = buildVhd(childPlan);
    await fc.assert(
      fc.asyncProperty(fc.nat(vhdPlaces.table + 512), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const damaged = file.slice();
        damaged[at] = (damaged[at] ?? 0) ^ change;
        // Without the second footer the altered first one counts.
        const image = open(damaged.subarray(0, damaged.length - 512), async () => parentFile(buildVhd(basePlan)));
        await outcomeOf(image.then((disk) => disk.read({ offsetBytes: 0, lengthBytes: disk.virtualSizeBytes })));
      }),
      { numRuns: 300 },
    );
  });
});

describe('geometryOf', () => {
  it('never claims more sectors than there are, and loses less than a cylinder', () => {
    fc.assert(
      fc.property(fc.integer({ min: 68, max: 65_535 * 16 * 255 }), (sectors) => {
        const { cylinders, heads, sectorsPerTrack } = geometryOf(sectors);
        const product = cylinders * heads * sectorsPerTrack;
        expect(product).toBeLessThanOrEqual(sectors);
        expect(sectors - product).toBeLessThan(heads * sectorsPerTrack);
        expect(cylinders).toBeLessThan(65_536);
        expect(heads).toBeLessThanOrEqual(16);
      }),
    );
  });

  it('gives the largest disk its limits', () => {
    expect(geometryOf((400 * 1024 * MIB) / 512)).toEqual({ cylinders: 65_535, heads: 16, sectorsPerTrack: 255 });
  });
});
