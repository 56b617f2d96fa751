/**
 * Host-local time of day over an offset that may change (daylight saving). A day may
 * have 23 or 25 hours; a time that a change skips counts as reached at the change.
 */
import { assert } from '../../base/assert.ts';
import { after, DAY_MS, instant, MINUTE_MS, type Instant } from '../../base/units.ts';
import type { Weekday } from '../model.ts';

/** Minutes east of UTC that hold at an instant. At most one change a day. */
export type OffsetAt = (at: Instant) => number;

const DAY_MINUTES = 1440;
/** 1970-01-01 was a Thursday. */
const EPOCH_WEEKDAY = 4;

/** Minutes since midnight of "HH:MM" (00:00–23:59); undefined when it is none. */
export function parseLocalTime(text: string): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : undefined;
}

/** As {@link parseLocalTime}, for a time that was validated when it was stored. */
export function minutesOf(text: string): number {
  const minutes = parseLocalTime(text);
  assert(minutes !== undefined, `"${text}" is a time of day`);
  return minutes;
}

/** Minutes since local midnight, 0–1439. */
export function localMinute(at: Instant, offsetAt: OffsetAt): number {
  return modulo(Math.floor(localMs(at, offsetAt) / MINUTE_MS), DAY_MINUTES);
}

export function localWeekday(at: Instant, offsetAt: OffsetAt): Weekday {
  const days = Math.floor(localMs(at, offsetAt) / DAY_MS);
  return modulo(days + EPOCH_WEEKDAY, 7) as Weekday;
}

/** Whether a minute of the day lies in [start, end), over midnight when end ≤ start; equal means the whole day. */
export function isWithin(minute: number, start: number, end: number): boolean {
  return start < end ? minute >= start && minute < end : minute >= start || minute < end;
}

/**
 * The first instant after `at` at which the local clock shows one of `minutes`, or the
 * offset changes: the only instants at which a rule about local time can change its answer.
 */
export function nextLocalBoundary(at: Instant, minutes: readonly number[], offsetAt: OffsetAt): Instant {
  assert(minutes.length > 0, 'a boundary is asked for');
  const local = localMs(at, offsetAt);
  const waits = minutes.map((minute) => DAY_MS - modulo(local - minute * MINUTE_MS, DAY_MS));
  const candidate = after(at, Math.min(...waits));
  const offset = offsetAt(at);
  return offsetAt(candidate) === offset ? candidate : offsetChange(at, candidate, offset, offsetAt);
}

/** The first instant after `at` at which the local clock shows `minute` o'clock sharp, or an offset change skips it. */
export function nextLocalTime(at: Instant, minute: number, offsetAt: OffsetAt): Instant {
  let before = at;
  for (;;) {
    const next = nextLocalBoundary(before, [minute], offsetAt);
    const jumpMinutes = offsetAt(next) - offsetAt(before);
    // A change of offset shows `jumpMinutes` more than the clock would have; it may have passed the time asked for.
    const passed = modulo(localMinute(next, offsetAt) - minute, DAY_MINUTES);
    if (jumpMinutes === 0 || passed < Math.max(1, jumpMinutes)) return next;
    before = next;
  }
}

/** The first instant after `at` at which `isOpen` answers otherwise than at `at`; null when it does not within eight days: a weekly schedule would have. */
export function nextFlip(
  isOpen: (at: Instant) => boolean,
  minutes: readonly number[],
  at: Instant,
  offsetAt: OffsetAt,
): Instant | null {
  const isOpenNow = isOpen(at);
  const horizon = after(at, 8 * DAY_MS);
  for (let next = nextLocalBoundary(at, minutes, offsetAt); next <= horizon;) {
    if (isOpen(next) !== isOpenNow) return next;
    next = nextLocalBoundary(next, minutes, offsetAt);
  }
  return null;
}

/** The instant in (from, to] at which the offset stops being `offset`, to the millisecond. */
function offsetChange(from: Instant, to: Instant, offset: number, offsetAt: OffsetAt): Instant {
  let [low, high]: [number, number] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(instant(middle)) === offset) low = middle;
    else high = middle;
  }
  return instant(high);
}

function localMs(at: Instant, offsetAt: OffsetAt): number {
  return at + offsetAt(at) * MINUTE_MS;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
