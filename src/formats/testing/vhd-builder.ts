import { byteSumChecksum } from '../byte-sum.ts';
import { encodeGuid } from '../guid.ts';
import { fixedVhdFooter } from '../vhd/footer.ts';
import { concatBytes } from './filled-bytes.ts';

/** A block as the file shall hold it: its sectors, and which of them are its own (differencing disks). */
export interface VhdBlock {
  readonly data: Uint8Array;
  readonly ownSectors: readonly number[];
}

export interface VhdPlan {
  readonly kind: 'dynamic' | 'differencing';
  readonly virtualSizeBytes: number;
  readonly blockBytes: number;
  readonly uniqueId: string;
  readonly blocks: ReadonlyMap<number, VhdBlock>;
  readonly parent?: { readonly uniqueId: string; readonly timestampSeconds: number; readonly path: string };
}

/** Places in the files this builder makes, for tests that damage them. */
export const vhdPlaces = { header: 512, table: 2048 } as const;

/** A small dynamic or differencing VHD: footer, header, parent's path, table, blocks, footer. */
export function buildVhd(plan: VhdPlan): Uint8Array {
  const footer = footerOf(plan);
  const blockCount = Math.ceil(plan.virtualSizeBytes / plan.blockBytes);
  const table = new Uint8Array(Math.ceil((blockCount * 4) / 512) * 512).fill(0xff);
  const tableView = new DataView(table.buffer);
  const stored: Uint8Array[] = [];
  let sector = (vhdPlaces.table + table.length) / 512;
  for (const [index, block] of plan.blocks) {
    tableView.setUint32(index * 4, sector);
    const bytes = blockBytesOf(block, plan.blockBytes);
    stored.push(bytes);
    sector += bytes.length / 512;
  }
  const path = new Uint8Array(512);
  path.set(utf16(plan.parent?.path ?? ''));
  return concatBytes([footer, headerOf(plan, blockCount), path, table, ...stored, footer]);
}

function footerOf({ virtualSizeBytes, uniqueId, kind }: VhdPlan): Uint8Array {
  const footer = fixedVhdFooter({ virtualSizeBytes, uniqueId, timestampSeconds: 800_000_000 });
  const view = new DataView(footer.buffer);
  view.setBigUint64(16, BigInt(vhdPlaces.header));
  view.setUint32(60, kind === 'dynamic' ? 3 : 4);
  view.setUint32(64, byteSumChecksum(footer, 64));
  return footer;
}

function headerOf({ blockBytes, parent }: VhdPlan, blockCount: number): Uint8Array {
  const header = new Uint8Array(1024);
  const view = new DataView(header.buffer);
  header.set(Uint8Array.from('cxsparse', (c) => c.charCodeAt(0)));
  view.setBigUint64(8, 0xffff_ffff_ffff_ffffn);
  view.setBigUint64(16, BigInt(vhdPlaces.table));
  view.setUint32(24, 0x0001_0000);
  view.setUint32(28, blockCount);
  view.setUint32(32, blockBytes);
  if (parent) {
    header.set(encodeGuid(parent.uniqueId, 'network'), 40);
    view.setUint32(56, parent.timestampSeconds);
    header.set(
      Uint8Array.from('W2ru', (c) => c.charCodeAt(0)),
      576,
    );
    view.setUint32(576 + 4, 512);
    view.setUint32(576 + 8, parent.path.length * 2);
    view.setBigUint64(576 + 16, BigInt(vhdPlaces.header + 1024));
  }
  view.setUint32(36, byteSumChecksum(header, 36));
  return header;
}

function blockBytesOf({ data, ownSectors }: VhdBlock, blockBytes: number): Uint8Array {
  const bitmap = new Uint8Array(Math.ceil(blockBytes / 512 / 8 / 512) * 512);
  for (const sector of ownSectors) bitmap[sector >>> 3] = (bitmap[sector >>> 3] ?? 0) | (0x80 >>> (sector & 7));
  const block = new Uint8Array(blockBytes);
  block.set(data);
  return concatBytes([bitmap, block]);
}

function utf16(text: string): Uint8Array {
  return concatBytes(Array.from(text, (c) => Uint8Array.of(c.charCodeAt(0) & 0xff, c.charCodeAt(0) >>> 8)));
}
