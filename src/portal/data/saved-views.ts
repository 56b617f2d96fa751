/** Named views of a list, kept in this browser: a name and the query string that reproduces the view. */
import { useMemo } from 'react';
import { storeValue, useStoredValue } from './stored-value.ts';

export interface SavedView {
  readonly name: string;
  /** Without the question mark. */
  readonly query: string;
}

export const MAX_VIEWS = 30;
const MAX_NAME_LENGTH = 60;

/** What belongs to a moment and not to a view. */
const NOT_OF_A_VIEW = ['selected', 'dialog', 'for'];

export interface SavedViews {
  /** By name. */
  readonly views: readonly SavedView[];
  /** A view of that name is replaced; no new one is kept beyond {@link MAX_VIEWS}. */
  readonly save: (name: string, params: URLSearchParams) => void;
  readonly remove: (name: string) => void;
}

export function useSavedViews(list: string): SavedViews {
  const key = `lockstep.views.${list}`;
  const text = useStoredValue(key);
  return useMemo(() => {
    const views = parseViews(text);
    const write = (next: readonly SavedView[]) => storeValue(key, JSON.stringify(next.slice(0, MAX_VIEWS)));
    return {
      views,
      save: (name, params) => {
        const view = { name: name.trim().slice(0, MAX_NAME_LENGTH), query: viewQuery(params) };
        write([...views.filter((each) => each.name !== view.name), view].toSorted(byName));
      },
      remove: (name) => write(views.filter((each) => each.name !== name)),
    };
  }, [key, text]);
}

/** The query string of a view: what the address says, without selection and open dialogs. */
export function viewQuery(params: URLSearchParams): string {
  const query = new URLSearchParams(params);
  for (const name of NOT_OF_A_VIEW) query.delete(name);
  return query.toString();
}

/** What was stored, as far as it is views: anybody may have written there. */
export function parseViews(text: string | null): readonly SavedView[] {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? '[]');
  } catch {
    return [];
  }
  return Array.isArray(stored) ? stored.filter(isView).slice(0, MAX_VIEWS).toSorted(byName) : [];
}

function isView(value: unknown): value is SavedView {
  if (typeof value !== 'object' || value === null) return false;
  const { name, query } = value as { readonly name?: unknown; readonly query?: unknown };
  return typeof name === 'string' && name !== '' && typeof query === 'string';
}

function byName(a: SavedView, b: SavedView): number {
  return a.name.localeCompare(b.name, 'en', { numeric: true });
}
