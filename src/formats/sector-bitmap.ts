import type { Bytes } from '../base/units.ts';

/** Whether bit 0 of a byte's eight sectors is its highest bit (VHD) or its lowest (VHDX). */
export type BitOrder = 'highestFirst' | 'lowestFirst';

/** A run of equal bits. */
export interface BitRun {
  readonly isSet: boolean;
  readonly count: number;
}

/** The runs of `count` bits from bit `first` on. Whole bytes of equal bits are passed at once. */
export function bitRuns(bitmap: Uint8Array, first: number, count: number, order: BitOrder): BitRun[] {
  const runs: BitRun[] = [];
  const end = first + count;
  let at = first;
  while (at < end) {
    const isSet = bitAt(bitmap, at, order);
    const start = at;
    const wholeByte = isSet ? 0xff : 0;
    while (at < end && bitAt(bitmap, at, order) === isSet) {
      at += at % 8 === 0 && bitmap[at / 8] === wholeByte ? 8 : 1;
    }
    runs.push({ isSet, count: Math.min(at, end) - start });
  }
  return runs;
}

function bitAt(bitmap: Uint8Array, index: number, order: BitOrder): boolean {
  const bit = order === 'highestFirst' ? 7 - (index % 8) : index % 8;
  return (((bitmap[Math.floor(index / 8)] ?? 0) >>> bit) & 1) === 1;
}

/** The bytes of a bitmap that hold the bits of these sectors, and the index of the first bit in them. */
export function bitmapWindow(
  firstSector: number,
  sectorCount: number,
): { readonly offsetBytes: Bytes; readonly lengthBytes: Bytes; readonly firstBit: number } {
  const offsetBytes = Math.floor(firstSector / 8);
  const lengthBytes = Math.ceil((firstSector + sectorCount) / 8) - offsetBytes;
  return { offsetBytes, lengthBytes, firstBit: firstSector - offsetBytes * 8 };
}
