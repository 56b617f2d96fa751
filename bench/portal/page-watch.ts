/** What a page under measurement sees of itself: paints, shifts, long tasks, interactions, and rows that came. */
import type { Page } from 'playwright';

/** What the page has seen of itself. */
export interface Watch {
  /** Rows that the change feed has named. */
  rows: number;
  lcp: number;
  cls: number;
  /** Durations in ms: of tasks over 50 ms, and of interactions until their next paint. */
  tasks: number[];
  events: number[];
}

type WatchedEntry = PerformanceEntry & {
  readonly hadRecentInput?: boolean;
  readonly value?: number;
  readonly interactionId?: number;
};

declare global {
  interface Window {
    benchWatch: Watch;
  }
}

/** Runs in the page, before its own scripts. */
export function watchPage(): void {
  const watch: Watch = { rows: 0, lcp: 0, cls: 0, tasks: [], events: [] };
  window.benchWatch = watch;
  const observe = (type: string, take: (entry: WatchedEntry) => void): void =>
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) take(entry);
    }).observe({ type, buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
  observe('largest-contentful-paint', (entry) => {
    watch.lcp = entry.startTime;
  });
  observe('layout-shift', (entry) => {
    if (entry.hadRecentInput !== true) watch.cls += entry.value ?? 0;
  });
  observe('longtask', (entry) => watch.tasks.push(entry.duration));
  observe('event', (entry) => {
    if (entry.interactionId) watch.events.push(entry.duration);
  });
  // The page reads the feed from its worker, or from the port of another tab's.
  for (const target of [Worker.prototype, MessagePort.prototype]) {
    const listen = target.addEventListener;
    target.addEventListener = function (this: Worker & MessagePort, ...args: Parameters<typeof listen>): void {
      listen.apply(this, args);
      if (args[0] !== 'message') return;
      listen.call(this, 'message', ({ data }: MessageEventInit<{ kind?: string; batch?: { items: unknown[] } }>) => {
        if (data?.kind === 'changes') watch.rows += data.batch?.items.length ?? 0;
      });
    };
  }
}

export function readWatch(page: Page): Promise<Watch> {
  return page.evaluate(() => window.benchWatch);
}

export function resetWatch(page: Page): Promise<void> {
  return page.evaluate(() => {
    Object.assign(window.benchWatch, { rows: 0, cls: 0, tasks: [], events: [] });
  });
}

/** After a garbage collection. */
export async function heapMegabytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1e6;
}
