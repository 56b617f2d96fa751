import { assert } from '../../base/assert.ts';
import { endOf, type Extent } from '../../base/extent.ts';
import { KIB, type Bytes } from '../../base/units.ts';
import type { ByteSource } from '../../formats/byte-source.ts';

/** Bytes asked for at once: a log's 4 KiB writes would otherwise cost a request each. */
const BLOCK_BYTES: Bytes = 256 * KIB;
/** Blocks held, the most recently used ones: 32 MiB. */
const MAX_BLOCKS = 128;

/**
 * A source that reads `source` in blocks and keeps the latest ones: for many small reads in any
 * order. What it answers may be part of a block that it keeps, and is not to be changed.
 */
export function cachedSource(source: ByteSource): ByteSource {
  /** In the order of their last use, as a Map keeps the order of insertion. */
  const blocks = new Map<number, Uint8Array>();

  const blockAt = async (index: number): Promise<Uint8Array> => {
    const offsetBytes = index * BLOCK_BYTES;
    const lengthBytes = Math.min(BLOCK_BYTES, source.sizeBytes - offsetBytes);
    const block = blocks.get(index) ?? (await source.read({ offsetBytes, lengthBytes }));
    blocks.delete(index);
    blocks.set(index, block);
    const oldest = blocks.keys().next();
    if (blocks.size > MAX_BLOCKS && !oldest.done) blocks.delete(oldest.value);
    return block;
  };

  const read = async (extent: Extent): Promise<Uint8Array> => {
    assert(endOf(extent) <= source.sizeBytes, `read up to ${endOf(extent)} of ${source.sizeBytes} bytes`);
    const index = Math.floor(extent.offsetBytes / BLOCK_BYTES);
    const start = extent.offsetBytes % BLOCK_BYTES;
    if (start + extent.lengthBytes <= BLOCK_BYTES && extent.lengthBytes > 0)
      return (await blockAt(index)).subarray(start, start + extent.lengthBytes);
    const bytes = new Uint8Array(extent.lengthBytes);
    for (let done = 0; done < bytes.length;) {
      const at = extent.offsetBytes + done;
      const block = await blockAt(Math.floor(at / BLOCK_BYTES));
      const part = block.subarray(at % BLOCK_BYTES, (at % BLOCK_BYTES) + bytes.length - done);
      bytes.set(part, done);
      done += part.length;
    }
    return bytes;
  };
  return { sizeBytes: source.sizeBytes, read };
}
