import { useEffect, useRef } from 'react';
import { NavigationType, useLocation, useNavigationType } from 'react-router';

/** History entry → selector of the link that led away from it. Kept for the life of the page. */
const leftBy = new Map<string, string>();

/** A page may still be loading, a dialog still closing; after this many frames the focus stays where it is. */
const FRAMES = 60;

/**
 * Where the focus is when another page has come: after Back on the link that was followed. Where the old page took it
 * along, on the new one's title: from there the next key goes on in the page, and its name is read out.
 */
export function usePageFocus(): void {
  const { key, pathname } = useLocation();
  const type = useNavigationType();
  useEffect(() => {
    const remember = (event: Event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[href]') : null;
      // A grid brings the focus back to its cell itself.
      if (link && link.tabIndex >= 0) leftBy.set(key, selectorOf(link));
    };
    document.addEventListener('click', remember, true);
    return () => document.removeEventListener('click', remember, true);
  }, [key]);
  useEffect(() => {
    const selector = type === NavigationType.Pop ? leftBy.get(key) : undefined;
    return selector === undefined ? undefined : eachFrame(() => focusOn(document.querySelector(selector)));
  }, [key, type]);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return undefined;
    shown.current = pathname;
    return eachFrame(() => isHeld() || (isNowhere() && focusOn(document.querySelector('h1'))));
  }, [pathname]);
}

/** The page may be another element by then, with the same address in it. */
function selectorOf(link: HTMLElement): string {
  return link.id === '' ? `a[href="${CSS.escape(link.getAttribute('href') ?? '')}"]` : `#${CSS.escape(link.id)}`;
}

/** Until it answers true, a second long at most. The answer ends it. */
function eachFrame(isDone: () => boolean): () => void {
  let frames = 0;
  let request = 0;
  const look = () => {
    frames += 1;
    if (!isDone() && frames < FRAMES) request = requestAnimationFrame(look);
  };
  look();
  return () => cancelAnimationFrame(request);
}

function focusOn(element: Element | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  element.focus();
  return true;
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** By something that stays: a dialog goes with the page that it led away from. */
function isHeld(): boolean {
  return !isNowhere() && document.activeElement?.closest('[role=dialog], [role=alertdialog]') === null;
}
