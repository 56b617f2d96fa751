import type { Extent } from '../../src/base/extent.ts';
import type { Bytes } from '../../src/base/units.ts';

/** A disk image on this machine, in whatever storage. */
export interface ImageFile {
  readonly sizeBytes: Bytes;
  /** Fills `into`; throws where the image ends before. */
  read(into: Uint8Array, offsetBytes: Bytes): void;
  write(bytes: Uint8Array, offsetBytes: Bytes): void;
  /** Where it holds data, ascending; all of it where nobody knows. */
  dataWithin(part: Extent): readonly Extent[];
}
