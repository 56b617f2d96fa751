import type { Extent } from '../base/extent.ts';
import type { Bytes } from '../base/units.ts';
import type { ByteSource } from './byte-source.ts';

export type DiskImageFormat =
  | 'vhdFixed'
  | 'vhdDynamic'
  | 'vhdDifferencing'
  | 'vhdxFixed'
  | 'vhdxDynamic'
  | 'vhdxDifferencing'
  | 'raw';

/** A virtual disk inside an image file, read in place. What is wrong with the file arrives as a FormatError. */
export interface DiskImage {
  readonly format: DiskImageFormat;
  readonly virtualSizeBytes: Bytes;
  readonly logicalSectorBytes: Bytes;
  /** What is stored within `within`: merged, ascending, cut to it. The rest reads as zeros. */
  listAllocatedExtents(within: Extent): Promise<Extent[]>;
  /** The bytes of any extent within the disk; beyond its end is a defect of the caller. The array is the caller's. */
  read(extent: Extent): Promise<Uint8Array>;
}

/** What a differencing disk says of its parent. */
export interface ParentReference {
  /** Paths as recorded in the child, the most specific first; Windows or relative, possibly of another machine. */
  readonly paths: readonly string[];
  /** The identity the parent must show: its unique id (VHD) or its DataWriteGuid (VHDX). */
  readonly uniqueId: string;
}

/** A parent's file, as the caller found it. */
export interface ParentFile {
  readonly name: string;
  readonly source: ByteSource;
  /** The file's modification time, seconds since 2000-01-01 UTC; when given, a VHD child checks it. */
  readonly modifiedSeconds?: number;
}

export interface OpenDiskImageOptions {
  /** The file's name; only its extension counts, and only where the content does not tell. */
  readonly name: string;
  /** Finds the parent of a differencing disk; undefined when there is none. Without it such disks are refused. */
  readonly resolveParent?: (parent: ParentReference) => Promise<ParentFile | undefined>;
}
