/**
 * The selected rows of a list, in the address as far as a link can carry them: up to fifty by id, or all of the
 * view. More than fifty, and not all, are kept by the page alone. "All" are the rows that were in the view when it
 * was said: a selection never grows by itself, with a filter taken away or a row that comes.
 */
import { useCallback, useMemo, useState } from 'react';
import type { Identified } from './row-store.ts';
import type { ChangeUrl } from './url-state.ts';

const MOST_IN_ADDRESS = 50;
const NONE: RowSelection = new Set();
const NO_ROWS: readonly Identified[] = [];
const ALL = 'all';
/** Ids are GUIDs: no tilde. */
const SEPARATOR = '~';

/** Rows by id. Those that left the view stay: they may come back. */
export type RowSelection = ReadonlySet<string>;

export interface Selection {
  readonly selection: RowSelection;
  /** Selected and in the view: what left the view is not part of what a command reaches. */
  readonly selectedIds: readonly string[];
  readonly select: (selection: RowSelection) => void;
}

/** What the page selected, and what of it the address said then. */
interface Kept {
  readonly text: string | null;
  readonly ids: RowSelection;
}

export function useSelection(view: readonly Identified[], params: URLSearchParams, changeUrl: ChangeUrl): Selection {
  const text = params.get('selected');
  const [kept, setKept] = useState<Kept>({ text: null, ids: NONE });
  // A link that says "all" means the first rows that its reader sees.
  const [isToRestore, setToRestore] = useState(text === ALL);
  if (isToRestore && view.length > 0) {
    setToRestore(false);
    setKept({ text: ALL, ids: readSelection(ALL, view) });
  }
  // The address follows a moment later than the page; "all" is nothing that could be read from it again.
  const isKept = text === kept.text || text === ALL;
  const selection = useMemo(
    () => (isKept ? kept.ids : text === null ? NONE : readSelection(text, NO_ROWS)),
    [isKept, text, kept],
  );
  const select = useCallback(
    (next: RowSelection) => {
      const written = writeSelection(next, view);
      setKept({ text: written, ids: next });
      changeUrl({ selected: written });
    },
    [view, changeUrl],
  );
  const selectedIds = useMemo(() => selectedIn(view, selection), [view, selection]);
  return { selection, selectedIds, select };
}

function selectedIn(view: readonly Identified[], selection: RowSelection): readonly string[] {
  // Most of the time: a look at each of 10,000 rows is too much for that.
  if (selection.size === 0) return [];
  return view.filter(({ id }) => selection.has(id)).map(({ id }) => id);
}

export function readSelection(text: string, view: readonly Identified[]): RowSelection {
  return new Set(text === ALL ? view.map(({ id }) => id) : text.split(SEPARATOR).filter(Boolean));
}

/** null: nothing is selected, or more than an address holds. */
export function writeSelection(selection: RowSelection, view: readonly Identified[]): string | null {
  const { size } = selection;
  if (size === 0) return null;
  if (size > 1 && size === view.length && view.every(({ id }) => selection.has(id))) return ALL;
  return size <= MOST_IN_ADDRESS ? [...selection].join(SEPARATOR) : null;
}
