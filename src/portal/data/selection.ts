/**
 * The selected rows of a list, in the address as far as a link can carry them: up to fifty by id, or all of the
 * view. More than fifty, and not all, are kept by the page alone.
 */
import type { RowSelectionState } from '@tanstack/react-table';
import { useCallback, useMemo, useState } from 'react';
import type { Identified } from './row-store.ts';
import type { ChangeUrl } from './url-state.ts';

const MOST_IN_ADDRESS = 50;
const ALL = 'all';
/** Ids are GUIDs: no tilde. */
const SEPARATOR = '~';

export interface Selection {
  readonly selection: RowSelectionState;
  /** Selected and in the view: what left the view is not part of what a command reaches. */
  readonly selectedIds: readonly string[];
  readonly select: (selection: RowSelectionState) => void;
}

export function useSelection(view: readonly Identified[], params: URLSearchParams, changeUrl: ChangeUrl): Selection {
  const text = params.get('selected');
  const [kept, setKept] = useState<RowSelectionState>({});
  const selection = useMemo(() => (text === null ? kept : readSelection(text, view)), [text, kept, view]);
  const select = useCallback(
    (next: RowSelectionState) => {
      const written = writeSelection(next, view);
      setKept(written === null ? next : {});
      changeUrl({ selected: written });
    },
    [view, changeUrl],
  );
  const selectedIds = useMemo(() => selectedIn(view, selection), [view, selection]);
  return { selection, selectedIds, select };
}

function selectedIn(view: readonly Identified[], selection: RowSelectionState): readonly string[] {
  // Most of the time: a look at each of 10,000 rows is too much for that.
  if (Object.keys(selection).length === 0) return [];
  return view.filter(({ id }) => selection[id]).map(({ id }) => id);
}

export function readSelection(text: string, view: readonly Identified[]): RowSelectionState {
  const ids = text === ALL ? view.map(({ id }) => id) : text.split(SEPARATOR).filter(Boolean);
  return Object.fromEntries(ids.map((id) => [id, true]));
}

/** null: nothing is selected, or more than an address holds. */
export function writeSelection(selection: RowSelectionState, view: readonly Identified[]): string | null {
  const ids = Object.keys(selection).filter((id) => selection[id]);
  if (ids.length === 0) return null;
  if (ids.length > 1 && ids.length === view.length && view.every(({ id }) => selection[id])) return ALL;
  return ids.length <= MOST_IN_ADDRESS ? ids.join(SEPARATOR) : null;
}
