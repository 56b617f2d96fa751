import { BLOCKS_PER_SEGMENT, SEGMENT_BYTES } from './block-node.ts';
import { BLOCK_BYTES, HOLE, RAW, REF_WORDS, kindOf } from './block-ref.ts';
import type { LinkRecord } from './network.ts';
import type { PageBlob } from './page-blob.ts';
import type { SimulatedMachine } from './simulated-machine.ts';
import type { VirtualFile } from './virtual-file.ts';
import type { StateRecord } from './world-records.ts';

/** What a digest covers. */
export interface DigestedState {
  readonly state: StateRecord;
  readonly links: readonly LinkRecord[];
  readonly machines: readonly SimulatedMachine[];
  readonly blobs: readonly PageBlob[];
}

/**
 * 64 bits over the whole state, as hex: records as JSON, and every block by its reference, or by
 * its bytes where the reference is only a place (raw). Ids of block maps are places too and left out.
 */
export function digestOf({ state, links, machines, blobs }: DigestedState): string {
  const hash = new RunningHash();
  hash.text(toText({ state, links }));
  for (const machine of machines) {
    hash.text(toText([machine.facts, machine.toRecord(), machine.replication.history.instants]));
    for (const disk of machine.disks) {
      for (const file of [disk.file, disk.activeLog?.content, disk.frozenLog?.content]) if (file) hashFile(hash, file);
      for (const at of machine.replication.history.instants) {
        const file = machine.replication.history.find(at, disk.facts.diskId);
        if (file) hashFile(hash, file);
      }
    }
  }
  for (const blob of blobs.toSorted((a, b) => compare(`${a.container}/${a.name}`, `${b.container}/${b.name}`))) {
    const record = blob.toRecord();
    hash.text(toText(record));
    hashFile(hash, blob.file);
    for (const { snapshot } of record.snapshots) hashFile(hash, blob.fileOf(snapshot));
  }
  return hash.finish();
}

function hashFile(hash: RunningHash, file: VirtualFile): void {
  const segmentCount = Math.ceil((file.map.blockCount * BLOCK_BYTES) / SEGMENT_BYTES);
  for (const segmentIndex of file.map.writtenSegments(segmentCount)) {
    const words = file.map.segmentWords(segmentIndex);
    for (let i = 0; i < BLOCKS_PER_SEGMENT; i++) {
      const at = i * REF_WORDS;
      const head = words[at] ?? HOLE;
      if (head === HOLE) continue;
      const block = segmentIndex * BLOCKS_PER_SEGMENT + i;
      hash.word(block);
      hash.word(head);
      if (kindOf(head) === RAW) hash.words(blockWords(file, block));
      else hash.words(words.subarray(at + 1, at + REF_WORDS));
    }
  }
}

function blockWords(file: VirtualFile, block: number): Uint32Array {
  const offsetBytes = block * BLOCK_BYTES;
  const bytes = file.readNow({ offsetBytes, lengthBytes: Math.min(BLOCK_BYTES, file.sizeBytes - offsetBytes) });
  return new Uint32Array(bytes.slice().buffer);
}

function toText(value: unknown): string {
  return JSON.stringify(value, (key, each: unknown) => (key === 'mapId' || key === 'files' ? undefined : each));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Two FNV-like chains over 32-bit words; equal states give equal digests, and chance makes unequal ones differ. */
class RunningHash {
  #a = 0x811c9dc5;
  #b = 0x9747b28c;

  word(value: number): void {
    this.#a = Math.imul(this.#a ^ value, 0x01000193);
    this.#b = Math.imul(this.#b ^ value ^ (this.#b >>> 15), 0x85ebca6b);
  }

  words(values: Uint32Array): void {
    for (const value of values) this.word(value);
  }

  text(value: string): void {
    for (let i = 0; i < value.length; i++) this.word(value.charCodeAt(i));
  }

  finish(): string {
    return [this.#a, this.#b].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }
}
