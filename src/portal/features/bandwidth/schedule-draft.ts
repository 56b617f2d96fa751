import type { HostBandwidthSchedule } from '../../../management/wire.ts';

/** The agent counts in powers of two: 1 Mbps is 1,024 Kbps of 1,024 bit/s. */
const MEGABIT = 1024 ** 2;

/** A schedule as it is typed: rates in the agent's Mbps, empty for none. */
export interface ScheduleDraft {
  readonly isThrottled: boolean;
  readonly workDays: HostBandwidthSchedule['workDays'];
  readonly workStartLocal: string;
  readonly workEndLocal: string;
  readonly workRate: string;
  readonly otherRate: string;
  readonly threads: string;
}

export function draftOf(schedule: HostBandwidthSchedule | null): ScheduleDraft {
  return {
    isThrottled: schedule !== null,
    workDays: schedule?.workDays ?? [1, 2, 3, 4, 5],
    workStartLocal: schedule?.workStartLocal ?? '08:00',
    workEndLocal: schedule?.workEndLocal ?? '18:00',
    workRate: textOf(schedule?.workHoursBitsPerSecond),
    otherRate: textOf(schedule?.otherHoursBitsPerSecond),
    threads: String(schedule?.uploadThreadsPerMachine ?? 4),
  };
}

/** What to send; limits are the server's to judge. */
export function scheduleOf(draft: ScheduleDraft): HostBandwidthSchedule | null {
  if (!draft.isThrottled) return null;
  return {
    workDays: draft.workDays,
    workStartLocal: draft.workStartLocal,
    workEndLocal: draft.workEndLocal,
    workHoursBitsPerSecond: rateOf(draft.workRate),
    otherHoursBitsPerSecond: rateOf(draft.otherRate),
    uploadThreadsPerMachine: Math.trunc(Number(draft.threads)),
  };
}

/** Digits, and a fraction after a point or a comma. "1,000" would be one to some and a thousand to others. */
const RATE = /^(?!\d{1,3},\d{3}$)\d+(?:[.,]\d+)?$/;

/** Whether a rate can be read; empty is one: none. */
export function isRate(text: string): boolean {
  return text.trim() === '' || RATE.test(text.trim());
}

/** Whether the draft can be sent. */
export function isReadable({ isThrottled, workRate, otherRate, threads }: ScheduleDraft): boolean {
  return !isThrottled || (isRate(workRate) && isRate(otherRate) && /^\d+$/.test(threads.trim()));
}

/** Bits per second; null when the field is empty. */
function rateOf(text: string): number | null {
  return text.trim() === '' ? null : Math.round(Number(text.replace(',', '.')) * MEGABIT);
}

function textOf(bitsPerSecond: number | null | undefined): string {
  return bitsPerSecond === null || bitsPerSecond === undefined ? '' : megabitsOf(bitsPerSecond);
}

/** In the agent's Mbps, as its field is filled in. */
export function megabitsOf(bitsPerSecond: number): string {
  return String(+(bitsPerSecond / MEGABIT).toFixed(3));
}
