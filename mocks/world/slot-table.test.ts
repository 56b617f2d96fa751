import { describe, expect, test } from 'vitest';
import { type BlockFile, createMemoryBlockFile } from './block-file.ts';
import { BLOCK_BYTES } from './block-ref.ts';
import { SlotTable } from './slot-table.ts';

/** A block file in memory that counts its flushes, of which the first `failing` fail. */
function countingFile(failing = 0): { readonly file: BlockFile; readonly flushes: () => number } {
  let flushes = 0;
  const flush = async (): Promise<void> => {
    if (++flushes <= failing) throw new Error('the medium is away');
  };
  return { file: { ...createMemoryBlockFile(), flush }, flushes: () => flushes };
}

const block = (): Uint8Array => new Uint8Array(BLOCK_BYTES).fill(7);

describe('flush', () => {
  test('makes what was stored durable, and is nothing where nothing was', async () => {
    const { file, flushes } = countingFile();
    const slots = new SlotTable(file);
    await slots.flush();
    expect(flushes()).toBe(0);
    slots.store(block());
    await slots.flush();
    await slots.flush();
    expect(flushes()).toBe(1);
    slots.store(block());
    await slots.flush();
    expect(flushes()).toBe(2);
  });

  test('that failed is due again', async () => {
    const { file, flushes } = countingFile(1);
    const slots = new SlotTable(file);
    slots.store(block());
    await expect(slots.flush()).rejects.toThrow('the medium is away');
    await slots.flush();
    expect(flushes()).toBe(2);
  });
});

test('once a block could not be written nothing more is made durable', async () => {
  const full = new DOMException('no room', 'QuotaExceededError');
  let hasRoom = false;
  const medium = createMemoryBlockFile();
  const write: BlockFile['write'] = (slot, bytes) => {
    if (!hasRoom) throw full;
    medium.write(slot, bytes);
  };
  const slots = new SlotTable({ ...medium, write });
  expect(() => slots.store(block())).toThrow(full);
  hasRoom = true;
  slots.store(block());
  await expect(slots.flush()).rejects.toBe(full);
});

test('a slot without references is used again when the state that lost it is durable, not before', () => {
  const slots = new SlotTable(createMemoryBlockFile());
  const [slot] = slots.store(block());
  slots.dropReference(slot ?? -1);
  expect(slots.store(block())).not.toContain(slot);
  slots.taken();
  expect(slots.store(block())).not.toContain(slot);
  slots.committed();
  expect(slots.store(block())).toEqual([slot]);
});
