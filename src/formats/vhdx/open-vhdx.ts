import type { ByteSource } from '../byte-source.ts';
import type { DiskImage } from '../disk-image.ts';
import { FormatError } from '../format-error.ts';
import { layeredImage } from '../layered-image.ts';
import { type ChainPosition, findParent } from '../parent-chain.ts';
import { blockTableLayer } from './block-table.ts';
import { type VhdxHeader, readCurrentHeader } from './header.ts';
import { FILE_SIGNATURE } from './layout.ts';
import { type VhdxMetadata, readMetadata } from './metadata.ts';
import { readRegions } from './region-table.ts';
import { replayLog } from './replay-log.ts';

/** Whether a file begins as a VHDX. */
export function isVhdxSignature(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, FILE_SIGNATURE.length)) === FILE_SIGNATURE;
}

/** Opens a VHDX of any kind, with its parents, its log replayed in memory. */
export async function openVhdx(source: ByteSource, position: ChainPosition): Promise<DiskImage> {
  return openLink(source, await readCurrentHeader(source), position);
}

async function openLink(file: ByteSource, header: VhdxHeader, position: ChainPosition): Promise<DiskImage> {
  const source = await replayLog(file, header);
  const regions = await readRegions(source);
  const metadata = await readMetadata(source, regions.metadata);
  const layer = blockTableLayer(source, regions.bat, metadata);
  const parent = metadata.parent ? await openParent(metadata.parent, header, position) : undefined;
  return layeredImage(layer, source, parent);
}

async function openParent(
  reference: NonNullable<VhdxMetadata['parent']>,
  child: VhdxHeader,
  position: ChainPosition,
): Promise<DiskImage> {
  const { offsetBytes } = reference;
  const found = await findParent(position, { ownId: child.dataWriteGuid, reference, format: 'vhdx', offsetBytes });
  const { source, name } = found.file;
  const header = await readCurrentHeader(source);
  if (header.dataWriteGuid !== reference.uniqueId) {
    const what = `the parent "${name}" was changed or replaced: it shows ${header.dataWriteGuid}, the child was made from ${reference.uniqueId}`;
    throw new FormatError({ code: 'brokenChain', format: 'vhdx', offsetBytes, what });
  }
  return openLink(source, header, found.position);
}
