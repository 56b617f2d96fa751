import { useEffect } from 'react';
import { NavigationType, useLocation, useNavigationType } from 'react-router';

/** History entry → id of the link that led away from it. Kept for the life of the page. */
const leftBy = new Map<string, string>();

/** A page may still be loading when Back arrives; after this many frames the focus stays where it is. */
const FRAMES = 60;

/** After Back, the focus returns to the link that was followed, if it has an id. */
export function useFocusReturn(): void {
  const { key } = useLocation();
  const type = useNavigationType();
  useEffect(() => {
    const remember = (event: Event) => {
      const link = event.target instanceof Element ? event.target.closest('a[id]') : null;
      if (link) leftBy.set(key, link.id);
    };
    document.addEventListener('click', remember, true);
    return () => document.removeEventListener('click', remember, true);
  }, [key]);
  useEffect(() => {
    const id = type === NavigationType.Pop ? leftBy.get(key) : undefined;
    if (id === undefined) return undefined;
    let frames = 0;
    let request = 0;
    const look = () => {
      const link = document.getElementById(id);
      frames += 1;
      if (link) link.focus();
      else if (frames < FRAMES) request = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(request);
  }, [key, type]);
}
