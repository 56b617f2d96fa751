import { alignOutward, mergeExtents, type Extent } from '../base/extent.ts';
import { COARSE_BLOCK_BYTES } from '../core/limits/limits.ts';
import type { DiskId, VmId } from '../core/model.ts';
import type { Mutation, Store } from '../core/ports.ts';
import {
  bindManifest,
  forgetDigests,
  growManifest,
  isBoundTo,
  newManifest,
  recordDigests,
  type ChecksumManifest,
  type ManifestGroup,
} from '../core/resync/manifest.ts';
import type { ManifestEdit } from './effects/done.ts';
import { JournalledMap, numberKey } from './journalled-map.ts';

type Head = Pick<ChecksumManifest, 'sizeBytes' | 'etag' | 'elsewhere'>;

/**
 * What the engine knows of the replicas' blocks, so that a resynchronization reads back only what
 * it does not know. Edits come with the effects' outcomes and are journalled with them.
 *
 * A manifest is bound to the replica's ETag where nothing is under way (a recovery point was made),
 * and believed only after a look at the ETag: an apply that was broken off, or a resynchronization
 * that was cancelled, has changed it, and then nothing of the manifest counts.
 */
export class Manifests {
  readonly #heads = new JournalledMap<string, Head>('manifestHeads');
  readonly #groups = new JournalledMap<string, ManifestGroup>('manifestGroups');
  readonly #manifests = new Map<string, ChecksumManifest>();

  async load(store: Store): Promise<void> {
    await this.#heads.load(store);
    await this.#groups.load(store);
    for (const key of this.#heads.keys()) {
      const head = this.#heads.get(key);
      if (head) this.#manifests.set(key, { ...head, groups: new Map() });
    }
    for (const groupKey of this.#groups.keys()) {
      const [key, index] = splitKey(groupKey);
      const [manifest, group] = [this.#manifests.get(key), this.#groups.get(groupKey)];
      if (!manifest || !group) continue;
      this.#manifests.set(key, { ...manifest, groups: new Map([...manifest.groups, [index, group]]) });
    }
  }

  /** What is known of a disk's replica; undefined when nothing is. */
  of(vmId: VmId, diskId: DiskId): ChecksumManifest | undefined {
    return this.#manifests.get(`${vmId}/${diskId}`);
  }

  edit(vmId: VmId, edit: ManifestEdit): void {
    const old = this.of(vmId, edit.diskId);
    this.#put(`${vmId}/${edit.diskId}`, old, edited(old, edit));
  }

  forget(vmId: VmId, diskIds: readonly DiskId[]): void {
    for (const diskId of diskIds) this.#put(`${vmId}/${diskId}`, this.of(vmId, diskId), undefined);
  }

  takeMutations(): Mutation[] {
    return [...this.#heads.takeMutations(), ...this.#groups.takeMutations()];
  }

  #put(key: string, old: ChecksumManifest | undefined, next: ChecksumManifest | undefined): void {
    if (next === old) return;
    for (const index of old?.groups.keys() ?? [])
      if (!next?.groups.has(index)) this.#groups.delete(groupKeyOf(key, index));
    if (!next) {
      this.#manifests.delete(key);
      this.#heads.delete(key);
      return;
    }
    const { sizeBytes, etag, elsewhere } = next;
    this.#manifests.set(key, next);
    this.#heads.put(key, { sizeBytes, etag, elsewhere });
    for (const [index, group] of next.groups) this.#groups.put(groupKeyOf(key, index), group);
  }
}

function edited(old: ChecksumManifest | undefined, edit: ManifestEdit): ChecksumManifest | undefined {
  switch (edit.kind) {
    case 'create':
      return newManifest(edit.sizeBytes, 'zero');
    case 'check':
      return old && isBoundTo(old, edit.etag) ? old : newManifest(edit.sizeBytes, 'unknown');
    case 'grow':
      return old && growManifest(old, edit.sizeBytes);
    case 'record':
      return old && recordDigests(old, edit.extent, edit.digests);
    case 'forget':
      return old && forgetDigests(old, wholeBlocks(edit.extents, old.sizeBytes));
    case 'bind':
      return old && bindManifest(old, edit.etag);
  }
}

/** Scattered writes touch each block many times; it is forgotten once. */
function wholeBlocks(extents: readonly Extent[], sizeBytes: number): readonly Extent[] {
  return mergeExtents(extents.map((extent) => alignOutward(extent, COARSE_BLOCK_BYTES, sizeBytes)));
}

function groupKeyOf(key: string, index: number): string {
  return `${key}/${numberKey(index)}`;
}

function splitKey(groupKey: string): readonly [string, number] {
  const cut = groupKey.lastIndexOf('/');
  return [groupKey.slice(0, cut), Number(groupKey.slice(cut + 1))];
}
