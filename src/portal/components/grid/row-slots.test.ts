import { describe, expect, it } from 'vitest';
import { assignSlots } from './row-slots.ts';

const slotsOf = (...steps: readonly string[]): readonly (readonly number[])[] => {
  let slots = assignSlots([], []);
  return steps.map((rowIds) => {
    slots = assignSlots(slots, rowIds.split(''));
    return slots.map(({ slot }) => slot);
  });
};

describe('assignSlots', () => {
  it('fills the elements with other rows after a jump', () => {
    expect(slotsOf('abcd', 'wxyz')).toEqual([
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ]);
  });

  it('makes new elements for rows that come at the other end, and moves none', () => {
    expect(slotsOf('abcd', 'cdef', 'abcd')).toEqual([
      [0, 1, 2, 3],
      [2, 3, 4, 5],
      [6, 7, 2, 3],
    ]);
  });

  it('leaves its element to a row that stays, here the one with the focus, and fills those beside it', () => {
    expect(slotsOf('abcd', 'abcdz', 'vwxyz')).toEqual([
      [0, 1, 2, 3],
      [0, 1, 2, 3, 4],
      [0, 1, 2, 3, 4],
    ]);
  });

  it('gives no element twice when rows that stay come in another order', () => {
    const [, slots] = slotsOf('abcdef', 'exdyaz');
    expect(slots).toEqual([4, 5, 3, 6, 0, 7]);
  });

  it('drops elements that nobody needs', () => {
    expect(slotsOf('abcd', 'xy')).toEqual([
      [0, 1, 2, 3],
      [0, 1],
    ]);
  });
});
