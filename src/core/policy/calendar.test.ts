import { describe, expect, it } from 'vitest';
import { HOUR_MS, instant, MINUTE_MS } from '../../base/units.ts';
import { monitoringEnd } from '../health/statistics.ts';
import { followOffsets, type HostOffsets, localText, offsetOf, openTimes } from './calendar.ts';

const NIGHT = { isEnabled: true, startLocal: '18:30', endLocal: '06:00' };
/** 1 March 2026, 00:00 UTC, a Sunday. */
const MARCH_MS = 1_772_323_200_000;
const utc = (day: number, hour: number, minute = 0) =>
  instant(MARCH_MS + ((day - 1) * 24 + hour) * HOUR_MS + minute * MINUTE_MS);
/** Central Europe: the clocks go forward on 29 March 2026 at 01:00 UTC. */
const BERLIN = offsetOf(60, [{ at: utc(29, 1), utcOffsetMinutes: 120 }]);

describe('openTimes', () => {
  it('lists each night, named in local time', () => {
    const times = openTimes(NIGHT, utc(23, 8), utc(25, 8), offsetOf(60));
    expect(times.map(({ opensAt }) => localText(opensAt, offsetOf(60)))).toEqual(['Mon 18:30', 'Tue 18:30']);
    expect(times.map(({ closesAt }) => localText(closesAt, offsetOf(60)))).toEqual(['Tue 06:00', 'Wed 06:00']);
  });

  it('is an hour shorter in the night in which the clocks go forward', () => {
    const [before, during] = openTimes(NIGHT, utc(27, 8), utc(30, 8), BERLIN);
    expect(before).toEqual({ opensAt: utc(27, 17, 30), closesAt: utc(28, 5) });
    expect(during).toEqual({ opensAt: utc(28, 17, 30), closesAt: utc(29, 4) });
    expect((before?.closesAt ?? 0) - (before?.opensAt ?? 0)).toBe(11.5 * HOUR_MS);
    expect(localText(during?.closesAt ?? utc(1, 0), BERLIN)).toBe('Sun 06:00');
  });

  it('cuts off what is open at the ends, and knows none of a window that is switched off', () => {
    expect(openTimes(NIGHT, utc(23, 20), utc(23, 22), offsetOf(60))).toEqual([
      { opensAt: utc(23, 20), closesAt: utc(23, 22) },
    ]);
    expect(openTimes({ ...NIGHT, isEnabled: false }, utc(23, 20), utc(25, 22), offsetOf(60))).toEqual([]);
  });
});

it('changes the offset at the very instant that was announced', () => {
  expect([BERLIN(instant(utc(29, 1) - 1)), BERLIN(utc(29, 1))]).toEqual([60, 120]);
});

describe('followOffsets', () => {
  const autumn = { at: utc(29, 1), utcOffsetMinutes: 60 };
  const spring = { at: utc(200, 1), utcOffsetMinutes: 120 };
  const summer = { utcOffsetMinutes: 120, offsetChanges: [autumn, spring] };
  const winter = { utcOffsetMinutes: 60, offsetChanges: [spring] };
  const follow = (known: HostOffsets | undefined, told: HostOffsets, day: number) =>
    followOffsets(known, told, utc(day, 2));

  it('takes what a host tells, before a change and where nothing was known', () => {
    expect(follow(undefined, winter, 29)).toBe(winter);
    expect(follow(summer, summer, 28)).toBe(summer);
  });

  it('keeps a change that has passed for two days, so that what was before is still told', () => {
    const kept = follow(summer, winter, 29);
    expect(kept).toEqual(summer);
    expect(follow(kept, winter, 30)).toEqual(summer);
    expect(follow(kept, winter, 31)).toBe(winter);
  });

  it('[HE14] so the night of the change has 13 hours, also when the host has told of it', () => {
    const { utcOffsetMinutes, offsetChanges } = follow(summer, winter, 29);
    expect(monitoringEnd(utc(28, 19), offsetOf(utcOffsetMinutes, offsetChanges))).toBe(utc(29, 8));
  });

  it('follows a host whose clocks were set to another time zone', () => {
    const tokyo = { utcOffsetMinutes: 540, offsetChanges: [] };
    expect(follow(summer, tokyo, 29)).toBe(tokyo);
  });
});
