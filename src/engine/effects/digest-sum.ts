import type { Checksums } from '../../core/ports.ts';

/** SHA-256 over the digests of a window's blocks. */
export function digestSum(checksums: Pick<Checksums, 'sha256'>, digests: Uint8Array): Promise<string> {
  return checksums.sha256(
    (async function* once() {
      yield digests;
    })(),
  );
}
