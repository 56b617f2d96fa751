import type { Checksums } from '../../core/ports.ts';
import { createBlockDigest, createStreamDigest } from './block-digest.ts';

/** Checksums on the calling thread: in Node, in tests, and where no worker can be had. */
export async function createChecksumsInline(): Promise<Checksums> {
  const digestBlocks = await createBlockDigest();
  return {
    digest: async (bytes, blockBytes) => digestBlocks(bytes, blockBytes),
    async sha256(chunks) {
      const stream = await createStreamDigest();
      for await (const chunk of chunks) stream.update(chunk);
      return stream.finish();
    },
  };
}
