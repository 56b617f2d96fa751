import { useEffect } from 'react';

/** Where the browser does not say when it is idle (Safari). */
const LATER_MS = 2000;

/**
 * Fetches the code of an item's page while nobody waits for it: the first machine that is opened from a list need not
 * wait for more than its own render.
 */
export function useItemPageAhead(): void {
  useEffect(() => {
    // Where it fails, the route asks again and says why it could not be had.
    const fetchCode = () => void import('./item-page.tsx').catch(() => undefined);
    if (!('requestIdleCallback' in globalThis)) {
      const timer = setTimeout(fetchCode, LATER_MS);
      return () => clearTimeout(timer);
    }
    const idle = requestIdleCallback(fetchCode);
    return () => cancelIdleCallback(idle);
  }, []);
}
