import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { JobChoice } from '../../../management/wire-lists.ts';
import { JobPages, type JobPagesSnapshot } from '../../data/job-pages.ts';
import { useClient, useLiveData } from '../../data/live-context.ts';
import { HOUR_MS } from './job-filters.ts';

export interface JobView {
  readonly pages: JobPages;
  readonly snapshot: JobPagesSnapshot;
}

/** In how many steps the last hours move on. */
const RANGE_STEPS = 60;

/**
 * The jobs of a choice; those of the last `rangeHours` are other ones as time goes on. While a new choice is on its
 * way the old one's stay: what is shown is never blanked.
 */
export function useJobPages(choice: () => JobChoice, rangeHours: number | null): JobView {
  const client = useClient();
  const { onJobsChanged } = useLiveData();
  const pages = useMemo(() => new JobPages(client, choice), [client, choice]);
  const snapshot = useSyncExternalStore(pages.subscribe, pages.snapshot);
  useEffect(() => onJobsChanged(pages.changed), [onJobsChanged, pages]);
  const step = useRangeStep(rangeHours);
  useEffect(() => {
    if (step !== null) pages.changed();
  }, [pages, step]);
  const [kept, setKept] = useState<JobView>({ pages, snapshot });
  if (snapshot.state === 'loading') return kept.snapshot.state === 'ready' ? kept : { pages, snapshot };
  if (kept.pages !== pages || kept.snapshot !== snapshot) setKept({ pages, snapshot });
  return { pages, snapshot };
}

/** Another number with every sixtieth of the range, in the world's time; null without a range. */
function useRangeStep(rangeHours: number | null): number | null {
  const { clock } = useLiveData();
  const read = () => (rangeHours === null ? null : Math.floor((clock.shown() / (rangeHours * HOUR_MS)) * RANGE_STEPS));
  return useSyncExternalStore(clock.subscribe, read);
}
