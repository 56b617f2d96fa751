import { describe, expect, test } from 'vitest';
import { at } from '../../base/testing/at.ts';
import { localMinute, localWeekday, minutesOf, nextFlip, nextLocalTime, parseLocalTime } from './local-time.ts';
import { berlin, utc } from './testing/offsets.ts';

describe('local time', () => {
  test.each([
    ['00:00', 0],
    ['06:05', 365],
    ['23:59', 1439],
    ['24:00', undefined],
    ['6:00', undefined],
    ['06:60', undefined],
    ['06:00 ', undefined],
    ['', undefined],
    ['at 12:00', undefined],
    ['12:00 sharp', undefined],
  ])('[PO11] "%s" is minute %s', (text, minute) => expect(parseLocalTime(text)).toBe(minute));

  test('[PO11] a stored time that is none breaks an invariant', () => {
    expect(() => minutesOf('noon')).toThrow('"noon" is a time of day');
  });

  test('[PO8] minute and weekday follow the offset, also before 1970', () => {
    expect(localMinute(at('2026-01-01T23:30:00Z'), berlin)).toBe(30);
    expect(localWeekday(at('2026-01-01T22:30:00Z'), berlin)).toBe(4);
    expect(localWeekday(at('2026-01-01T23:30:00Z'), berlin)).toBe(5);
    expect(localMinute(at('1969-12-31T23:59:59Z'), utc)).toBe(1439);
    expect(localWeekday(at('1969-12-31T23:59:59Z'), utc)).toBe(3);
  });

  test('[PO8] a time of day comes once a day, at the change where it is skipped', () => {
    expect(nextLocalTime(at('2026-03-10T09:00:00Z'), 600, berlin)).toBe(at('2026-03-11T09:00:00Z'));
    expect(nextLocalTime(at('2026-03-28T12:00:00Z'), 150, berlin)).toBe(at('2026-03-29T01:00:00Z'));
    expect(nextLocalTime(at('2026-03-28T12:00:00Z'), 180, berlin)).toBe(at('2026-03-29T01:00:00Z'));
    expect(nextLocalTime(at('2026-03-28T12:00:00Z'), 119, berlin)).toBe(at('2026-03-29T00:59:00Z'));
    expect(nextLocalTime(at('2026-03-28T12:00:00Z'), 181, berlin)).toBe(at('2026-03-29T01:01:00Z'));
    expect(nextLocalTime(at('2026-10-25T00:20:00Z'), 150, berlin)).toBe(at('2026-10-25T00:30:00Z'));
    expect(nextLocalTime(at('2026-10-25T00:30:00Z'), 150, berlin)).toBe(at('2026-10-25T01:30:00Z'));
  });

  test('[PO8] a change that skips other times is passed over', () => {
    expect(nextLocalTime(at('2026-03-29T00:30:00Z'), 80, berlin)).toBe(at('2026-03-29T23:20:00Z'));
    expect(nextLocalTime(at('2026-10-25T00:30:00Z'), 119, berlin)).toBe(at('2026-10-26T00:59:00Z'));
    expect(nextLocalTime(at('2026-10-25T00:30:00Z'), 120, berlin)).toBe(at('2026-10-25T01:00:00Z'));
  });

  test('[BW4] a change up to eight days away is found, a later one is not', () => {
    const now = at('2026-03-10T00:00:00Z');
    const opensAt = (iso: string) => nextFlip((when) => when >= at(iso), [0], now, utc);
    expect(opensAt('2026-03-18T00:00:00Z')).toBe(at('2026-03-18T00:00:00Z'));
    expect(opensAt('2026-03-19T00:00:00Z')).toBeNull();
  });

  test('[BW4] what never changes has no next change', () => {
    expect(nextFlip(() => true, [0], at('2026-03-10T09:00:00Z'), utc)).toBeNull();
  });
});
