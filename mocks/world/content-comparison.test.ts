import { expect, test } from 'vitest';
import { createMemoryBlockFile } from './block-file.ts';
import { BlockStore } from './block-store.ts';
import { firstDifference } from './content-comparison.ts';
import { VirtualFile } from './virtual-file.ts';

const SIZE_BYTES = 1_050_624;

function twoFiles(): [VirtualFile, VirtualFile] {
  const store = new BlockStore(createMemoryBlockFile());
  return [VirtualFile.create(store, SIZE_BYTES), VirtualFile.create(store, SIZE_BYTES)];
}

test('equal references are equal, whatever pages count as written', () => {
  const [a, b] = twoFiles();
  for (const file of [a, b]) file.map.setGenerated(70, 20, 7, 70, 3);
  a.write(8192, new Uint8Array(4096));
  expect(firstDifference(a, b)).toBeNull();
});

test('another version of a block, a byte of a raw one, the short block at the end: each is found', () => {
  const [a, b] = twoFiles();
  a.map.setGenerated(70, 1, 7, 70, 3);
  b.map.setGenerated(70, 1, 7, 70, 4);
  expect(firstDifference(a, b)).toBeGreaterThanOrEqual(70 * 4096);
  expect(firstDifference(a, b)).toBeLessThan(71 * 4096);
  const page = new Uint8Array(512);
  page[3] = 1;
  b.write(SIZE_BYTES - 512, page);
  a.map.setGenerated(70, 1, 7, 70, 4);
  expect(firstDifference(a, b)).toBe(SIZE_BYTES - 512 + 3);
  a.write(SIZE_BYTES - 512, page);
  expect(firstDifference(a, b)).toBeNull();
});

test('a raw block equals the generated one of the same bytes', () => {
  const [a, b] = twoFiles();
  a.map.setGenerated(0, 1, 7, 0, 1);
  const bytes = a.readNow({ offsetBytes: 0, lengthBytes: 4096 });
  // Part by part, so that the block is raw until its last page comes.
  b.write(0, bytes.subarray(0, 512));
  expect(firstDifference(a, b)).not.toBeNull();
  b.write(512, bytes.subarray(512));
  expect(firstDifference(a, b)).toBeNull();
});

test('files of unequal size are not compared', () => {
  const store = new BlockStore(createMemoryBlockFile());
  const [a, b] = [VirtualFile.create(store, 4096), VirtualFile.create(store, 8192)];
  expect(() => firstDifference(a, b)).toThrow(RangeError);
});
