import type { Milliseconds } from '../base/units.ts';

/** Calls `wake` in a later task, `delayMs` or more from now; returns the way to cancel it. */
export type SetTimer = (wake: () => void, delayMs: Milliseconds) => () => void;

/**
 * Timers of which those without a delay come with the next task. A browser makes every `setTimeout`
 * that follows another wait for 4 ms at least, a sixth of the time of a worker that works in slices
 * of 20 ms; a message to oneself stands in the same queue as the messages of others, so that all get
 * their turn.
 */
export function createTaskTimer(): SetTimer {
  const { port1: inbox, port2: outbox } = new MessageChannel();
  const due = new Map<number, () => void>();
  let count = 0;
  inbox.addEventListener('message', ({ data }: MessageEvent<number>) => {
    const wake = due.get(data);
    due.delete(data);
    wake?.();
  });
  inbox.start();
  return (wake, delayMs) => {
    if (delayMs > 0) {
      const timer = setTimeout(wake, delayMs);
      return () => clearTimeout(timer);
    }
    const id = count++;
    due.set(id, wake);
    outbox.postMessage(id, []);
    return () => void due.delete(id);
  };
}
