import { createMD5 } from 'hash-wasm';
import type { Md5 } from '../../core/ports.ts';

/**
 * MD5 by WebAssembly, as base64: WebCrypto has no MD5. One instance serves all calls; each runs
 * to its end without yielding, so they cannot mix.
 */
export async function createMd5(): Promise<Md5> {
  const hasher = await createMD5();
  return async (bytes) => toBase64(hasher.init().update(bytes).digest('binary'));
}

/** For digests only: `fromCharCode` takes its arguments from the stack. */
function toBase64(digest: Uint8Array): string {
  return btoa(String.fromCharCode(...digest));
}
