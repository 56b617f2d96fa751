import { MAX_EVENTS_PER_MACHINE } from '../core/limits/limits.ts';
import type { ReplicationEvent, VmId } from '../core/model.ts';
import type { Store } from '../core/ports.ts';
import { JournalledMap, numberKey } from './journalled-map.ts';

/** The events of all items and of the infrastructure, oldest first; of each item, and of the infrastructure, the newest {@link MAX_EVENTS_PER_MACHINE}. */
export class History {
  readonly records = new JournalledMap<string, ReplicationEvent>('events');
  readonly #keys = new Map<VmId | null, string[]>();
  #next = 0;

  async load(store: Store): Promise<void> {
    await this.records.load(store);
    for (const key of this.records.keys()) {
      const event = this.records.get(key);
      if (event) this.#remember(event.vmId, key);
      this.#next = Number(key) + 1;
    }
  }

  add(event: Omit<ReplicationEvent, 'eventId'>): void {
    const key = numberKey(this.#next++);
    this.records.put(key, { ...event, eventId: key });
    const keys = this.#remember(event.vmId, key);
    const oldest = keys.length > MAX_EVENTS_PER_MACHINE ? keys.shift() : undefined;
    if (oldest !== undefined) this.records.delete(oldest);
  }

  /** An item's events, or all (null); oldest first. */
  of(vmId: VmId | null): readonly ReplicationEvent[] {
    if (vmId === null) return [...this.records.values()];
    return (this.#keys.get(vmId) ?? []).flatMap((key) => this.records.get(key) ?? []);
  }

  #remember(vmId: VmId | null, key: string): string[] {
    const keys = this.#keys.get(vmId) ?? [];
    keys.push(key);
    this.#keys.set(vmId, keys);
    return keys;
  }
}
