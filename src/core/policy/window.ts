/**
 * The window of automatic resynchronizations: it controls starting only, in the host's
 * local time, and may cross midnight. Half-open: at its end nothing starts any more.
 */
import type { Instant } from '../../base/units.ts';
import type { ResyncWindow } from '../model.ts';
import { isWithin, localMinute, minutesOf, nextFlip, type OffsetAt } from './local-time.ts';

/** Outside office hours, as Hyper-V has it. */
export const DEFAULT_RESYNC_WINDOW: ResyncWindow = { isEnabled: true, startLocal: '18:30', endLocal: '06:00' };

/** Whether an automatic resynchronization may start at `at`. */
export function isInWindow(window: ResyncWindow, at: Instant, offsetAt: OffsetAt): boolean {
  if (!window.isEnabled) return false;
  return isWithin(localMinute(at, offsetAt), minutesOf(window.startLocal), minutesOf(window.endLocal));
}

/** When the next automatic resynchronization may start: `now` inside the window; null when it is switched off. */
export function nextWindowStart(window: ResyncWindow, now: Instant, offsetAt: OffsetAt): Instant | null {
  if (!window.isEnabled) return null;
  if (isInWindow(window, now, offsetAt)) return now;
  const boundaries = [minutesOf(window.startLocal), minutesOf(window.endLocal)];
  return nextFlip((at) => isInWindow(window, at, offsetAt), boundaries, now, offsetAt);
}
