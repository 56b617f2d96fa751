import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { NavigationType, useLocation, useNavigationType } from 'react-router';

/** A grid's one tab stop. The row is known by id, so that it stays the same machine when the order changes. */
export interface ActiveCell {
  /** null: the header. */
  readonly rowId: string | null;
  /** Where the row stood when it was chosen; 0 for the header. */
  readonly index: number;
  readonly column: number;
}

/** What a reader sees of a grid, and where they are in it. */
export interface GridPlace {
  /** null: the reader never was in the grid. */
  readonly cell: ActiveCell | null;
  readonly hadFocus: boolean;
  readonly scrollTop: number;
  readonly scrollLeft: number;
}

/** History entry → where its grid was left. Kept for the life of the page. */
const leftAt = new Map<string, GridPlace>();

/** After Back or Forward: where the grid of this page was left. Stays what it was when the grid came. */
export function useReturnedPlace(): GridPlace | null {
  const { key } = useLocation();
  const type = useNavigationType();
  const [place] = useState(() => (type === NavigationType.Pop ? (leftAt.get(key) ?? null) : null));
  return place;
}

/** Keeps the grid's place for {@link useReturnedPlace} when the page is left. */
export function useKeptPlace(scroller: RefObject<HTMLElement | null>, cell: ActiveCell | null): void {
  const { key } = useLocation();
  const latest = useRef({ key, cell });
  useLayoutEffect(() => {
    latest.current = { key, cell };
  });
  useLayoutEffect(() => {
    const element = scroller.current;
    return () => {
      if (!element) return;
      const { scrollTop, scrollLeft } = element;
      const hadFocus = element.contains(document.activeElement);
      leftAt.set(latest.current.key, { cell: latest.current.cell, hadFocus, scrollTop, scrollLeft });
    };
  }, [scroller]);
}
