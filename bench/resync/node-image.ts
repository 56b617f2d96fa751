import { openSync, readSync, statSync, writeSync } from 'node:fs';
import { assert } from '../../src/base/assert.ts';
import { GIB } from '../../src/base/units.ts';
import { dataExtents, onDemand, within } from './data-extents.ts';
import type { ImageFile } from './image-file.ts';

/** Larger images say where their holes are; smaller ones are read whole, as every peer does it. */
const SPARSE_FROM_BYTES = 16 * GIB;

/** An image in a file. */
export function openNodeImage(path: string, flags: 'r' | 'r+'): ImageFile {
  const file = openSync(path, flags);
  const sizeBytes = statSync(path).size;
  const data = onDemand(() => dataExtents(path));
  return {
    sizeBytes,
    read(into, offsetBytes) {
      const bytesRead = readSync(file, into, 0, into.length, offsetBytes);
      assert(bytesRead === into.length, `the image ends at ${offsetBytes + bytesRead}`);
    },
    write: (bytes, offsetBytes) => void writeSync(file, bytes, 0, bytes.length, offsetBytes),
    dataWithin: (part) => (sizeBytes > SPARSE_FROM_BYTES ? within(data(), part) : [part]),
  };
}
