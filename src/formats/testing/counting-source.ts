import type { Bytes } from '../../base/units.ts';
import type { ByteSource } from '../byte-source.ts';

/** A source that tells how much was read, and in how large pieces: the proof of bounded work. */
export interface CountingSource extends ByteSource {
  readonly totalBytes: () => Bytes;
  readonly largestBytes: () => Bytes;
}

export function countingSource(inner: ByteSource): CountingSource {
  let total = 0;
  let largest = 0;
  return {
    sizeBytes: inner.sizeBytes,
    read: (extent) => {
      total += extent.lengthBytes;
      largest = Math.max(largest, extent.lengthBytes);
      return inner.read(extent);
    },
    totalBytes: () => total,
    largestBytes: () => largest,
  };
}
