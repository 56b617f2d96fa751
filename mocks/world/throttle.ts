/** The agent's throttle by the clock on the host's wall: work hours on work days, and all other hours. */
import type { BitsPerSecond, Instant, Milliseconds } from '../../src/base/units.ts';
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/base/units.ts';
import type { BandwidthSchedule, Weekday } from '../../src/core/model.ts';

/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 4;

/** The limit that holds at `at`; null = none. */
export function throttleAt(schedule: BandwidthSchedule, at: Instant, utcOffsetMinutes: number): BitsPerSecond | null {
  return isWorkTime(schedule, at, utcOffsetMinutes)
    ? schedule.workHoursBitsPerSecond
    : schedule.otherHoursBitsPerSecond;
}

/** The next instant after `at` at which the limit may change. */
export function throttleChangesAt(schedule: BandwidthSchedule, at: Instant, utcOffsetMinutes: number): Instant {
  const time = localTimeOfDay(at, utcOffsetMinutes);
  const untilMs = [schedule.workStartLocal, schedule.workEndLocal].map((text) => {
    const distance = (timeOfDay(text) - time + DAY_MS) % DAY_MS;
    return distance === 0 ? DAY_MS : distance;
  });
  return after(at, Math.min(...untilMs));
}

function isWorkTime(schedule: BandwidthSchedule, at: Instant, utcOffsetMinutes: number): boolean {
  const time = localTimeOfDay(at, utcOffsetMinutes);
  const start = timeOfDay(schedule.workStartLocal);
  const end = timeOfDay(schedule.workEndLocal);
  const today = localWeekday(at, utcOffsetMinutes);
  if (start < end) return time >= start && time < end && schedule.workDays.includes(today);
  // Hours that cross midnight belong to the day on which they began.
  if (time >= start) return schedule.workDays.includes(today);
  return time < end && schedule.workDays.includes(((today + 6) % 7) as Weekday);
}

function localTimeOfDay(at: Instant, utcOffsetMinutes: number): Milliseconds {
  return (at + utcOffsetMinutes * MINUTE_MS) % DAY_MS;
}

function localWeekday(at: Instant, utcOffsetMinutes: number): Weekday {
  return ((Math.floor((at + utcOffsetMinutes * MINUTE_MS) / DAY_MS) + FIRST_WEEKDAY) % 7) as Weekday;
}

/** "HH:MM" as milliseconds since midnight. Throws `RangeError` for anything else. */
function timeOfDay(text: string): Milliseconds {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (!match) throw new RangeError(`a time of day is "HH:MM", got "${text}"`);
  return Number(match[1]) * HOUR_MS + Number(match[2]) * MINUTE_MS;
}
