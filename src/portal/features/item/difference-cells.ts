/** The cells of a difference map as a picture and as a table need them. Pure. */
import type { DiskDifferences } from '../../../management/wire-insight.ts';

/** unknown: not compared. some and many: up to, and above, half of the cell. */
export type CellLevel = 'unknown' | 'same' | 'some' | 'many';

export function levelOf(differingBytes: number, cellBytes: number): CellLevel {
  if (differingBytes < 0) return 'unknown';
  if (differingBytes === 0) return 'same';
  return differingBytes > cellBytes / 2 ? 'many' : 'some';
}

/** Cells of a row; few cells are drawn larger, so that 64 fill the width as 4,096 do. */
const MAX_COLUMNS = 128;
const WIDTH_PX = 1024;

/** How cells are laid out, row by row. */
export function mapGeometry(cellCount: number): {
  readonly columns: number;
  readonly rows: number;
  readonly cellPx: number;
} {
  const columns = Math.min(MAX_COLUMNS, Math.max(32, Math.ceil(Math.sqrt(cellCount * 4))));
  return { columns, rows: Math.max(1, Math.ceil(cellCount / columns)), cellPx: Math.floor(WIDTH_PX / columns) };
}

export function summarize(cells: DiskDifferences['cells']): {
  readonly compared: number;
  readonly differing: number;
  readonly differingBytes: number;
} {
  let [compared, differing, differingBytes] = [0, 0, 0];
  for (const bytes of cells) {
    if (bytes < 0) continue;
    compared += 1;
    if (bytes > 0) differing += 1;
    differingBytes += bytes;
  }
  return { compared, differing, differingBytes };
}

/** Lines of the table: the disk in equal regions. */
export const REGIONS = 16;

export interface Region {
  readonly fromBytes: number;
  readonly toBytes: number;
  readonly comparedShare: number;
  readonly differingBytes: number;
}

/** At most `count` regions of whole cells, in the order of the disk. */
export function regionsOf(
  { cells, cellBytes, sizeBytes }: Pick<DiskDifferences, 'cells' | 'cellBytes' | 'sizeBytes'>,
  count: number,
): readonly Region[] {
  const perRegion = Math.max(1, Math.ceil(cells.length / count));
  const regions: Region[] = [];
  for (let start = 0; start < cells.length; start += perRegion) {
    const part = cells.slice(start, start + perRegion);
    const { compared, differingBytes } = summarize(part);
    regions.push({
      fromBytes: start * cellBytes,
      toBytes: Math.min(sizeBytes, (start + part.length) * cellBytes),
      comparedShare: compared / part.length,
      differingBytes,
    });
  }
  return regions;
}
