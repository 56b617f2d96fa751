import { describe, expect, it } from 'vitest';
import { InvariantError } from '../base/assert.ts';
import { bytesSource } from './byte-source.ts';
import { openDiskImage } from './open-disk-image.ts';
import { areEqual, concatBytes, randomBytes } from './testing/filled-bytes.ts';
import { refusalOf } from './testing/refusal.ts';
import { fixedVhdFooter } from './vhd/footer.ts';

const disk = randomBytes('raw', 8 * 512);
const open = (bytes: Uint8Array, name: string) => openDiskImage(bytesSource(bytes), { name });
const footer = fixedVhdFooter({
  virtualSizeBytes: disk.length,
  uniqueId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  timestampSeconds: 0,
});

describe('openDiskImage', () => {
  it.each(['disk.raw', 'DISK.IMG'])('takes %s as a raw disk, all of it allocated', async (name) => {
    const image = await open(disk, name);
    const whole = { offsetBytes: 0, lengthBytes: disk.length };
    expect(image).toMatchObject({ format: 'raw', virtualSizeBytes: disk.length, logicalSectorBytes: 512 });
    expect(areEqual(await image.read(whole), disk)).toBe(true);
    expect(await image.listAllocatedExtents(whole)).toEqual([whole]);
  });

  it('believes the content more than the name', async () => {
    expect((await open(concatBytes([disk, footer]), 'disk.img')).format).toBe('vhdFixed');
  });

  it('answers with an array that the caller may write to', async () => {
    const image = await open(disk, 'disk.raw');
    const extent = { offsetBytes: 512, lengthBytes: 512 };
    (await image.read(extent)).fill(0);
    expect(areEqual(await image.read(extent), disk.subarray(512, 1024))).toBe(true);
  });

  it('refuses a raw image of broken sectors, and an empty one', async () => {
    for (const length of [0, 511, 1000]) {
      expect(await refusalOf(open(disk.subarray(0, length), 'disk.raw'))).toMatchObject({
        code: 'truncated',
        format: 'raw',
      });
    }
  });

  it('refuses what it does not know, and says what to provide', async () => {
    const unknown = await refusalOf(open(disk, 'disk.vhdx'));
    expect(unknown.message).toBe(
      'disk image: "disk.vhdx" is no VHD or VHDX (at byte 0). Provide a .vhd or .vhdx file, or a raw image named .raw or .img.',
    );
    const qcow2 = concatBytes([Uint8Array.of(0x51, 0x46, 0x49, 0xfb), disk.subarray(4)]);
    expect((await refusalOf(open(qcow2, 'disk.img'))).message).toContain('is a qcow2 image');
  });

  it('calls a read beyond the disk a defect of the caller', async () => {
    const image = await open(disk, 'disk.raw');
    await expect(image.read({ offsetBytes: disk.length - 1, lengthBytes: 2 })).rejects.toThrow(InvariantError);
    await expect(image.listAllocatedExtents({ offsetBytes: -1, lengthBytes: 2 })).rejects.toThrow(InvariantError);
  });
});
