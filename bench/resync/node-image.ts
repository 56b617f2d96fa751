import { openSync, statSync, writeSync } from 'node:fs';
import { cutTo } from '../../src/base/extent.ts';
import { GIB, type Bytes } from '../../src/base/units.ts';
import { dataExtents, onDemand } from './data-extents.ts';
import type { ImageFile } from './image-file.ts';

/** Larger images say where their holes are; smaller ones are read whole, as every peer does it. */
const SPARSE_FROM_BYTES = 16 * GIB;

/** How the bytes of an open file come into a buffer, and how many are best read for one digest. */
export interface FileReading {
  readonly pieceBytes: Bytes;
  readFile(file: number, offsetBytes: Bytes, into: Uint8Array): void;
}

/** An image in a file. It stays open as long as the process. */
export function openNodeImage(path: string, flags: 'r' | 'r+', files: FileReading): ImageFile {
  const file = openSync(path, flags);
  const sizeBytes = statSync(path).size;
  const data = onDemand(() => dataExtents(path));
  return {
    sizeBytes,
    pieceBytes: files.pieceBytes,
    read: (into, offsetBytes) => files.readFile(file, offsetBytes, into),
    write: (bytes, offsetBytes) => void writeSync(file, bytes, 0, bytes.length, offsetBytes),
    dataWithin: (part) => (sizeBytes > SPARSE_FROM_BYTES ? cutTo(part, data()) : [part]),
  };
}
