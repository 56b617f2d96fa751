import type { Bytes } from '../base/units.ts';
import type { ByteSource } from './byte-source.ts';
import type { DiskImage, OpenDiskImageOptions } from './disk-image.ts';
import { FormatError } from './format-error.ts';
import { layeredImage } from './layered-image.ts';
import { isVhdCookie, openVhd } from './vhd/open-vhd.ts';
import { isVhdxSignature, openVhdx } from './vhdx/open-vhdx.ts';
import { wholeFileLayer } from './whole-file-layer.ts';

const RAW_SECTOR_BYTES: Bytes = 512;

/** First bytes by which images of other programs are told, so that none is taken for a raw disk. */
const foreignFormats: readonly { readonly signature: readonly number[]; readonly name: string }[] = [
  { signature: [0x51, 0x46, 0x49, 0xfb], name: 'a qcow2 image' },
  { signature: [0x4b, 0x44, 0x4d, 0x56], name: 'a VMDK image' },
  { signature: [0x1f, 0x8b], name: 'a gzip archive' },
  { signature: [0x50, 0x4b, 0x03, 0x04], name: 'a zip archive' },
];

/**
 * Opens an image by its content: VHDX, VHD, or a raw disk where the name ends in .raw or .img.
 * Reads a few structures; the disk itself is read in place afterwards.
 * @throws FormatError
 */
export async function openDiskImage(source: ByteSource, options: OpenDiskImageOptions): Promise<DiskImage> {
  const { name, resolveParent } = options;
  const position = { ...(resolveParent && { resolveParent }), childIds: [] };
  const first = await readEdge(source, 0);
  if (isVhdxSignature(first)) return openVhdx(source, position);
  const last = await readEdge(source, Math.max(0, source.sizeBytes - RAW_SECTOR_BYTES));
  if (isVhdCookie(last) || isVhdCookie(first)) return openVhd(source, position);
  const foreign = foreignFormats.find(({ signature }) => signature.every((byte, index) => first[index] === byte));
  if (foreign || !/\.(raw|img)$/i.test(name)) {
    const what = `"${name}" is ${foreign?.name ?? 'no VHD or VHDX'}`;
    throw new FormatError({ code: 'unrecognized', format: 'disk image', offsetBytes: 0, what });
  }
  return openRaw(source);
}

function openRaw(source: ByteSource): DiskImage {
  const virtualSizeBytes = source.sizeBytes;
  if (virtualSizeBytes === 0 || virtualSizeBytes % RAW_SECTOR_BYTES !== 0) {
    const what = `a raw image of ${virtualSizeBytes} bytes is not made of whole sectors of ${RAW_SECTOR_BYTES} bytes`;
    throw new FormatError({ code: 'truncated', format: 'raw', offsetBytes: virtualSizeBytes, what });
  }
  const layer = wholeFileLayer({ format: 'raw', virtualSizeBytes, logicalSectorBytes: RAW_SECTOR_BYTES });
  return layeredImage(layer, source, undefined);
}

async function readEdge(source: ByteSource, offsetBytes: Bytes): Promise<Uint8Array> {
  return source.read({ offsetBytes, lengthBytes: Math.min(RAW_SECTOR_BYTES, source.sizeBytes - offsetBytes) });
}
