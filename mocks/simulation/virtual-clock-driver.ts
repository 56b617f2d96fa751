import type { VirtualClock } from './virtual-clock.ts';

/**
 * Runs one thread of work in the world: holds the clock for it, and lets just as much time pass as
 * its waiting needs. For scripts and tests; nobody else runs the clock meanwhile. Rejects as the work
 * does, and with an Error when the work waits for something that no timer will bring.
 */
export async function driveUntilDone<T>(clock: VirtualClock, work: () => Promise<T>): Promise<T> {
  const letGo = clock.hold();
  const progress = { isDone: false };
  const result = work().finally(() => {
    progress.isDone = true;
    letGo();
  });
  // Observed below; an early failure must not count as unhandled meanwhile.
  result.catch(() => undefined);
  await settled(clock);
  while (!progress.isDone) {
    if (!(await clock.step())) throw new Error('the work waits for something that no timer brings');
  }
  return result;
}

function settled(clock: VirtualClock): Promise<void> {
  return new Promise((resolve) => clock.whenSettled(resolve));
}
