import type { Bytes } from '../base/units.ts';

/** The file formats this folder speaks. */
export type FormatName = 'hrl' | 'vhd' | 'vhdx' | 'raw' | 'disk image';

/**
 * Every way in which a file can be refused.
 * - `truncated`: the file ends before what it announces
 * - `badSignature`: a structure does not begin with its magic value
 * - `badChecksum`: a structure or its data was altered or written half
 * - `badValue`: a field holds what the format does not allow
 * - `outOfBounds`: a structure or entry lies outside the file or the disk
 * - `cycle`: a chain (metadata blocks, parents) comes back to itself or does not move on
 * - `limitExceeded`: more entries, a longer chain or a larger structure than this reader takes on
 * - `notClosed`: a replica log whose writer died before closing it
 * - `dirtyLog`: a VHDX whose internal log must be replayed and cannot be
 * - `brokenChain`: a parent of a differencing disk is missing or is another disk
 * - `unsupportedVersion`, `unsupportedFeature`: well-formed, but not for this reader
 * - `unrecognized`: none of the known formats
 */
export type FormatErrorCode =
  | 'truncated'
  | 'badSignature'
  | 'badChecksum'
  | 'badValue'
  | 'outOfBounds'
  | 'cycle'
  | 'limitExceeded'
  | 'notClosed'
  | 'dirtyLog'
  | 'brokenChain'
  | 'unsupportedVersion'
  | 'unsupportedFeature'
  | 'unrecognized';

/** A file that cannot be used, said so that its owner can act: what is wrong, where, what to do. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  readonly code: FormatErrorCode;
  readonly format: FormatName;
  /** Where in the file, counted from its first byte. */
  readonly offsetBytes: Bytes;

  constructor(report: {
    readonly code: FormatErrorCode;
    readonly format: FormatName;
    readonly offsetBytes: Bytes;
    /** What is wrong, with the values; one sentence without its full stop. */
    readonly what: string;
    /** Advice; left out, that of the code. */
    readonly whatToDo?: string;
  }) {
    const { code, format, offsetBytes, what, whatToDo = advice[code] } = report;
    super(`${format}: ${what} (at byte ${offsetBytes}). ${whatToDo}`);
    this.code = code;
    this.format = format;
    this.offsetBytes = offsetBytes;
  }
}

const copyAgain = 'Copy the file again from its source and compare the sizes.';

const advice: Readonly<Record<FormatErrorCode, string>> = {
  truncated: copyAgain,
  badSignature: copyAgain,
  badChecksum: copyAgain,
  badValue: 'The file is damaged or was made by a faulty program; use another copy.',
  outOfBounds: 'The file is damaged; use another copy.',
  cycle: 'The file is damaged; use another copy.',
  limitExceeded: 'The file is damaged or beyond what this program handles; use another copy.',
  notClosed: 'Resynchronize the disk: the log cannot be trusted to be complete.',
  dirtyLog: 'Attach the disk once on its Hyper-V host (Mount-VHD, Dismount-VHD), which repairs it, and copy it again.',
  brokenChain: 'Provide the matching parent disk, or merge the chain into one disk first (Convert-VHD).',
  unsupportedVersion: 'Convert the file with a current Hyper-V host.',
  unsupportedFeature: 'Convert the file to a fixed or dynamic VHDX (Convert-VHD or qemu-img convert).',
  unrecognized: 'Provide a .vhd or .vhdx file, or a raw image named .raw or .img.',
};
