/** The agent's throttle on one host: one rate in work hours, one in all others [Azure docs]. */
import { after, elapsedMs, SECOND_MS } from '../../base/units.ts';
import type { BitsPerSecond, Bytes, Instant, Milliseconds } from '../../base/units.ts';
import { DEFAULT_UPLOAD_THREADS, MAX_FORECAST_RATE_CHANGES, MAX_UPLOAD_THREADS } from '../limits/limits.ts';
import type { BandwidthSchedule, Weekday } from '../model.ts';
import {
  isWithin,
  localMinute,
  localWeekday,
  minutesOf,
  nextFlip,
  parseLocalTime,
  type OffsetAt,
} from './local-time.ts';
import type { FieldError } from './field-error.ts';

/** The agent counts its Kbps by 1,024, as its cmdlet's examples do. */
export const KBPS: BitsPerSecond = 1024;
export const MBPS: BitsPerSecond = 1024 * KBPS;
export const MIN_RATE: BitsPerSecond = 512 * KBPS;
export const MAX_RATE: BitsPerSecond = 1023 * MBPS;

/** Whether `at` lies in work hours. Hours over midnight belong to the day on which they begin. */
export function isWorkTime(schedule: BandwidthSchedule, at: Instant, offsetAt: OffsetAt): boolean {
  const minute = localMinute(at, offsetAt);
  const start = minutesOf(schedule.workStartLocal);
  if (!isWithin(minute, start, minutesOf(schedule.workEndLocal))) return false;
  const today = localWeekday(at, offsetAt);
  const day = minute >= start ? today : (((today + 6) % 7) as Weekday);
  return schedule.workDays.includes(day);
}

/** The rate in force at `at`; null = not throttled. */
export function rateAt(schedule: BandwidthSchedule | null, at: Instant, offsetAt: OffsetAt): BitsPerSecond | null {
  if (!schedule) return null;
  return isWorkTime(schedule, at, offsetAt) ? schedule.workHoursBitsPerSecond : schedule.otherHoursBitsPerSecond;
}

/** When the rate in force changes next; null when it never does. */
export function nextRateChange(schedule: BandwidthSchedule | null, at: Instant, offsetAt: OffsetAt): Instant | null {
  if (!schedule || schedule.workHoursBitsPerSecond === schedule.otherHoursBitsPerSecond) return null;
  const boundaries = [minutesOf(schedule.workStartLocal), minutesOf(schedule.workEndLocal)];
  return nextFlip((when) => isWorkTime(schedule, when, offsetAt), boundaries, at, offsetAt);
}

/**
 * How long bytes take that are sent from `from` on, over the rates that will be in force; 0 where none limits them.
 */
export function sendingMs(
  bytes: Bytes,
  schedule: BandwidthSchedule | null,
  from: Instant,
  offsetAt: OffsetAt,
): Milliseconds {
  let bits = bytes * 8;
  let at = from;
  for (let changes = 0; ; changes++) {
    const rate = rateAt(schedule, at, offsetAt);
    if (rate === null) return elapsedMs(from, at);
    const lastsMs = Math.ceil((bits / rate) * SECOND_MS);
    const next = nextRateChange(schedule, at, offsetAt);
    const isLast = next === null || changes === MAX_FORECAST_RATE_CHANGES;
    if (isLast || after(at, lastsMs) <= next) return elapsedMs(from, at) + lastsMs;
    bits -= (elapsedMs(at, next) / SECOND_MS) * rate;
    at = next;
  }
}

/** What is wrong with a schedule; empty when nothing is. */
export function validateBandwidth(schedule: BandwidthSchedule): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of ['workHoursBitsPerSecond', 'otherHoursBitsPerSecond'] as const) {
    const rate = schedule[field];
    if (rate !== null && !(rate >= MIN_RATE && rate <= MAX_RATE)) {
      errors.push({ field, message: 'The rate lies between 512 Kbps and 1,023 Mbps; leave it empty for no limit.' });
    }
  }
  for (const field of ['workStartLocal', 'workEndLocal'] as const) {
    if (parseLocalTime(schedule[field]) === undefined) {
      errors.push({ field, message: 'The time is given as HH:MM, from 00:00 to 23:59.' });
    }
  }
  if (!schedule.workDays.every((day) => Number.isInteger(day) && day >= 0 && day <= 6)) {
    errors.push({ field: 'workDays', message: 'A day is a number from 0 (Sunday) to 6 (Saturday).' });
  }
  const threads = schedule.uploadThreadsPerMachine;
  if (!(Number.isInteger(threads) && threads >= 1 && threads <= MAX_UPLOAD_THREADS)) {
    errors.push({
      field: 'uploadThreadsPerMachine',
      message: `Upload threads per machine are 1 to ${MAX_UPLOAD_THREADS}; the default is ${DEFAULT_UPLOAD_THREADS}.`,
    });
  }
  return errors;
}
