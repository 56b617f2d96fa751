import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at } from '../../base/testing/at.ts';
import { after, DAY_MS, HOUR_MS, instant, MINUTE_MS, type Instant } from '../../base/units.ts';
import type { ResyncWindow } from '../model.ts';
import { berlin, changing, utc } from './testing/offsets.ts';
import { DEFAULT_RESYNC_WINDOW, isInWindow, nextWindowStart } from './window.ts';

const window = (startLocal: string, endLocal: string): ResyncWindow => ({ isEnabled: true, startLocal, endLocal });

describe('resynchronization window', () => {
  test('[PO5] it is on by default, from 18:30 to 06:00', () => {
    expect(DEFAULT_RESYNC_WINDOW).toEqual({ isEnabled: true, startLocal: '18:30', endLocal: '06:00' });
  });

  test.each([
    ['18:29:59', false],
    ['18:30:00', true],
    ['23:59:59', true],
    ['00:00:00', true],
    ['05:59:59', true],
    ['06:00:00', false],
    ['12:00:00', false],
  ])('[PO6][PO7] by default, at %s, open: %s', (time, isOpen) => {
    expect(isInWindow(DEFAULT_RESYNC_WINDOW, at(`2026-03-10T${time}Z`), utc)).toBe(isOpen);
  });

  test('[PO6] a window within one day', () => {
    const noon = window('11:00', '13:00');
    expect(isInWindow(noon, at('2026-03-10T10:59:59Z'), utc)).toBe(false);
    expect(isInWindow(noon, at('2026-03-10T11:00:00Z'), utc)).toBe(true);
    expect(isInWindow(noon, at('2026-03-10T13:00:00Z'), utc)).toBe(false);
  });

  test('[PO7] equal start and end are the whole day', () => {
    fc.assert(fc.property(fc.nat(2 * DAY_MS), (ms) => isInWindow(window('08:00', '08:00'), instant(ms), utc)));
  });

  test('[PO9] inside it the next start is now; switched off there is none', () => {
    const night = at('2026-03-10T22:00:00Z');
    expect(nextWindowStart(DEFAULT_RESYNC_WINDOW, night, utc)).toBe(night);
    expect(nextWindowStart({ ...DEFAULT_RESYNC_WINDOW, isEnabled: false }, night, utc)).toBeNull();
    expect(isInWindow({ ...DEFAULT_RESYNC_WINDOW, isEnabled: false }, night, utc)).toBe(false);
    expect(nextWindowStart(DEFAULT_RESYNC_WINDOW, at('2026-03-10T09:15:30Z'), utc)).toBe(at('2026-03-10T18:30:00Z'));
  });

  test('[PO8] the host’s offset counts', () => {
    expect(nextWindowStart(DEFAULT_RESYNC_WINDOW, at('2026-01-10T12:00:00Z'), berlin)).toBe(at('2026-01-10T17:30:00Z'));
    expect(nextWindowStart(DEFAULT_RESYNC_WINDOW, at('2026-07-10T12:00:00Z'), berlin)).toBe(at('2026-07-10T16:30:00Z'));
  });

  test('[PO8] the start is right although the offset changes before it', () => {
    const evening = window('18:30', '06:00');
    // Open until 06:00 summer time, which is 04:00 UTC; next start 18:30 summer time.
    expect(nextWindowStart(evening, at('2026-03-29T05:00:00Z'), berlin)).toBe(at('2026-03-29T16:30:00Z'));
    // Asked before the change, from outside the window.
    expect(nextWindowStart(window('12:00', '13:00'), at('2026-03-28T23:00:00Z'), berlin)).toBe(
      at('2026-03-29T10:00:00Z'),
    );
  });

  test('[PO8] a start that the change skips is the change itself', () => {
    expect(nextWindowStart(window('02:30', '04:00'), at('2026-03-28T23:00:00Z'), berlin)).toBe(
      at('2026-03-29T01:00:00Z'),
    );
  });

  test('[PO8] a window that lies wholly in the skipped hour stays shut that day', () => {
    expect(nextWindowStart(window('02:10', '02:50'), at('2026-03-28T23:00:00Z'), berlin)).toBe(
      at('2026-03-30T00:10:00Z'),
    );
  });

  test('[PO8] a start that comes twice opens twice', () => {
    const early = window('02:10', '02:50');
    expect(nextWindowStart(early, at('2026-10-24T23:00:00Z'), berlin)).toBe(at('2026-10-25T00:10:00Z'));
    expect(nextWindowStart(early, at('2026-10-25T00:50:00Z'), berlin)).toBe(at('2026-10-25T01:10:00Z'));
  });

  test('[PO8][PO9] the next start is the first minute at which the window is open', () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    const text = minute.map((m) => `${pad(Math.floor(m / 60))}:${pad(m % 60)}`);
    const offset = fc.integer({ min: -48, max: 56 }).map((quarters) => quarters * 15);
    const changeAt = fc.integer({ min: 0, max: 48 * 60 }).map((m) => m * MINUTE_MS);
    fc.assert(
      fc.property(
        text,
        text,
        offset,
        fc.constantFrom(-120, -60, -30, 30, 60, 120),
        changeAt,
        minute,
        (a, b, o, jump, c, m) => {
          const offsetAt = changing(o, c, o + jump);
          const now = after(instant(0), m * MINUTE_MS);
          expect(nextWindowStart(window(a, b), now, offsetAt)).toBe(firstOpenMinute(window(a, b), now, offsetAt));
        },
      ),
    );
  });
});

/** The obvious way: every minute of four days. */
function firstOpenMinute(open: ResyncWindow, now: Instant, offsetAt: (at: Instant) => number): Instant | null {
  for (let ms = 0; ms <= 96 * HOUR_MS; ms += MINUTE_MS) {
    if (isInWindow(open, after(now, ms), offsetAt)) return after(now, ms);
  }
  return null;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
