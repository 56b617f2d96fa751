import { instant } from '../../base/units.ts';
import type { Instant, Milliseconds } from '../../base/units.ts';
import type { Clock } from '../../core/ports.ts';

/** Browsers and Node keep a timer's delay in 31 bits; a longer one fires at once. 24.8 days. */
const LONGEST_DELAY_MS: Milliseconds = 2 ** 31 - 1;

/** What the clock stands on; the default is the platform's. */
export interface TimeSource {
  now(): number;
  setTimer(wake: () => void, delayMs: Milliseconds): unknown;
  clearTimer(timer: unknown): void;
}

const platform: TimeSource = {
  now: () => Date.now(),
  setTimer: (wake, delayMs) => setTimeout(wake, delayMs),
  clearTimer: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

interface Armed {
  readonly at: Instant;
  readonly order: number;
  readonly wake: () => void;
}

/** Wall time. One platform timer stands for the earliest of all, so that equal times wake in their order. */
export function createRealClock(source: TimeSource = platform): Clock {
  // Ascending by (at, order); those armed earlier first among equals. Short: one entry per waiting item.
  const waiting: Armed[] = [];
  let timer: unknown;

  const now = (): Instant => instant(source.now());

  const reschedule = (): void => {
    if (timer !== undefined) source.clearTimer(timer);
    const first = waiting[0];
    timer = first
      ? source.setTimer(ring, Math.min(LONGEST_DELAY_MS, Math.max(0, Math.ceil(first.at - source.now()))))
      : undefined;
  };

  const ring = (): void => {
    timer = undefined;
    try {
      // Taken one by one: a woken one may disarm another that is due as well.
      for (let first = waiting[0]; first && first.at <= source.now(); first = waiting[0]) {
        waiting.shift();
        first.wake();
      }
    } finally {
      // A wake that throws must not silence the clock for all others.
      reschedule();
    }
  };

  return {
    now,
    arm(at, order, wake) {
      const armed: Armed = { at, order, wake };
      const place = waiting.findIndex((other) => other.at > at || (other.at === at && other.order > order));
      waiting.splice(place === -1 ? waiting.length : place, 0, armed);
      if (waiting[0] === armed) reschedule();
      return () => {
        const index = waiting.indexOf(armed);
        if (index === -1) return;
        waiting.splice(index, 1);
        if (index === 0) reschedule();
      };
    },
    hold: () => () => undefined,
    whenSettled: (callback) => queueMicrotask(callback),
  };
}
