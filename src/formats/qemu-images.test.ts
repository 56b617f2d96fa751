/** Images made by qemu, read by us, and footers made by us, read by qemu: two programs that must agree on every byte. */
import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GIB, KIB, MIB } from '../base/units.ts';
import { type ByteSource, bytesSource } from './byte-source.ts';
import type { DiskImage } from './disk-image.ts';
import { openDiskImage } from './open-disk-image.ts';
import { countingSource } from './testing/counting-source.ts';
import { areEqual, randomBytes } from './testing/filled-bytes.ts';
import { fileSource, qemu, qemuDisk, qemuVirtualSize } from './testing/qemu.ts';
import { refusalOf } from './testing/refusal.ts';
import { withCrc } from './testing/vhdx-builder.ts';
import { fixedVhdFooter } from './vhd/footer.ts';
import { readCurrentHeader } from './vhdx/header.ts';

let folder = '';
let disk = new Uint8Array();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-formats-'));
  disk = makeDisk();
  await writeFile(join(folder, 'disk.img'), disk);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** 19 MiB and a sector: islands of chance at even and odd places, among them the very end. */
function makeDisk(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(19 * MIB + 512);
  const islands = [
    { at: 0, length: 5 * KIB },
    { at: 3 * MIB - 512, length: 1024 },
    { at: 4 * MIB + 7 * 512, length: 2 * MIB },
    { at: 15 * MIB, length: MIB },
    { at: 19 * MIB, length: 512 },
  ];
  for (const { at, length } of islands) bytes.set(randomBytes(`island ${at}`, length), at);
  return bytes;
}

const whole = (image: DiskImage) => ({ offsetBytes: 0, lengthBytes: image.virtualSizeBytes });
const path = (name: string) => join(folder, name);

async function convert(name: string, format: 'vpc' | 'vhdx', options: string): Promise<ByteSource> {
  await qemu('qemu-img', ['convert', '-f', 'raw', '-O', format, '-o', options, path('disk.img'), path(name)]);
  return bytesSource(await readFile(path(name)));
}

const kinds = [
  { name: 'dynamic.vhd', format: 'vpc', options: 'subformat=dynamic', as: 'vhdDynamic' },
  { name: 'dynamic-exact.vhd', format: 'vpc', options: 'subformat=dynamic,force_size=on', as: 'vhdDynamic' },
  { name: 'fixed.vhd', format: 'vpc', options: 'subformat=fixed', as: 'vhdFixed' },
  { name: 'fixed-exact.vhd', format: 'vpc', options: 'subformat=fixed,force_size=on', as: 'vhdFixed' },
  { name: 'dynamic.vhdx', format: 'vhdx', options: 'subformat=dynamic', as: 'vhdxDynamic' },
  { name: 'small-blocks.vhdx', format: 'vhdx', options: 'subformat=dynamic,block_size=1M', as: 'vhdxDynamic' },
  { name: 'fixed.vhdx', format: 'vhdx', options: 'subformat=fixed', as: 'vhdxFixed' },
] as const;

describe.each(kinds)('$name of qemu', ({ name, format, options, as }) => {
  it('reads as qemu reads it, whole and by any extent', async () => {
    const image = await openDiskImage(await convert(name, format, options), { name });
    expect(image.format).toBe(as);
    const expected = await qemuDisk(path(name), format);
    expect(image.virtualSizeBytes).toBe(expected.length);
    expect(areEqual(expected.subarray(0, disk.length), disk)).toBe(true);
    expect(areEqual(await image.read(whole(image)), expected)).toBe(true);
    await fc.assert(
      fc.asyncProperty(fc.nat(expected.length - 1), fc.nat(3 * MIB), async (offsetBytes, wanted) => {
        const lengthBytes = Math.min(wanted, expected.length - offsetBytes);
        const read = await image.read({ offsetBytes, lengthBytes });
        expect(areEqual(read, expected.subarray(offsetBytes, offsetBytes + lengthBytes))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('lists as allocated everything that is not zero, merged and ascending', async () => {
    const image = await openDiskImage(bytesSource(await readFile(path(name))), { name });
    const extents = await image.listAllocatedExtents(whole(image));
    const rest = await image.read(whole(image));
    let end = -1;
    for (const { offsetBytes, lengthBytes } of extents) {
      expect(offsetBytes).toBeGreaterThan(end);
      end = offsetBytes + lengthBytes;
      rest.fill(0, offsetBytes, end);
    }
    expect(rest.some((byte) => byte !== 0)).toBe(false);
    expect(end).toBeLessThanOrEqual(image.virtualSizeBytes);
    const within = { offsetBytes: 3 * MIB - 512, lengthBytes: 512 };
    expect(await image.listAllocatedExtents(within)).toEqual([within]);
  });
});

describe('a fixed VHD of ours', () => {
  const uniqueId = '2a2b2c2d-1a1b-4c1d-8e1f-000102030405';

  it('holds for qemu the same disk, byte for byte', async () => {
    await writeFile(path('ours.vhd'), disk);
    const footer = fixedVhdFooter({ virtualSizeBytes: disk.length, uniqueId, timestampSeconds: 800_000_000 });
    await appendFile(path('ours.vhd'), footer);
    const verdict = await qemu('qemu-img', ['compare', '-f', 'raw', '-F', 'vpc', path('disk.img'), path('ours.vhd')]);
    expect(verdict).toContain('Images are identical.');
    const image = await openDiskImage(bytesSource(await readFile(path('ours.vhd'))), { name: 'ours.vhd' });
    expect(image).toMatchObject({ format: 'vhdFixed', virtualSizeBytes: disk.length });
    expect(areEqual(await image.read(whole(image)), disk)).toBe(true);
  });

  it.each([512, 69 * 512, MIB, 40 * MIB + 512, 127 * GIB, 200 * GIB + MIB])(
    'has for qemu exactly %i bytes',
    async (size) => {
      const file = path(`sized-${size}.vhd`);
      await writeFile(file, '');
      await truncate(file, size);
      await appendFile(file, fixedVhdFooter({ virtualSizeBytes: size, uniqueId, timestampSeconds: 0 }));
      expect(await qemuVirtualSize(file, 'vpc')).toBe(size);
      await rm(file);
    },
  );
});

describe('images larger than memory', () => {
  it.each([
    { name: 'large.vhdx', format: 'vhdx', size: 16 * 1024 * GIB },
    { name: 'large.vhd', format: 'vpc', size: 2000 * GIB },
  ] as const)('$name is read in place', async ({ name, format, size }) => {
    await qemu('qemu-img', ['create', '-f', format, path(name), String(size)]);
    const end = size - 16 * MIB;
    await qemu('qemu-io', ['-f', format, '-c', `write -P 0xa5 ${end} 512`, path(name)]);
    const file = await fileSource(path(name));
    try {
      const source = countingSource(file);
      const image = await openDiskImage(source, { name });
      const read = await image.read({ offsetBytes: end - 1, lengthBytes: 514 });
      expect([read[0], read[1], read[512], read[513]]).toEqual([0, 0xa5, 0xa5, 0]);
      expect(source.totalBytes()).toBeLessThan(512 * KIB);
      const extents = await image.listAllocatedExtents({ offsetBytes: end - 64 * GIB, lengthBytes: 64 * GIB + MIB });
      expect(extents.length).toBe(1);
      expect(source.largestBytes()).toBeLessThanOrEqual(64 * KIB);
    } finally {
      await file.close();
    }
  });
});

describe('a VHDX that was not closed', () => {
  /** As after a crash between log and table: the table is the old one, the header names the log. */
  async function makeDirty(): Promise<{ readonly dirty: Uint8Array; readonly expected: Uint8Array }> {
    const file = path('dirty.vhdx');
    await qemu('qemu-img', ['create', '-f', 'vhdx', '-o', 'block_size=1M', file, '64M']);
    await qemu('qemu-io', ['-f', 'vhdx', '-c', 'write -P 0x11 1M 300k', file]);
    const before = await readFile(file);
    await qemu('qemu-io', ['-f', 'vhdx', '-c', 'write -P 0x5a 40M 900k', file]);
    const expected = await qemuDisk(file, 'vhdx');
    const dirty = new Uint8Array(await readFile(file));
    const tableAt = 2 * MIB;
    dirty.set(before.subarray(tableAt, tableAt + MIB), tableAt);
    nameLogInHeaders(dirty);
    return { dirty, expected };
  }

  /** Sets the log's id in both headers to that of the newest entry that qemu left in the log. */
  function nameLogInHeaders(file: Uint8Array): void {
    const entries = Array.from({ length: 256 }, (_, index) =>
      file.subarray(MIB + index * 4096, MIB + index * 4096 + 64),
    )
      .filter((entry) => String.fromCharCode(...entry.subarray(0, 4)) === 'loge')
      .toSorted((a, b) => (b[16] ?? 0) - (a[16] ?? 0));
    const logGuid = entries[0]?.subarray(32, 48);
    if (!logGuid) throw new Error('qemu left no entry in the log');
    for (const at of [64 * KIB, 128 * KIB]) {
      const header = file.subarray(at, at + 4096);
      header.set(logGuid, 48);
      withCrc(header);
    }
  }

  it('is read as if its log had been replayed, and stays unwritten', async () => {
    const { dirty, expected } = await makeDirty();
    const copy = dirty.slice();
    const image = await openDiskImage(bytesSource(dirty), { name: 'dirty.vhdx' });
    expect(areEqual(await image.read(whole(image)), expected)).toBe(true);
    expect(areEqual(dirty, copy)).toBe(true);
  });

  it('agrees with what qemu repairs', async () => {
    const { dirty } = await makeDirty();
    await writeFile(path('repaired.vhdx'), dirty);
    await qemu('qemu-img', ['check', '-f', 'vhdx', '-r', 'all', path('repaired.vhdx')]);
    const image = await openDiskImage(bytesSource(dirty), { name: 'dirty.vhdx' });
    expect(areEqual(await image.read(whole(image)), await qemuDisk(path('repaired.vhdx'), 'vhdx'))).toBe(true);
  });

  it('is refused when the log is damaged', async () => {
    const { dirty } = await makeDirty();
    const { logOffsetBytes, logBytes } = await readCurrentHeader(bytesSource(dirty));
    for (let at = 0; at < logBytes; at += 4096)
      dirty[logOffsetBytes + at + 100] = (dirty[logOffsetBytes + at + 100] ?? 0) ^ 1;
    const refusal = await refusalOf(openDiskImage(bytesSource(dirty), { name: 'dirty.vhdx' }));
    expect(refusal.code).toBe('dirtyLog');
    expect(refusal.message).toContain('Mount-VHD');
  });
});
