import type { ByteSource } from '../byte-source.ts';
import type { DiskImage, ParentFile } from '../disk-image.ts';
import { FormatError } from '../format-error.ts';
import type { Guid } from '../guid.ts';
import { layeredImage } from '../layered-image.ts';
import { type ChainPosition, findParent } from '../parent-chain.ts';
import { wholeFileLayer } from '../whole-file-layer.ts';
import { readStructure } from '../read-structure.ts';
import { blockTableLayer } from './block-table.ts';
import { type DynamicHeader, readDynamicHeader } from './dynamic-header.ts';
import { FOOTER_BYTES, VHD_COOKIE, VHD_SECTOR_BYTES, type VhdFooter, decodeFooter } from './footer.ts';

/** Whether these are the first bytes of a footer. */
export function isVhdCookie(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, VHD_COOKIE.length)) === VHD_COOKIE;
}

/** Opens a VHD of any kind, with its parents. */
export async function openVhd(source: ByteSource, position: ChainPosition): Promise<DiskImage> {
  return openLink(source, await readFooter(source), position);
}

async function openLink(source: ByteSource, footer: VhdFooter, position: ChainPosition): Promise<DiskImage> {
  if (footer.dataOffsetBytes === null) return openFixed(source, footer);
  const header = await readDynamicHeader(source, footer.dataOffsetBytes, footer);
  const parent = footer.kind === 'differencing' ? await openParent(header, footer.uniqueId, position) : undefined;
  return layeredImage(blockTableLayer(source, footer, header), source, parent);
}

/**
 * The footer at the end, or, where that one is damaged, the copy at the beginning of a dynamic or
 * differencing disk. With neither, the error is that of the one at the end.
 */
async function readFooter(source: ByteSource): Promise<VhdFooter> {
  const place = { format: 'vhd', name: 'footer' } as const;
  const offsetBytes = Math.max(0, source.sizeBytes - FOOTER_BYTES);
  const last = await readStructure(source, { offsetBytes, lengthBytes: FOOTER_BYTES }, place);
  try {
    return decodeFooter(last, offsetBytes);
  } catch (error) {
    const first = await readStructure(source, { offsetBytes: 0, lengthBytes: FOOTER_BYTES }, place);
    const copy = isVhdCookie(first) ? decodeFooter(first, 0) : undefined;
    // What looks like a fixed disk's footer at the beginning is content, not a copy.
    if (copy === undefined || copy.kind === 'fixed') throw error;
    return copy;
  }
}

function openFixed(source: ByteSource, footer: VhdFooter): DiskImage {
  const dataBytes = source.sizeBytes - FOOTER_BYTES;
  const { virtualSizeBytes } = footer;
  if (virtualSizeBytes > dataBytes) {
    const what = `a fixed disk of ${virtualSizeBytes} bytes in a file with ${dataBytes} bytes of data`;
    throw new FormatError({ code: 'truncated', format: 'vhd', offsetBytes: dataBytes, what });
  }
  const layer = wholeFileLayer({ format: 'vhdFixed', virtualSizeBytes, logicalSectorBytes: VHD_SECTOR_BYTES });
  return layeredImage(layer, source, undefined);
}

async function openParent(header: DynamicHeader, ownId: Guid, position: ChainPosition): Promise<DiskImage> {
  const offsetBytes = header.offsetBytes + 40;
  const reference = { paths: header.parentPaths, uniqueId: header.parentId };
  const found = await findParent(position, { ownId, reference, format: 'vhd', offsetBytes });
  const footer = await readFooter(found.file.source);
  demandIdentity(found.file, footer, header);
  return openLink(found.file.source, footer, found.position);
}

/** "Broken VHD chain" in Hyper-V's words: the parent was replaced or changed after the child was made [I]. */
function demandIdentity({ name, modifiedSeconds }: ParentFile, footer: VhdFooter, header: DynamicHeader): void {
  const { parentId, parentTimestampSeconds, offsetBytes } = header;
  if (footer.uniqueId !== parentId) {
    const what = `the parent "${name}" has the id ${footer.uniqueId}, the child was made from ${parentId}`;
    throw new FormatError({ code: 'brokenChain', format: 'vhd', offsetBytes: offsetBytes + 40, what });
  }
  if (modifiedSeconds !== undefined && modifiedSeconds !== parentTimestampSeconds) {
    const what = `the parent "${name}" was modified after the child was made (${modifiedSeconds}, recorded ${parentTimestampSeconds} s)`;
    throw new FormatError({ code: 'brokenChain', format: 'vhd', offsetBytes: offsetBytes + 56, what });
  }
}
