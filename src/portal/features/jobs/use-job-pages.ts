import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { JobChoice } from '../../../management/wire-lists.ts';
import { JobPages, type JobPagesSnapshot } from '../../data/job-pages.ts';
import { useClient, useLiveData } from '../../data/live-context.ts';

export interface JobView {
  readonly pages: JobPages;
  readonly snapshot: JobPagesSnapshot;
}

/** The jobs of a choice. While a new choice is on its way the old one's stay: what is shown is never blanked. */
export function useJobPages(choice: JobChoice): JobView {
  const client = useClient();
  const { onJobsChanged } = useLiveData();
  const pages = useMemo(() => new JobPages(client, choice), [client, choice]);
  const snapshot = useSyncExternalStore(pages.subscribe, pages.snapshot);
  useEffect(() => onJobsChanged(pages.changed), [onJobsChanged, pages]);
  const [kept, setKept] = useState<JobView>({ pages, snapshot });
  if (snapshot.state === 'loading') return kept.snapshot.state === 'ready' ? kept : { pages, snapshot };
  if (kept.pages !== pages || kept.snapshot !== snapshot) setKept({ pages, snapshot });
  return { pages, snapshot };
}
