import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitRuns } from './sector-bitmap.ts';

describe.each(['highestFirst', 'lowestFirst'] as const)('bitRuns, %s', (order) => {
  it('says the same as looking at each bit, in as few runs as there are changes', () => {
    const anyByte = fc.oneof(fc.constantFrom(0, 255), fc.nat(255));
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 20 }),
        fc.array(anyByte),
        fc.nat(),
        fc.nat(),
        (a, b, x, y) => {
          const bitmap = Uint8Array.from([...a, ...b]);
          const bits = Array.from(bitmap, (byte) => {
            const text = byte.toString(2).padStart(8, '0');
            return order === 'highestFirst' ? text.split('') : text.split('').toReversed();
          }).flat();
          const first = x % bits.length;
          const count = y % (bits.length - first + 1);
          const runs = bitRuns(bitmap, first, count, order);
          const unrolled = runs.flatMap((run) => Array.from({ length: run.count }, () => (run.isSet ? '1' : '0')));
          expect(unrolled).toEqual(bits.slice(first, first + count));
          runs.slice(1).forEach((run, index) => expect(run.isSet).not.toBe(runs[index]?.isSet));
        },
      ),
    );
  });
});
