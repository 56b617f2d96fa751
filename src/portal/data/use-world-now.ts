import { useSyncExternalStore } from 'react';
import { useLiveData } from './live-context.ts';

/** The world's time (ms since 1970), renewed every second. */
export function useWorldNow(): number {
  const { clock } = useLiveData();
  return useSyncExternalStore(clock.subscribe, clock.shown);
}
