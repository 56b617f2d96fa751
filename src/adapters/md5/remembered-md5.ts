import { createXXHash128 } from 'hash-wasm';
import type { Md5 } from '../../core/ports.ts';
import { createMd5 } from './md5.ts';

/** Bodies on their way at once. */
const REMEMBERED = 64;

/**
 * MD5 for a service that runs in the client's own process: the client makes the checksum of a body
 * and the service verifies it a moment later, and of two that cost the same the second is saved.
 * A body is known again by its XXH3-128, made of all its bytes each time at a tenth of the cost, so
 * a body that changed on the way is still found out.
 */
export async function createRememberedMd5(): Promise<Md5> {
  const [md5, hasher] = await Promise.all([createMd5(), createXXHash128()]);
  /** The last results by fingerprint, oldest first. */
  const results = new Map<string, string>();
  return async (bytes) => {
    const fingerprint = `${bytes.length}/${hasher.init().update(bytes).digest()}`;
    const known = results.get(fingerprint);
    if (known !== undefined) return known;
    const result = await md5(bytes);
    results.set(fingerprint, result);
    for (const oldest of results.keys()) {
      if (results.size <= REMEMBERED) break;
      results.delete(oldest);
    }
    return result;
  };
}
