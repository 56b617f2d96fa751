import { after, SECOND_MS, type BitsPerSecond, type Bytes, type Instant } from '../base/units.ts';
import type { ReplicatedItem, VmId } from '../core/model.ts';
import type { Store } from '../core/ports.ts';
import { JournalledMap } from './journalled-map.ts';

/** On what terms the administrator lets a resynchronization run. */
export interface ResyncTerms {
  /** Resynchronizations asked for together share it, and the room among them. */
  readonly batchId: string;
  /** Of the batch at most so many run at a time. */
  readonly parallelLimit: number;
  /** What this one may send; null: as the host's schedule has it. */
  readonly throttleBitsPerSecond: BitsPerSecond | null;
}

/** The terms of the resynchronizations that are required, waiting or under way. */
export class ResyncTermsBook {
  readonly records = new JournalledMap<VmId, ResyncTerms>('resyncTerms');

  load(store: Store): Promise<void> {
    return this.records.load(store);
  }

  set(vmId: VmId, terms: ResyncTerms | null): void {
    if (terms) this.records.put(vmId, terms);
    else this.records.delete(vmId);
  }

  of(vmId: VmId): ResyncTerms | undefined {
    return this.records.get(vmId);
  }

  /** They end with what they were given for. */
  follow({ vmId, phase }: ReplicatedItem): void {
    if (phase.kind !== 'resynchronizationRequired' && phase.kind !== 'resynchronizing') this.records.delete(vmId);
  }

  /**
   * When the next window may begin after one that began at `startedAt` and sent so many bytes: windows that run
   * side by side share the rate. `startedAt` itself without a throttle.
   */
  paceUntil(vmId: VmId, startedAt: Instant, sentBytes: Bytes, uploadThreads: number): Instant {
    const rate = this.of(vmId)?.throttleBitsPerSecond ?? null;
    if (rate === null) return startedAt;
    return after(startedAt, Math.ceil(((sentBytes * 8 * uploadThreads) / rate) * SECOND_MS));
  }
}
