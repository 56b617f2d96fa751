/** What the worker is asked to do. `prepare` streams both images into browser storage; each other job begins with a fresh replica. */
export type BrowserJob = 'prepare' | 'read' | 'lockstep' | 'textbook';

export interface BrowserAnswer {
  readonly seconds: number;
  /** Sent and spent on finding out; 0 where nothing is sent. */
  readonly wireBytes: number;
}

declare global {
  interface Window {
    resync: { run(job: BrowserJob): Promise<BrowserAnswer> };
  }
}
