/**
 * A reference to the bytes of one 4 KiB block, as four 32-bit words (docs/decisions.md §3):
 *
 *   word 0: bits 0–7 kind, bits 8–15 which of the eight 512-byte pages were written
 *   zero:      –, –, –                    reads as zeros; without pages it is a hole
 *   generated: disk seed, block, version  bytes are a function of the three
 *   raw:       slot, –, –                 bytes lie in the block file
 *   image:     –, block, –                bytes lie in the image under the map
 *
 * Generated blocks always have all eight pages.
 */
import type { Bytes } from '../../src/base/units.ts';
import { PAGE_BYTES } from '../../src/base/units.ts';

export const BLOCK_BYTES: Bytes = 4096;
export const PAGES_PER_BLOCK = BLOCK_BYTES / PAGE_BYTES;
export const REF_WORDS = 4;

export const ZERO = 0;
export const GENERATED = 1;
export const RAW = 2;
export const IMAGE = 3;

export const ALL_PAGES = 0xff;

/** Word 0 of a reference. `pages` is a mask: bit n stands for page n of the block. */
export function refHead(kind: number, pages: number): number {
  return kind | (pages << 8);
}

export function kindOf(head: number): number {
  return head & 0xff;
}

export function pagesOf(head: number): number {
  return (head >>> 8) & ALL_PAGES;
}

/** The mask of the pages [first, end) of a block. */
export function pageMask(first: number, end: number): number {
  return ((1 << end) - 1) & ~((1 << first) - 1);
}

export const HOLE = refHead(ZERO, 0);
export const WRITTEN_ZEROS = refHead(ZERO, ALL_PAGES);
export const GENERATED_BLOCK = refHead(GENERATED, ALL_PAGES);
