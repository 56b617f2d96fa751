import { MAX_TRACE_LINES } from '../core/limits/limits.ts';
import type { Store } from '../core/ports.ts';
import { JournalledMap, numberKey } from './journalled-map.ts';

/** Lines of one journal record: few enough that rewriting the newest costs little. */
const CHUNK_LINES = 32;

interface Chunk {
  readonly lines: readonly string[];
  /** Digest of all lines up to this chunk's end. */
  readonly digest: string;
}

/**
 * One line per decision since the engine was first started, the newest {@link MAX_TRACE_LINES} of
 * them, with a running digest of all: equal histories, equal digests.
 */
export class Trace {
  readonly chunks = new JournalledMap<string, Chunk>('trace');
  #first = 0;
  #count = 0;
  #digest: readonly [number, number] = [0x811c9dc5, 0x9e3779b9];

  async load(store: Store): Promise<void> {
    await this.chunks.load(store);
    const keys = [...this.chunks.keys()];
    const [first, last] = [keys[0], keys.at(-1)];
    if (first === undefined || last === undefined) return;
    const chunk = this.chunks.get(last);
    this.#first = Number(first);
    this.#count = Number(last) * CHUNK_LINES + (chunk?.lines.length ?? 0);
    this.#digest = parseDigest(chunk?.digest ?? this.digest);
  }

  /** Lines written in all, also those no longer held. */
  get count(): number {
    return this.#count;
  }

  get digest(): string {
    return this.#digest.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }

  add(line: string): void {
    this.#digest = absorb(this.#digest, line);
    const index = Math.floor(this.#count / CHUNK_LINES);
    const key = numberKey(index);
    this.chunks.put(key, { lines: [...(this.chunks.get(key)?.lines ?? []), line], digest: this.digest });
    this.#count++;
    const kept = Math.ceil(MAX_TRACE_LINES / CHUNK_LINES);
    while (index - this.#first >= kept) this.chunks.delete(numberKey(this.#first++));
  }

  lines(): readonly string[] {
    return [...this.chunks.values()].flatMap((chunk) => chunk.lines);
  }
}

/** FNV-1a over the line and its end, twice from different beginnings. */
function absorb([first, second]: readonly [number, number], line: string): readonly [number, number] {
  let [a, b] = [first, second];
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x01000193);
  }
  return [Math.imul(a ^ 10, 0x01000193) >>> 0, Math.imul(b ^ 10, 0x01000193) >>> 0];
}

function parseDigest(digest: string): readonly [number, number] {
  return [Number.parseInt(digest.slice(0, 8), 16), Number.parseInt(digest.slice(8), 16)];
}
