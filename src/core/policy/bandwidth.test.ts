import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at } from '../../base/testing/at.ts';
import { after, HOUR_MS, MINUTE_MS } from '../../base/units.ts';
import type { BandwidthSchedule } from '../model.ts';
import {
  isWorkTime,
  KBPS,
  MAX_RATE,
  MBPS,
  MIN_RATE,
  nextRateChange,
  rateAt,
  sendingMs,
  validateBandwidth,
} from './bandwidth.ts';
import { berlin, utc } from './testing/offsets.ts';

/** Monday to Friday, nine to six: 2 Mbps, else unthrottled. 2026-03-09 is a Monday. */
const office: BandwidthSchedule = {
  workDays: [1, 2, 3, 4, 5],
  workStartLocal: '09:00',
  workEndLocal: '18:00',
  workHoursBitsPerSecond: 2 * MBPS,
  otherHoursBitsPerSecond: null,
  uploadThreadsPerMachine: 4,
};
const nights: BandwidthSchedule = { ...office, workDays: [5], workStartLocal: '22:00', workEndLocal: '06:00' };

describe('bandwidth', () => {
  test('[BW1] rates from 512 Kbps to 1,023 Mbps are accepted, and none', () => {
    expect([MIN_RATE, MAX_RATE]).toEqual([512 * 1024, 1023 * 1024 * 1024]);
    expect(KBPS).toBe(1024);
    for (const rate of [MIN_RATE, MAX_RATE, null]) {
      expect(validateBandwidth({ ...office, workHoursBitsPerSecond: rate })).toEqual([]);
    }
    for (const rate of [MIN_RATE - 1, MAX_RATE + 1, 0, -1, Number.NaN]) {
      expect(validateBandwidth({ ...office, otherHoursBitsPerSecond: rate })).toEqual([
        { field: 'otherHoursBitsPerSecond', message: expect.stringContaining('512 Kbps and 1,023 Mbps') },
      ]);
    }
  });

  test('[BW9] what is sent takes the time of each rate that will be in force', () => {
    const two = { ...office, otherHoursBitsPerSecond: 4 * MBPS };
    const hourOfWork = (2 * MBPS * 3600) / 8;
    const from = at('2026-03-09T17:00:00Z');
    expect(sendingMs(hourOfWork / 2, two, from, utc)).toBe(HOUR_MS / 2);
    expect(sendingMs(hourOfWork, two, from, utc)).toBe(HOUR_MS);
    // The second hour's bytes go at twice the rate.
    expect(sendingMs(2 * hourOfWork, two, from, utc)).toBe(1.5 * HOUR_MS);
    // Six o'clock ends the limit, and with it the wait.
    expect(sendingMs(100 * hourOfWork, office, from, utc)).toBe(HOUR_MS);
    expect(sendingMs(hourOfWork, null, from, utc)).toBe(0);
  });

  test('[BW9] a transfer of years is reckoned at last by one rate', () => {
    const two = { ...office, otherHoursBitsPerSecond: MBPS };
    const yearOfWork = (2 * MBPS * 3600 * 24 * 365) / 8;
    const ms = sendingMs(yearOfWork, two, at('2026-03-09T17:00:00Z'), utc);
    expect(ms).toBeGreaterThan(365 * 24 * HOUR_MS);
    expect(ms).toBeLessThanOrEqual(2 * 365 * 24 * HOUR_MS);
    const lookupsFor = (bytes: number): number => {
      let lookups = 0;
      const offsetAt = (): number => (lookups++, 0);
      sendingMs(bytes, two, at('2026-03-09T17:00:00Z'), offsetAt);
      return lookups;
    };
    expect(lookupsFor(100 * yearOfWork)).toBe(lookupsFor(2 * yearOfWork));
  });

  test('[BW9] where both rates are the same there is no change to wait for', () => {
    const one = { ...office, otherHoursBitsPerSecond: 2 * MBPS };
    expect(sendingMs((2 * MBPS * 3600) / 8, one, at('2026-03-09T17:30:00Z'), utc)).toBe(HOUR_MS);
  });

  test.each([
    ['2026-03-09T08:59:59Z', null],
    ['2026-03-09T09:00:00Z', 2 * MBPS],
    ['2026-03-09T17:59:59Z', 2 * MBPS],
    ['2026-03-09T18:00:00Z', null],
    ['2026-03-08T12:00:00Z', null],
  ])('[BW2] at %s the rate is %s', (iso, rate) => expect(rateAt(office, at(iso), utc)).toBe(rate));

  test('[BW2] without a schedule there is no throttle', () => {
    expect(rateAt(null, at('2026-03-09T12:00:00Z'), utc)).toBeNull();
    expect(nextRateChange(null, at('2026-03-09T12:00:00Z'), utc)).toBeNull();
  });

  test('[BW2] work hours are the host’s', () => {
    expect(rateAt(office, at('2026-07-06T07:00:00Z'), berlin)).toBe(2 * MBPS);
    expect(rateAt(office, at('2026-07-06T16:00:00Z'), berlin)).toBeNull();
  });

  test.each([
    ['2026-03-13T21:59:00Z', false],
    ['2026-03-13T22:00:00Z', true],
    ['2026-03-14T05:59:00Z', true],
    ['2026-03-14T06:00:00Z', false],
    ['2026-03-14T22:00:00Z', false],
    ['2026-03-13T05:00:00Z', false],
  ])('[BW3] a Friday night, at %s, is work: %s', (iso, isWork) =>
    expect(isWorkTime(nights, at(iso), utc)).toBe(isWork),
  );

  test('[BW3] a Sunday night belongs to Sunday', () => {
    expect(isWorkTime({ ...nights, workDays: [0] }, at('2026-03-09T01:00:00Z'), utc)).toBe(true);
    expect(isWorkTime({ ...nights, workDays: [6] }, at('2026-03-08T01:00:00Z'), utc)).toBe(true);
  });

  test('[BW4] the next change comes with the work hours, over the weekend too', () => {
    expect(nextRateChange(office, at('2026-03-09T10:00:00Z'), utc)).toBe(at('2026-03-09T18:00:00Z'));
    expect(nextRateChange(office, at('2026-03-13T18:00:00Z'), utc)).toBe(at('2026-03-16T09:00:00Z'));
    expect(nextRateChange({ ...office, workDays: [1] }, at('2026-03-09T18:00:00Z'), utc)).toBe(
      at('2026-03-16T09:00:00Z'),
    );
  });

  test('[BW4] equal rates, and hours on no day, never change', () => {
    expect(
      nextRateChange({ ...office, otherHoursBitsPerSecond: 2 * MBPS }, at('2026-03-09T10:00:00Z'), utc),
    ).toBeNull();
    expect(nextRateChange({ ...office, workDays: [] }, at('2026-03-09T10:00:00Z'), utc)).toBeNull();
  });

  test('[BW4] the rate holds until the change and is another at it', () => {
    const minutes = fc.integer({ min: 0, max: 300 * 24 * 60 });
    fc.assert(
      fc.property(fc.constantFrom(office, nights), minutes, fc.nat(), (schedule, m, pick) => {
        const now = after(at('2026-03-01T00:00:00Z'), m * MINUTE_MS);
        const change = nextRateChange(schedule, now, berlin);
        if (change === null) throw new Error('there is always a next change');
        expect(change).toBeLessThanOrEqual(now + 7 * 24 * HOUR_MS + HOUR_MS);
        expect(rateAt(schedule, change, berlin)).not.toBe(rateAt(schedule, now, berlin));
        expect(rateAt(schedule, after(now, pick % (change - now)), berlin)).toBe(rateAt(schedule, now, berlin));
      }),
    );
  });

  test('[BW5] upload threads are 1 to 32', () => {
    for (const uploadThreadsPerMachine of [1, 4, 32])
      expect(validateBandwidth({ ...office, uploadThreadsPerMachine })).toEqual([]);
    for (const uploadThreadsPerMachine of [0, 33, 1.5]) {
      expect(validateBandwidth({ ...office, uploadThreadsPerMachine })).toEqual([
        { field: 'uploadThreadsPerMachine', message: 'Upload threads per machine are 1 to 32; the default is 4.' },
      ]);
    }
  });

  test('[PO11] wrong times and days are named', () => {
    for (const workDays of [[0, 6], []] as const) expect(validateBandwidth({ ...office, workDays })).toEqual([]);
    for (const day of [-1, 7, 1.5])
      expect(validateBandwidth({ ...office, workDays: [1, day as 6] }).map(({ field }) => field)).toEqual(['workDays']);
    const wrong = { ...office, workStartLocal: '9', workEndLocal: '25:00', workDays: [7 as 6] };
    expect(validateBandwidth(wrong).map(({ field }) => field)).toEqual(['workStartLocal', 'workEndLocal', 'workDays']);
  });
});
