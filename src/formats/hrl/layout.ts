/**
 * The Hyper-V Replica Log, version 2 (domain facts: [MS-HRL]). Little-endian [I]: the
 * specification does not say; Windows structures are, and byte-sum checksums cannot tell.
 *
 *   0      4096     8192           m₂        m₂+4096        m₃       EOLLocation
 *   ┌───────┬────────┬──────────────┬──────────┬─────────────┬─────────┐
 *   │header │block 1 │data of 2     │block 2   │data of 3    │block 3  │
 *   │       │(empty) │ d₁ d₂ … dₙ   │ n entries│ d₁ … dₘ     │m entries│
 *   └───────┴────────┴──────────────┴──────────┴─────────────┴─────────┘
 *                └──── m₂ − 4096 ───┘ PreviousMetadataLocation of block 2
 *
 * Data precede the metadata block that describes them. A reader starts at
 * EOLLocation − MetadataSize and follows PreviousMetadataLocation by subtraction until 0.
 */
import type { Bytes } from '../../base/units.ts';
import type { Guid } from '../guid.ts';

export const HEADER_BYTES: Bytes = 4096;
/** MetadataSize as written by us, the specification's default. */
export const METADATA_BYTES: Bytes = 4096;
export const METADATA_HEADER_BYTES: Bytes = 32;
export const ENTRY_BYTES: Bytes = 32;
/** Entries that fit a metadata block of {@link METADATA_BYTES}: 127. */
export const ENTRIES_PER_BLOCK = (METADATA_BYTES - METADATA_HEADER_BYTES) / ENTRY_BYTES;
/** Disk offsets and lengths are multiples of it [I]: true of the specification's examples and of every disk. */
export const SECTOR_BYTES: Bytes = 512;
export const VERSION_1 = 0x0001_0000;
export const VERSION_2 = 0x0002_0000;

/** The file header as far as it carries meaning. Times are seconds since 2000-01-01 UTC. */
export interface HrlHeader {
  readonly version: typeof VERSION_1 | typeof VERSION_2;
  readonly timestampSeconds: number;
  /** Size of the virtual disk when tracking began and now. */
  readonly originalSizeBytes: Bytes;
  readonly currentSizeBytes: Bytes;
  /** End of the last metadata block; 0 while the log is open. */
  readonly eolLocationBytes: Bytes;
  readonly errorCode: number;
  readonly metadataBytes: Bytes;
  readonly uniqueId: Guid;
  /** The log before this one; the nil GUID for the first of a chain. */
  readonly previousUniqueId: Guid;
  readonly lastModifiedSeconds: number;
  readonly totalEntries: number;
  /** Tells an offline modification of the disk; nil in version 1, which lacks it. */
  readonly vhd2DataWriteGuid: Guid;
}

/** One tracked write, as its metadata describes it. */
export interface HrlEntry {
  /** Where on the virtual disk. */
  readonly byteOffset: Bytes;
  readonly lengthBytes: Bytes;
  /** Where its data are in the log file. */
  readonly dataOffsetBytes: Bytes;
  /** Seconds since 2000-01-01 UTC. */
  readonly timestampSeconds: number;
  /** Ones' complement of the byte sum of the data; 0 when none was made. */
  readonly dataChecksum: number;
}
