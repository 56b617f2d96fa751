import { useCallback, useLayoutEffect, useRef } from 'react';
import { useLocation, useSearchParams, type Location } from 'react-router';

/** A change of the query string: null and '' take a parameter away. */
export type UrlChange = Readonly<Record<string, string | null>>;

export interface UrlChangeOptions {
  readonly isNewEntry?: boolean;
  /** Asked with the query as it is by then: nothing changes where the answer is no. */
  readonly onlyIf?: (params: URLSearchParams) => boolean;
}

export type ChangeUrl = (change: UrlChange, options?: UrlChangeOptions) => void;

/** The query last asked for at a location: what is shown follows a moment later. */
const asked = new WeakMap<Location, URLSearchParams>();

/**
 * The query string as state. Filters replace the history entry (Back leaves the
 * page); dialogs and panes make a new one (Back closes them): `isNewEntry`.
 *
 * However old the closure that asks for a change, it goes on from the page that is shown and from the change asked
 * for before it. A component that is no longer shown changes nothing.
 */
export function useUrlState(): readonly [URLSearchParams, ChangeUrl] {
  const [params, setParams] = useSearchParams();
  const location = useLocation();
  const shown = useRef<{ readonly location: Location; readonly setParams: typeof setParams } | null>(null);
  useLayoutEffect(() => {
    shown.current = { location, setParams };
    return () => {
      shown.current = null;
    };
  }, [location, setParams]);
  const change = useCallback<ChangeUrl>((values, { isNewEntry = false, onlyIf } = {}) => {
    const now = shown.current;
    if (!now) return;
    const next = new URLSearchParams(asked.get(now.location) ?? now.location.search);
    if (onlyIf && !onlyIf(next)) return;
    for (const [name, value] of Object.entries(values)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    asked.set(now.location, next);
    now.setParams(next, { replace: !isNewEntry, preventScrollReset: true });
  }, []);
  return [params, change];
}
