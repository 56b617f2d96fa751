import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** A change of the query string: null and '' take a parameter away. */
export type UrlChange = Readonly<Record<string, string | null>>;

export type ChangeUrl = (change: UrlChange, options?: { readonly isNewEntry?: boolean }) => void;

/**
 * The query string as state. Filters replace the history entry (Back leaves the
 * page); dialogs and panes make a new one (Back closes them): `isNewEntry`.
 */
export function useUrlState(): readonly [URLSearchParams, ChangeUrl] {
  const [params, setParams] = useSearchParams();
  const change = useCallback<ChangeUrl>(
    (values, { isNewEntry = false } = {}) =>
      setParams(
        (current) => {
          const next = new URLSearchParams(current);
          for (const [name, value] of Object.entries(values)) {
            if (value) next.set(name, value);
            else next.delete(name);
          }
          return next;
        },
        { replace: !isNewEntry, preventScrollReset: true },
      ),
    [setParams],
  );
  return [params, change];
}
