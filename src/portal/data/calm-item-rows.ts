import { startTransition, useEffect, useState } from 'react';
import type { ItemRow } from '../../management/wire.ts';
import { useLiveData } from './live-context.ts';
import type { RowsSnapshot } from './row-store.ts';

/** Counts, filters and order follow live changes at most this often; the cells of a row follow at once. */
const INTERVAL_MS = 1000;

/** All items, renewed at most once per interval: for counts and order, not for cells. */
export function useCalmItemRows(): RowsSnapshot<ItemRow> {
  const { items } = useLiveData();
  const [snapshot, setSnapshot] = useState(items.snapshot);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lastAt = Number.NEGATIVE_INFINITY;
    const renew = () => {
      timer = undefined;
      lastAt = performance.now();
      // What somebody types or clicks goes first.
      startTransition(() => setSnapshot(items.snapshot()));
    };
    const onChange = () => {
      const wait = lastAt + INTERVAL_MS - performance.now();
      if (wait <= 0) renew();
      else timer ??= setTimeout(renew, wait);
    };
    const stop = items.subscribeList(onChange);
    renew();
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [items]);
  return snapshot;
}
