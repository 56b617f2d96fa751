import { useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import { ExternalStore } from './external-store.ts';

const printing = new ExternalStore(false);

// The page is drawn as it is when the event is over: what print needs must be there by then.
addEventListener('beforeprint', () => flushSync(() => printing.set(true)));
addEventListener('afterprint', () => printing.set(false));

/** Whether the page is being put on paper: everything there at once, dark on white. */
export function useIsPrinting(): boolean {
  return useSyncExternalStore(printing.subscribe, printing.get);
}
