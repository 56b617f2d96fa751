import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeExtents } from '../../src/base/extent.ts';
import { KIB, MIB, PAGE_BYTES } from '../../src/base/units.ts';
import { createMemoryBlockFile } from './block-file.ts';
import { BLOCK_BYTES } from './block-ref.ts';
import type { MapRecord } from './block-forest.ts';
import type { DirectoryRecord } from './block-store.ts';
import { BlockStore, DIRECTORY_TABLE, MAP_TABLE, SEGMENT_TABLE } from './block-store.ts';
import { generateBlock, recognizeBlock } from './generated-content.ts';
import { VirtualFile } from './virtual-file.ts';

const FILE_BYTES = 3 * MIB + 5 * PAGE_BYTES;
const PAGES = FILE_BYTES / PAGE_BYTES;

function generated(diskSeed: number, block: number, version: number): Uint8Array {
  const words = new Uint32Array(BLOCK_BYTES / 4);
  generateBlock(words, 0, diskSeed, block, version);
  return new Uint8Array(words.buffer);
}

/** What a file is: its bytes and which pages were written. */
interface Model {
  readonly bytes: Uint8Array;
  readonly written: Uint8Array;
}

type Step =
  | {
      readonly kind: 'write';
      readonly page: number;
      readonly pages: number;
      readonly content: 'random' | 'zeros' | 'generated';
      readonly seed: number;
    }
  | { readonly kind: 'clear'; readonly page: number; readonly pages: number };

const extentOfPages = fc.record({
  page: fc.nat(PAGES - 1),
  pages: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3000 })),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({ extent: extentOfPages, content: fc.constantFrom('random', 'zeros', 'generated'), seed: fc.nat(1000) })
    .map(({ extent, content, seed }) => ({ kind: 'write' as const, ...extent, content, seed })),
  extentOfPages.map((extent) => ({ kind: 'clear' as const, ...extent })),
);

function contentOf(write: Step & { readonly kind: 'write' }, lengthBytes: number): Uint8Array {
  const bytes = new Uint8Array(lengthBytes);
  if (write.content === 'generated') {
    for (let at = 0; at + BLOCK_BYTES <= lengthBytes; at += BLOCK_BYTES) bytes.set(generated(write.seed, at, 1), at);
  } else if (write.content === 'random') {
    for (let i = 0; i < lengthBytes; i++) bytes[i] = (write.seed + i * 7 + (i >> 9)) & 0xff;
  }
  return bytes;
}

function perform(file: VirtualFile, model: Model, each: Step): void {
  const pages = Math.min(each.pages, PAGES - each.page);
  const offsetBytes = each.page * PAGE_BYTES;
  const lengthBytes = pages * PAGE_BYTES;
  if (each.kind === 'clear') {
    file.clear({ offsetBytes, lengthBytes });
    model.bytes.fill(0, offsetBytes, offsetBytes + lengthBytes);
  } else {
    const bytes = contentOf(each, lengthBytes);
    file.write(offsetBytes, bytes);
    model.bytes.set(bytes, offsetBytes);
  }
  model.written.fill(each.kind === 'write' ? 1 : 0, each.page, each.page + pages);
}

function writtenExtents(model: Model): unknown {
  const pages = [...model.written.entries()].filter(([, isWritten]) => isWritten === 1);
  return mergeExtents(pages.map(([page]) => ({ offsetBytes: page * PAGE_BYTES, lengthBytes: PAGE_BYTES })));
}

function newModel(): Model {
  return { bytes: new Uint8Array(FILE_BYTES), written: new Uint8Array(PAGES) };
}

const WHOLE = { offsetBytes: 0, lengthBytes: FILE_BYTES };

describe('virtual file', () => {
  test('reads back what was written, and names exactly the written pages; snapshots keep what they showed', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.array(step, { maxLength: 12 }), (before, later) => {
        const file = VirtualFile.create(new BlockStore(createMemoryBlockFile()), FILE_BYTES);
        const model = newModel();
        for (const each of before) perform(file, model, each);
        const snapshot = file.clone();
        const frozen: Model = { bytes: model.bytes.slice(), written: model.written.slice() };
        for (const each of later) perform(file, model, each);
        expect(Buffer.compare(file.readNow(WHOLE), model.bytes)).toBe(0);
        expect(Buffer.compare(snapshot.readNow(WHOLE), frozen.bytes)).toBe(0);
        expect(file.presentExtents(WHOLE)).toEqual(writtenExtents(model));
        expect(snapshot.presentExtents(WHOLE)).toEqual(writtenExtents(frozen));
      }),
      { numRuns: 60 },
    );
  });

  test('gives every slot back when its last snapshot goes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 10 }), fc.array(step, { maxLength: 10 }), (before, later) => {
        const store = new BlockStore(createMemoryBlockFile());
        const file = VirtualFile.create(store, FILE_BYTES);
        for (const each of before) perform(file, newModel(), each);
        const snapshot = file.clone();
        for (const each of later) perform(file, newModel(), each);
        file.dispose();
        snapshot.dispose();
        store.takeMutations();
        store.slots.committed();
        expect(store.slots.used).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  test('is the same after its records were stored, step by step, and restored', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 10 }), fc.array(step, { maxLength: 10 }), (before, later) => {
        const blocks = createMemoryBlockFile();
        const store = new BlockStore(blocks);
        const records = new Map<string, unknown>();
        const save = (): void => {
          for (const each of store.takeMutations()) {
            if (each.op === 'put') records.set(`${each.table}/${each.key}`, structuredClone(each.value));
            else records.delete(`${each.table}/${each.key}`);
          }
          store.slots.committed();
        };
        const file = VirtualFile.create(store, FILE_BYTES);
        const model = newModel();
        for (const each of before) perform(file, model, each);
        save();
        const dropped = file.clone();
        const snapshot = file.clone();
        const frozen = model.bytes.slice();
        save();
        for (const each of later) perform(file, model, each);
        dropped.dispose();
        save();

        const table = <T>(name: string): Map<number, T> =>
          new Map(
            [...records]
              .filter(([key]) => key.startsWith(`${name}/`))
              .map(([key, value]) => [Number(key.slice(name.length + 1)), value as T]),
          );
        const again = new BlockStore(blocks);
        const maps = again.restore(
          {
            segments: table<Uint32Array>(SEGMENT_TABLE),
            directories: table<DirectoryRecord>(DIRECTORY_TABLE),
            maps: table<MapRecord>(MAP_TABLE),
          },
          () => expect.unreachable(),
        );
        expect([...maps.keys()]).toEqual([file.map.id, snapshot.map.id]);
        const [restoredFile, restoredSnapshot] = [...maps.values()].map(
          (map) => new VirtualFile(again, map, FILE_BYTES),
        );
        expect(restoredFile && Buffer.compare(restoredFile.readNow(WHOLE), model.bytes)).toBe(0);
        expect(restoredSnapshot && Buffer.compare(restoredSnapshot.readNow(WHOLE), frozen)).toBe(0);
        expect(again.slots.used).toBe(store.slots.used);
      }),
      { numRuns: 40 },
    );
  });

  test('keeps generated content as references: writing it takes no slot, changing one byte does', () => {
    const store = new BlockStore(createMemoryBlockFile());
    const file = VirtualFile.create(store, MIB);
    const bytes = new Uint8Array(64 * KIB);
    for (let i = 0; i < 16; i++) bytes.set(generated(5, i, 9), i * BLOCK_BYTES);
    file.write(8 * KIB, bytes);
    expect(store.slots.used).toBe(0);
    bytes[5 * BLOCK_BYTES + 4000] = 1 + (bytes[5 * BLOCK_BYTES + 4000] ?? 0);
    file.write(8 * KIB, bytes);
    expect(store.slots.used).toBe(1);
    expect(file.readNow({ offsetBytes: 8 * KIB, lengthBytes: bytes.length })).toEqual(bytes);
  });

  test('refuses what lies outside the file or off the page grid', () => {
    const file = VirtualFile.create(new BlockStore(createMemoryBlockFile()), FILE_BYTES);
    expect(() => file.write(100, new Uint8Array(512))).toThrow('whole pages');
    expect(() => file.write(FILE_BYTES - 512, new Uint8Array(1024))).toThrow('whole pages');
    expect(() => file.readNow({ offsetBytes: FILE_BYTES - 1, lengthBytes: 2 })).toThrow('in a file of');
  });
});

describe('another size', () => {
  test.each([0, PAGE_BYTES, 3 * PAGE_BYTES])('what is added reads as zeros, %d bytes past a block', (rest) => {
    const store = new BlockStore(createMemoryBlockFile());
    const file = VirtualFile.create(store, MIB + rest);
    // Content that is generated by the block, of which the file's end cuts the rest off.
    file.map.setGenerated(0, Math.ceil((MIB + rest) / BLOCK_BYTES), 7, 0, 1);
    const before = file.readNow({ offsetBytes: 0, lengthBytes: MIB + rest });
    const frozen = file.clone();
    file.resize(2 * MIB);
    expect(file.sizeBytes).toBe(2 * MIB);
    const bytes = file.readNow({ offsetBytes: 0, lengthBytes: 2 * MIB });
    expect(bytes.subarray(0, MIB + rest)).toEqual(before);
    expect(bytes.subarray(MIB + rest).every((byte) => byte === 0)).toBe(true);
    expect(file.presentExtents({ offsetBytes: 0, lengthBytes: 2 * MIB })).toEqual([
      { offsetBytes: 0, lengthBytes: MIB + rest },
    ]);
    file.write(2 * MIB - PAGE_BYTES, new Uint8Array(PAGE_BYTES).fill(9));
    expect(frozen.sizeBytes).toBe(MIB + rest);
    expect(frozen.readNow({ offsetBytes: 0, lengthBytes: MIB + rest })).toEqual(before);
  });

  test('what lies beyond a smaller size is gone, also when the file grows again', () => {
    const file = VirtualFile.create(new BlockStore(createMemoryBlockFile()), MIB);
    file.map.setGenerated(0, MIB / BLOCK_BYTES, 7, 0, 1);
    const kept = file.readNow({ offsetBytes: 0, lengthBytes: 512 * KIB + PAGE_BYTES });
    file.resize(512 * KIB + PAGE_BYTES);
    expect(() => file.readNow({ offsetBytes: 512 * KIB, lengthBytes: 2 * PAGE_BYTES })).toThrow();
    file.resize(MIB);
    const bytes = file.readNow({ offsetBytes: 0, lengthBytes: MIB });
    expect(bytes.subarray(0, kept.length)).toEqual(kept);
    expect(bytes.subarray(kept.length).every((byte) => byte === 0)).toBe(true);
  });
});

describe('generated content', () => {
  test('is recognised with its key, and only whole', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), fc.nat(BLOCK_BYTES - 1), (diskSeed, block, version, flipped) => {
        const bytes = generated(diskSeed, block, version);
        expect(recognizeBlock(new Uint32Array(bytes.buffer), 0)).toEqual({ diskSeed, block, version });
        bytes[flipped] = 0x5a ^ (bytes[flipped] ?? 0);
        expect(recognizeBlock(new Uint32Array(bytes.buffer), 0)).toBeUndefined();
      }),
    );
  });

  test('differs throughout between neighbouring blocks and versions', () => {
    const distance = (a: Uint8Array, b: Uint8Array): number =>
      a.reduce((sum, byte, i) => sum + (byte === b[i] ? 0 : 1), 0);
    expect(distance(generated(1, 2, 3), generated(1, 2, 4))).toBeGreaterThan(4000);
    expect(distance(generated(1, 2, 3), generated(1, 3, 3))).toBeGreaterThan(4000);
    expect(distance(generated(1, 2, 3), generated(2, 2, 3))).toBeGreaterThan(4000);
  });
});
