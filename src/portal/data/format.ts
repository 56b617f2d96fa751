/**
 * Numbers, sizes, durations and times as people read them. Everything visible goes
 * through here, so that units, locale and time zone are chosen in one place.
 */
import { settings } from './settings.ts';
import { t } from '../strings/translate.ts';

const KIBI_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const KILO_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;
const RATE_UNITS = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s'] as const;

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const twoDigits = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

function scaled(amount: number, base: number, units: readonly string[]): string {
  let value = amount;
  let step = 0;
  while (Math.abs(value) >= base && step < units.length - 1) {
    value /= base;
    step += 1;
  }
  const digits = step === 0 || value >= 100 ? whole : value >= 10 ? oneDigit : twoDigits;
  return `${digits.format(value)} ${units[step] ?? ''}`;
}

export function formatCount(count: number): string {
  return whole.format(count);
}

/** `sizeBytes` in the unit that keeps it under four digits; binary (GiB) or decimal (GB) by the settings. */
export function formatBytes(sizeBytes: number): string {
  return settings.get().units === 'binary' ? scaled(sizeBytes, 1024, KIBI_UNITS) : scaled(sizeBytes, 1000, KILO_UNITS);
}

export function formatBytesPerSecond(rate: number): string {
  return t('value.perSecond', { amount: formatBytes(rate) });
}

export function formatBitsPerSecond(rate: number): string {
  return scaled(rate, 1000, RATE_UNITS);
}

/** A share of 0–1 as per cent; one digit below 10 %. */
export function formatShare(share: number): string {
  const percent = share * 100;
  return `${(percent > 0 && percent < 10 ? oneDigit : whole).format(percent)} %`;
}

/** The two largest units of a duration: "4 min 12 s", "3 h 5 min", "2 d". Below a second: "0 s". */
export function formatDuration(seconds: number): string {
  const total = Math.max(0, Math.round(seconds));
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(total / 86_400), 'd'],
    [Math.floor(total / 3600) % 24, 'h'],
    [Math.floor(total / 60) % 60, 'min'],
    [total % 60, 's'],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first < 0) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${whole.format(amount)} ${unit}`)
    .join(' ');
}

/** "4 min – 6 min 30 s"; one value when both ends read the same. */
export function formatDurationRange([low, high]: readonly [number, number]): string {
  return formatRange(formatDuration(low), formatDuration(high));
}

/** From one formatted value to another; one of them where they read the same. */
export function formatRange(low: string, high: string): string {
  return low === high ? low : t('value.range', { low, high });
}

/** Years before 1900 mean "not yet" in ARM's answers (0001 and 1753 are its nulls). */
export function parseTime(iso: string | null | undefined): number | null {
  if (!iso) return null;
  const at = Date.parse(iso);
  return Number.isNaN(at) || at < Date.UTC(1900, 0) ? null : at;
}

/** Formats in the zone of the settings. Made once each: making one costs a hundred times what using it does. */
function zoned(options: Intl.DateTimeFormatOptions): (at: number) => string {
  const utc = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  const local = new Intl.DateTimeFormat('en-GB', options);
  return (at) => (settings.get().timeZone === 'utc' ? utc : local).format(at);
}

/** "22 Nov 2025, 13:46:05 UTC": unambiguous, with its zone. */
export const formatDateTime = zoned({
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

/** "13:46:05". */
export const formatTime = zoned({ hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** "13:46" for the axis of a chart. */
export const formatClock = zoned({ hour: '2-digit', minute: '2-digit' });

const weekdays = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' });

/** "Mon"; 0 is Sunday. */
export function weekdayName(day: number): string {
  // 4 January 1970 was a Sunday.
  return weekdays.format(Date.UTC(1970, 0, 4 + day));
}

/** Of what may lie ahead: "in 4 min", "4 min ago", "now" (within two seconds). */
export function formatRelative(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  if (Math.abs(seconds) < 2) return t('time.now');
  const duration = formatDuration(coarse(Math.abs(seconds)));
  return seconds > 0 ? t('time.in', { duration }) : t('time.ago', { duration });
}

/**
 * How long ago something happened: "4 min ago", "now". `now` is the clock as shown, which stands still between
 * its ticks and so lags behind what an answer tells by up to a second of the reader's time, many of a fast
 * world's: what has happened since its last tick happened now, and never lies ahead.
 */
export function formatAge(at: number, now: number): string {
  return formatRelative(Math.min(at, now), now);
}

/** Far times need no seconds: minutes from ten minutes on, hours from two days on. */
function coarse(seconds: number): number {
  if (seconds >= 172_800) return Math.round(seconds / 3600) * 3600;
  if (seconds >= 600) return Math.round(seconds / 60) * 60;
  return seconds;
}

/** A text that stays on one line, as a part of a longer one that does not. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00A0');
}
