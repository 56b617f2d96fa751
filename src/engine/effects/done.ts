import type { Extent } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import type { DiskId } from '../../core/model.ts';
import type { EffectResult } from '../../core/protection/event.ts';
import type { WindowFindings } from '../comparison-book.ts';

/** What an effect has learnt or changed of a replica's digests. */
export type ManifestEdit = { readonly diskId: DiskId } & (
  | { readonly kind: 'create'; readonly sizeBytes: Bytes }
  /** The replica's ETag is this one: another than the manifest's leaves nothing of it. */
  | { readonly kind: 'check'; readonly sizeBytes: Bytes; readonly etag: string }
  /** The replica has grown to this size, by zeros. */
  | { readonly kind: 'grow'; readonly sizeBytes: Bytes }
  /** These whole blocks now have these digests. */
  | { readonly kind: 'record'; readonly extent: Extent; readonly digests: Uint8Array }
  /** These extents were written without their blocks' digests being made. */
  | { readonly kind: 'forget'; readonly extents: readonly Extent[] }
  /** Nothing writes now, and this is the replica's ETag. */
  | { readonly kind: 'bind'; readonly etag: string }
);

/** An effect that went well. */
export interface Done<R extends EffectResult = EffectResult> {
  readonly result: R;
  readonly edits: readonly ManifestEdit[];
  /** Of a comparison, for its picture and proof. */
  readonly findings?: WindowFindings;
}

export function done<R extends EffectResult>(result: R, edits: readonly ManifestEdit[] = []): Done<R> {
  return { result, edits };
}
