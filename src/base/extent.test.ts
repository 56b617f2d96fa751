import { expect, test } from 'vitest';
import { gapsBetween } from './extent.ts';

const extent = (offsetBytes: number, lengthBytes: number) => ({ offsetBytes, lengthBytes });

test.each([
  [[], [extent(512, 1024)]],
  [[extent(512, 1024)], []],
  [[extent(512, 256)], [extent(768, 768)]],
  [[extent(1024, 512)], [extent(512, 512)]],
  [
    [extent(600, 100), extent(700, 100), extent(1000, 10)],
    [extent(512, 88), extent(800, 200), extent(1010, 526)],
  ],
])('between %j lie %j', (extents, gaps) => {
  expect(gapsBetween(extents, extent(512, 1024))).toEqual(gaps);
});
