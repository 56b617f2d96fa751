import type { Extent } from '../../src/base/extent.ts';
import { KIB, type Bytes } from '../../src/base/units.ts';

/**
 * Stays in the processor's cache until it is digested. What is read goes straight into the kernel's memory, and is
 * read again when it is asked about more closely: to keep it would push everything else out of the cache.
 */
export const CACHED_PIECE_BYTES: Bytes = 256 * KIB;

/** A disk image on this machine, in whatever storage. */
export interface ImageFile {
  readonly sizeBytes: Bytes;
  /** What is best read for one digest. */
  readonly pieceBytes: Bytes;
  /** Fills `into`; throws where the image ends before. */
  read(into: Uint8Array, offsetBytes: Bytes): void;
  write(bytes: Uint8Array, offsetBytes: Bytes): void;
  /** Where it holds data, ascending; all of it where nobody knows. */
  dataWithin(part: Extent): readonly Extent[];
}
