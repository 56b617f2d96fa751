import { elapsedMs, type Bytes, type Instant, type Milliseconds } from '../base/units.ts';
import type { CycleShares } from '../core/delta/bottleneck.ts';
import type { CycleState, ReplicatedItem, VmId } from '../core/model.ts';

/** Where the time of a cycle that has ended went. */
export interface MeasuredCycle extends CycleShares {
  readonly endedAt: Instant;
  readonly sentBytes: Bytes;
}

type Side = 'source' | 'network' | 'target';

/** Whose work each step is. Of `uploading` the reads at the host are taken off: see {@link CycleMeter.noteShipment}. */
const SIDES: Readonly<Record<Exclude<CycleState['step'], 'idle'>, Side>> = {
  freezing: 'source',
  uploading: 'network',
  applying: 'target',
  creatingRecoveryPoint: 'target',
  releasing: 'source',
};

interface Running {
  stepSince: Instant;
  readonly ms: Record<Side, Milliseconds>;
  /** Of the shipments of this cycle: all of their time, and the part spent reading at the host. */
  shippingMs: Milliseconds;
  readingMs: Milliseconds;
  sentBytes: Bytes;
}

/**
 * Measures delta cycles on the engine's clock by the steps that the item passes through. Kept in memory: after
 * a restart nothing is known until the next cycle ends.
 */
export class CycleMeter {
  readonly #running = new Map<VmId, Running>();
  readonly #newest = new Map<VmId, MeasuredCycle>();

  /** Takes note of what a decision changed. */
  follow(before: ReplicatedItem | undefined, after: ReplicatedItem, now: Instant): void {
    const from = before?.cycle.step ?? 'idle';
    const to = after.cycle.step;
    if (from === to) return;
    const running = this.#running.get(after.vmId);
    if (running && from !== 'idle') {
      running.ms[SIDES[from]] += elapsedMs(running.stepSince, now);
      running.stepSince = now;
      running.sentBytes = Math.max(running.sentBytes, after.cycle.uploadedBytes, before?.cycle.uploadedBytes ?? 0);
    }
    if (to === 'idle') this.#end(after, now);
    else if (from === 'idle') {
      const ms = { source: 0, network: 0, target: 0 };
      this.#running.set(after.vmId, { stepSince: now, ms, shippingMs: 0, readingMs: 0, sentBytes: 0 });
    }
  }

  /** A window of a log was shipped in `totalMs`, of which `readingMs` were spent reading it at the host. */
  noteShipment(vmId: VmId, readingMs: Milliseconds, totalMs: Milliseconds): void {
    const running = this.#running.get(vmId);
    if (!running) return;
    running.readingMs += readingMs;
    running.shippingMs += totalMs;
  }

  /** The newest cycle that went through; undefined before the first since the start. */
  newest(vmId: VmId): MeasuredCycle | undefined {
    return this.#newest.get(vmId);
  }

  forget(vmId: VmId): void {
    this.#running.delete(vmId);
    this.#newest.delete(vmId);
  }

  /** A cycle that was given up says nothing of where its time would have gone. */
  #end({ vmId, phase, trouble }: ReplicatedItem, now: Instant): void {
    const running = this.#running.get(vmId);
    this.#running.delete(vmId);
    if (!running || phase.kind !== 'protected' || trouble) return;
    const { ms, shippingMs, readingMs, sentBytes } = running;
    // Shipments run side by side: what share of their time was reading holds for the step as a whole.
    const reading = shippingMs === 0 ? 0 : ms.network * (readingMs / shippingMs);
    this.#newest.set(vmId, {
      endedAt: now,
      sourceMs: ms.source + reading,
      networkMs: ms.network - reading,
      targetMs: ms.target,
      sentBytes,
    });
  }
}
