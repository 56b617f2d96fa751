/**
 * VHDX, version 1. Little-endian (domain facts: libvhdi's VHDX description, [MS-VHDX]).
 *
 *   0       64 KiB   128 KiB  192 KiB   256 KiB   1 MiB …
 *   ┌───────┬────────┬────────┬─────────┬─────────┬──────────────────────────────────────┐
 *   │file id│header 1│header 2│regions 1│regions 2│ log, metadata, BAT, blocks: any order │
 *   └───────┴────────┴────────┴─────────┴─────────┴──────────────────────────────────────┘
 *
 * Of the two headers the valid one with the higher sequence number counts. It names the log;
 * the region table names BAT and metadata. BAT entries: payload blocks in order, and after each
 * `chunkRatio` of them one for the sector bitmap of that chunk.
 */
import type { Bytes } from '../../base/units.ts';
import { KIB, MIB } from '../../base/units.ts';

export const FILE_SIGNATURE = 'vhdxfile';
export const HEADER_OFFSETS: readonly Bytes[] = [64 * KIB, 128 * KIB];
export const HEADER_BYTES: Bytes = 4 * KIB;
export const REGION_TABLE_OFFSETS: readonly Bytes[] = [192 * KIB, 256 * KIB];
export const TABLE_BYTES: Bytes = 64 * KIB;
export const MAX_TABLE_ENTRIES = 2047;
export const REGION_GRAIN_BYTES: Bytes = MIB;

export const REGION_BAT = '2dc27766-f623-4200-9d64-115e9bfd4a08';
export const REGION_METADATA = '8b7ca206-4790-4b9a-b8fe-575f050f886e';

export const ITEM_FILE_PARAMETERS = 'caa16737-fa36-4d43-b3b6-33f0aa44e76b';
export const ITEM_VIRTUAL_DISK_SIZE = '2fa54224-cd1b-4876-b211-5dbed83bf4b8';
export const ITEM_LOGICAL_SECTOR_SIZE = '8141bf1d-a96f-4709-ba47-f233a8faab5f';
export const ITEM_PARENT_LOCATOR = 'a8d35f2d-b30b-454d-abf7-d3d84834ab0c';
/** Of no use to a reader of bytes, but known, so that they are no reason to refuse a file. */
const ITEM_PHYSICAL_SECTOR_SIZE = 'cda348c7-445d-4471-9cc9-e9885251c556';
const ITEM_PAGE_83 = 'beca12ab-b2e6-4523-93ef-c309e000c746';

export const KNOWN_ITEMS: ReadonlySet<string> = new Set([
  ITEM_FILE_PARAMETERS,
  ITEM_VIRTUAL_DISK_SIZE,
  ITEM_LOGICAL_SECTOR_SIZE,
  ITEM_PARENT_LOCATOR,
  ITEM_PHYSICAL_SECTOR_SIZE,
  ITEM_PAGE_83,
]);

/** The only type of parent locator there is. */
export const PARENT_LOCATOR_TYPE = 'b04aefb7-d19e-4a81-b789-25b8e9445913';
