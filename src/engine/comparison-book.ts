import type { Extent } from '../base/extent.ts';
import type { Bytes, Instant } from '../base/units.ts';
import type { DiskId, ReplicatedItem, TransferWindow, VmId } from '../core/model.ts';
import type { Store } from '../core/ports.ts';
import { gatheredByCell } from '../core/resync/difference-map.ts';
import { JournalledMap, numberKey } from './journalled-map.ts';

/** What the comparison of one window of a disk found, once what differed was sent. */
export interface WindowFindings {
  readonly diskId: DiskId;
  readonly window: TransferWindow;
  /** Sent or cleared; ascending. */
  readonly differing: readonly Extent[];
  /** SHA-256 over the digests of the window's blocks: as the source has them, and as the replica has them now. */
  readonly sourceSha256: string;
  readonly targetSha256: string;
  /** Of the replica, read back after it was written. */
  readonly readBackBytes: Bytes;
}

/** A window of the newest comparison, as it is kept: differences drawn together by the map's cells. */
export interface ComparedWindow extends Extent {
  readonly index: number;
  readonly differing: readonly Extent[];
  readonly sourceSha256: string;
  readonly targetSha256: string;
  readonly readBackBytes: Bytes;
}

/** The newest resynchronization of each item, window by window: what its picture and its proof are made of. */
export class ComparisonBook {
  readonly records = new JournalledMap<string, ComparedWindow>('comparedWindows');
  /** When the newest comparison of an item went through. */
  readonly completions = new JournalledMap<VmId, Instant>('comparisonsCompleted');
  /** Keys of an item's records. */
  readonly #keys = new Map<VmId, Set<string>>();

  async load(store: Store): Promise<void> {
    await this.records.load(store);
    await this.completions.load(store);
    for (const key of this.records.keys()) this.#keysOf(key.slice(0, key.indexOf('/')) as VmId).add(key);
  }

  /** A comparison that begins throws the one before away; one that is left for the next step went through. */
  follow(before: ReplicatedItem | undefined, after: ReplicatedItem, now: Instant): void {
    const [from, to] = [stepOf(before), stepOf(after)];
    if (from === to) return;
    if (to === 'compare') this.forget(after.vmId);
    if (from === 'compare' && to === 'complete') this.completions.put(after.vmId, now);
  }

  note(vmId: VmId, diskBytes: Bytes, findings: WindowFindings): void {
    const { diskId, window, differing, ...sums } = findings;
    const key = `${vmId}/${diskId}/${numberKey(window.index)}`;
    const { index, offsetBytes, lengthBytes } = window;
    this.records.put(key, {
      index,
      offsetBytes,
      lengthBytes,
      differing: gatheredByCell(diskBytes, differing),
      ...sums,
    });
    this.#keysOf(vmId).add(key);
  }

  /** Of a disk, ascending by offset. */
  windows(vmId: VmId, diskId: DiskId): readonly ComparedWindow[] {
    const prefix = `${vmId}/${diskId}/`;
    return [...this.#keysOf(vmId)]
      .filter((key) => key.startsWith(prefix))
      .flatMap((key) => this.records.get(key) ?? [])
      .toSorted((a, b) => a.index - b.index);
  }

  forget(vmId: VmId): void {
    for (const key of this.#keysOf(vmId)) this.records.delete(key);
    this.#keys.delete(vmId);
    this.completions.delete(vmId);
  }

  #keysOf(vmId: VmId): Set<string> {
    const keys = this.#keys.get(vmId) ?? new Set();
    this.#keys.set(vmId, keys);
    return keys;
  }
}

function stepOf(item: ReplicatedItem | undefined): string | null {
  return item?.phase.kind === 'resynchronizing' ? item.phase.step : null;
}
