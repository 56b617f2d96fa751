import { assert } from '../../src/base/assert.ts';
import type { BlockFile } from './block-file.ts';
import { BLOCK_BYTES } from './block-ref.ts';

/**
 * Who uses which slot of a block file: a count of references per slot. A slot that loses its
 * last reference is used again only after {@link committed}: until then the last durable state
 * may still refer to it, and a crash would bring that state back.
 */
export class SlotTable {
  readonly #file: BlockFile;
  #references: Uint32Array = new Uint32Array(1024);
  /** Slots ever used: [0, end). */
  #end = 0;
  #free: number[] = [];
  #freedSinceTake: number[] = [];
  /** One batch per take that is not yet durable, oldest first. */
  #freedByTake: number[][] = [];
  #waiting = 0;
  #isFlushDue = false;
  #failure: { readonly error: unknown } | null = null;

  constructor(file: BlockFile) {
    this.#file = file;
  }

  /** Slots in use. */
  get used(): number {
    return this.#end - this.#free.length - this.#waiting;
  }

  /** Stores whole blocks and answers a slot for each, with one reference. Consecutive slots are written in one go. */
  store(bytes: Uint8Array): number[] {
    const count = bytes.length / BLOCK_BYTES;
    assert(Number.isInteger(count), `whole blocks are stored, got ${bytes.length} bytes`);
    const slots: number[] = [];
    for (let i = 0; i < count; i++) slots.push(this.#allocate());
    for (let start = 0; start < count;) {
      let end = start + 1;
      while (end < count && slots[end] === (slots[end - 1] ?? 0) + 1) end++;
      this.#write(slots[start] ?? 0, bytes.subarray(start * BLOCK_BYTES, end * BLOCK_BYTES));
      start = end;
    }
    this.#isFlushDue = true;
    return slots;
  }

  /** Reads consecutive slots. */
  read(slot: number, into: Uint8Array): void {
    this.#file.read(slot, into);
  }

  addReference(slot: number): void {
    this.#ensure(slot + 1);
    this.#references[slot] = (this.#references[slot] ?? 0) + 1;
  }

  dropReference(slot: number): void {
    const references = this.#references[slot] ?? 0;
    assert(references > 0, `slot ${slot} has no reference to drop`);
    this.#references[slot] = references - 1;
    if (references > 1) return;
    this.#freedSinceTake.push(slot);
    this.#waiting++;
  }

  /** The state as it is now is about to be made durable. */
  taken(): void {
    this.#freedByTake.push(this.#freedSinceTake);
    this.#freedSinceTake = [];
  }

  /** The oldest take is durable: slots it no longer refers to are free. */
  committed(): void {
    for (const slot of this.#freedByTake.shift() ?? []) {
      this.#free.push(slot);
      this.#waiting--;
    }
  }

  /** After all references of a restored state were added: what lies between is free. */
  restored(): void {
    this.#end = 0;
    for (let slot = 0; slot < this.#references.length; slot++) if (this.#references[slot]) this.#end = slot + 1;
    this.#free = [];
    for (let slot = this.#end - 1; slot >= 0; slot--) if (!this.#references[slot]) this.#free.push(slot);
  }

  /**
   * Makes stored blocks durable; nothing to do when none was stored since the last time. Once a block could not be
   * written nothing after it is to become durable: whoever wanted it written has been told something untrue.
   */
  async flush(): Promise<void> {
    if (this.#failure) throw this.#failure.error;
    if (!this.#isFlushDue) return;
    // What is stored while the file is flushed is for the next time.
    this.#isFlushDue = false;
    try {
      await this.#file.flush();
    } catch (error) {
      this.#isFlushDue = true;
      throw error;
    }
  }

  close(): void {
    this.#file.close();
  }

  #write(slot: number, bytes: Uint8Array): void {
    try {
      this.#file.write(slot, bytes);
    } catch (error) {
      this.#failure ??= { error };
      throw error;
    }
  }

  #allocate(): number {
    const slot = this.#free.pop() ?? this.#end++;
    this.#ensure(slot + 1);
    this.#references[slot] = 1;
    return slot;
  }

  #ensure(length: number): void {
    if (length <= this.#references.length) return;
    const larger = new Uint32Array(Math.max(length, this.#references.length * 2));
    larger.set(this.#references);
    this.#references = larger;
  }
}
