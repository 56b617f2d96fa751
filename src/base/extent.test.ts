import { expect, test } from 'vitest';
import { commonTo, cutTo, gapsBetween } from './extent.ts';

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

test('extents are cut to what lies within another; what only touches it is left out', () => {
  const all = [extent(0, 100), extent(100, 20), extent(130, 10), extent(190, 50), extent(200, 1)];
  expect(cutTo(extent(100, 100), all)).toEqual([extent(100, 20), extent(130, 10), extent(190, 10)]);
});

test.each([
  [[], [extent(0, 10)], []],
  [[extent(0, 10)], [extent(10, 5)], []],
  [[extent(0, 100)], [extent(5, 10), extent(50, 100)], [extent(5, 10), extent(50, 50)]],
  [[extent(0, 20), extent(30, 20)], [extent(10, 25)], [extent(10, 10), extent(30, 5)]],
  [[extent(0, 5), extent(5, 5)], [extent(0, 10)], [extent(0, 5), extent(5, 5)]],
])('%j and %j have %j in common, whichever comes first', (a, b, common) => {
  expect(commonTo(a, b)).toEqual(common);
  expect(commonTo(b, a)).toEqual(common);
});
