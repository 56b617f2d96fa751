/**
 * Which element of the document shows which row. After a jump (the end of the list, another order) the elements that
 * are there are filled with other rows, which costs less than new ones; while somebody scrolls, rows leave at one end
 * and come at the other, and no element moves.
 */
import { useState } from 'react';

/** A row in sight and the key of its element. */
export interface RowSlot {
  readonly rowId: string;
  readonly slot: number;
}

/** {@link assignSlots}, kept from one render to the next. */
export function useRowSlots(rowIds: readonly string[]): readonly RowSlot[] {
  const [kept, setKept] = useState(() => assignSlots([], rowIds));
  if (kept.length === rowIds.length && kept.every(({ rowId }, place) => rowId === rowIds[place])) return kept;
  const next = assignSlots(kept, rowIds);
  setKept(next);
  return next;
}

/**
 * Elements for `rowIds`, in this order. A row that stays keeps its element, and with it the focus. A row that comes
 * takes one that became free between the same neighbours: so the document keeps the order of the rows, and React need
 * not move an element, which would lose the focus.
 */
export function assignSlots(before: readonly RowSlot[], rowIds: readonly string[]): readonly RowSlot[] {
  const known = new Map(before.map(({ rowId, slot }, place) => [rowId, { place, slot }]));
  const wanted = new Set(rowIds);
  let unused = before.reduce((most, { slot }) => Math.max(most, slot), -1) + 1;
  // Of `before`: what stands ahead of this place is taken, or behind a row that stays.
  let place = 0;
  return rowIds.map((rowId) => {
    const own = known.get(rowId);
    if (own) {
      place = Math.max(place, own.place + 1);
      return { rowId, slot: own.slot };
    }
    const free = before[place];
    if (!free || wanted.has(free.rowId)) return { rowId, slot: unused++ };
    place += 1;
    return { rowId, slot: free.slot };
  });
}
