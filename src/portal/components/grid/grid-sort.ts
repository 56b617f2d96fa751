/** The order of a grid as the address has it: `sort=-rpo` is by RPO, descending. */
import type { GridColumn, GridSort } from './grid-column.ts';

/** The order that `text` names; `fallback` when the address names none. */
export function parseSort(text: string | null, fallback: GridSort): GridSort {
  if (!text) return fallback;
  return text.startsWith('-')
    ? { columnId: text.slice(1), isDescending: true }
    : { columnId: text, isDescending: false };
}

export function formatSort({ columnId, isDescending }: GridSort): string {
  return isDescending ? `-${columnId}` : columnId;
}

/** The order after somebody chose a column: ascending, and the other way round when it was ordered by that one. */
export function chosenSort({ id }: Pick<GridColumn<never>, 'id'>, sort: GridSort): GridSort {
  return { columnId: id, isDescending: sort.columnId === id && !sort.isDescending };
}
