import { FormatError, type FormatErrorCode, type FormatName } from './format-error.ts';
import type { OpenDiskImageOptions, ParentFile, ParentReference } from './disk-image.ts';
import type { Guid } from './guid.ts';

/** Hyper-V lets chains grow to a few dozen checkpoints; beyond this, something is wrong. */
export const MAX_CHAIN_LENGTH = 64;

/** What is known when a file of a chain is opened: how to find parents, and which disks led here. */
export interface ChainPosition {
  readonly resolveParent?: OpenDiskImageOptions['resolveParent'];
  /** Identities from the first child down to the file being opened, without it. */
  readonly childIds: readonly Guid[];
}

/**
 * Finds the parent of the disk `ownId`, refusing chains that are endless, too long or broken.
 * `offsetBytes` is where the child names its parent.
 */
export async function findParent(
  position: ChainPosition,
  { ownId, reference, format, offsetBytes }: ChildDisk,
): Promise<{ readonly file: ParentFile; readonly position: ChainPosition }> {
  const refuse = (code: FormatErrorCode, what: string) => new FormatError({ code, format, offsetBytes, what });
  const childIds = [...position.childIds, ownId];
  const named = reference.paths[0] ?? reference.uniqueId;
  if (childIds.includes(reference.uniqueId)) {
    throw refuse('cycle', `the parent "${named}" is a descendant of this disk, or the disk itself`);
  }
  if (childIds.length >= MAX_CHAIN_LENGTH) {
    throw refuse('limitExceeded', `the chain of parents is longer than ${MAX_CHAIN_LENGTH} disks`);
  }
  const file = await position.resolveParent?.(reference);
  if (file === undefined) throw refuse('brokenChain', `the parent disk "${named}" was not found`);
  return { file, position: { ...position, childIds } };
}

interface ChildDisk {
  readonly ownId: Guid;
  readonly reference: ParentReference;
  readonly format: FormatName;
  readonly offsetBytes: number;
}
