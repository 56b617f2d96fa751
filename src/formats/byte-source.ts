import { assert } from '../base/assert.ts';
import { type Extent, endOf } from '../base/extent.ts';
import type { Bytes } from '../base/units.ts';

/**
 * Random access to a file that is read in place: a dropped file, an OPFS file, a blob.
 * Its size does not change while it is in use.
 */
export interface ByteSource {
  readonly sizeBytes: Bytes;
  /**
   * Exactly the bytes of `extent`, which the caller may keep but not change.
   * A short read is an error, and an extent beyond `sizeBytes` a defect of the caller.
   */
  read(extent: Extent): Promise<Uint8Array>;
}

/** A source over bytes in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    sizeBytes: bytes.length,
    read: async (extent) => {
      assertWithin(extent, bytes.length);
      return bytes.subarray(extent.offsetBytes, endOf(extent));
    },
  };
}

/** Throws InvariantError unless `extent` lies in `[0, sizeBytes)`. */
export function assertWithin(extent: Extent, sizeBytes: Bytes): void {
  const { offsetBytes, lengthBytes } = extent;
  assert(
    Number.isSafeInteger(offsetBytes) && Number.isSafeInteger(lengthBytes) && offsetBytes >= 0 && lengthBytes >= 0,
    `an extent must be two non-negative integers, got ${offsetBytes} + ${lengthBytes}`,
  );
  assert(endOf(extent) <= sizeBytes, `read of ${offsetBytes} + ${lengthBytes} beyond ${sizeBytes} bytes`);
}
