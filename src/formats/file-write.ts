import type { Bytes } from '../base/units.ts';

/** Bytes that belong at a place in a file. Applied in order; a later one may overwrite an earlier one. */
export interface FileWrite {
  readonly offsetBytes: Bytes;
  readonly bytes: Uint8Array;
}
