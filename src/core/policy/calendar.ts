/** Windows as a calendar shows them: intervals of real time, named in the host's local time. */
import { after, DAY_MS, instant, type Instant } from '../../base/units.ts';
import type { ResyncWindow } from '../model.ts';
import { localMinute, localWeekday, minutesOf, nextFlip, type OffsetAt } from './local-time.ts';
import { isInWindow } from './window.ts';

/** Half-open; cut off at the ends of the time asked for. */
export interface OpenTime {
  readonly opensAt: Instant;
  readonly closesAt: Instant;
}

/** When the window is open within [from, to), ascending. A change of the clocks makes one shorter or longer. */
export function openTimes(window: ResyncWindow, from: Instant, to: Instant, offsetAt: OffsetAt): readonly OpenTime[] {
  if (!window.isEnabled) return [];
  const boundaries = [minutesOf(window.startLocal), minutesOf(window.endLocal)];
  const isOpen = (at: Instant): boolean => isInWindow(window, at, offsetAt);
  const times: OpenTime[] = [];
  let at = from;
  while (at < to) {
    const next = nextFlip(isOpen, boundaries, at, offsetAt);
    const end = next === null || next > to ? to : next;
    if (isOpen(at)) times.push({ opensAt: at, closesAt: end });
    at = end;
  }
  return times;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

/** "Mon 18:30". */
export function localText(at: Instant, offsetAt: OffsetAt): string {
  const minute = localMinute(at, offsetAt);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${WEEKDAYS[localWeekday(at, offsetAt)]} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** When the offset of a host's clocks becomes another one. */
export interface OffsetChange {
  readonly at: Instant;
  readonly utcOffsetMinutes: number;
}

/** The offset over time: as told until the first change, which the host's time zone announces. Changes ascending. */
export function offsetOf(utcOffsetMinutes: number, changes: readonly OffsetChange[] = []): OffsetAt {
  return (at) => changes.findLast((change) => change.at <= at)?.utcOffsetMinutes ?? utcOffsetMinutes;
}

/** A host's clocks: the offset that holds first, and its changes, ascending. */
export interface HostOffsets {
  readonly utcOffsetMinutes: number;
  readonly offsetChanges: readonly OffsetChange[];
}

/**
 * What is known of a host's clocks once it has told them anew: it tells what holds and what is to come. A change that
 * has just passed is kept for two days, as intervals that began before it are measured by what held then [HE14].
 */
export function followOffsets(known: HostOffsets | undefined, told: HostOffsets, now: Instant): HostOffsets {
  const passed = known?.offsetChanges.filter(({ at }) => at <= now && after(at, 2 * DAY_MS) > now) ?? [];
  const [first] = passed;
  // Clocks that were set to another time zone follow none of it.
  if (!known || !first || passed.at(-1)?.utcOffsetMinutes !== told.utcOffsetMinutes) return told;
  const before = offsetOf(known.utcOffsetMinutes, known.offsetChanges)(instant(first.at - 1));
  return { utcOffsetMinutes: before, offsetChanges: [...passed, ...told.offsetChanges] };
}
