import { afterEach, describe, expect, it } from 'vitest';
import { changeSettings } from './settings.ts';
import {
  formatAge,
  formatBytes,
  formatDateTime,
  formatDuration,
  formatDurationRange,
  formatRelative,
  formatShare,
  parseTime,
} from './format.ts';

afterEach(() => changeSettings({ units: 'binary', timeZone: 'local' }));

describe('format', () => {
  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1 KiB'],
    [1.5 * 1024 ** 3, '1.5 GiB'],
    [127 * 1024 ** 3, '127 GiB'],
  ])('%d bytes read %j', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('knows decimal units', () => {
    changeSettings({ units: 'decimal' });
    expect(formatBytes(1_500_000_000)).toBe('1.5 GB');
  });

  it.each([
    [0, '0 s'],
    [59, '59 s'],
    [252, '4 min 12 s'],
    [3600, '1 h'],
    [11_100, '3 h 5 min'],
    [90_000, '1 d 1 h'],
  ])('%d seconds read %j', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('shows one value when both ends of a range read the same', () => {
    expect(formatDurationRange([60, 60.2])).toBe('1 min');
    expect(formatDurationRange([60, 120])).toBe('1 min – 2 min');
  });

  it('says how far a time is, in either direction', () => {
    expect(formatRelative(1000, 1000)).toBe('now');
    expect(formatRelative(61_000, 1000)).toBe('in 1 min');
    expect(formatRelative(0, 3_725_000)).toBe('1 h 2 min ago');
  });

  it('says of what has happened that it lies behind, also where the shown clock has not come to it yet', () => {
    expect(formatAge(0, 240_000)).toBe('4 min ago');
    expect(formatAge(9000, 1000)).toBe('now');
  });

  it('takes ARM’s nulls for no time', () => {
    expect(parseTime('0001-01-01T00:00:00')).toBeNull();
    expect(parseTime('1753-01-01T01:01:01Z')).toBeNull();
    expect(parseTime('')).toBeNull();
    expect(parseTime('2026-11-22T13:40:00Z')).toBe(Date.UTC(2026, 10, 22, 13, 40));
  });

  it('writes times with their zone', () => {
    changeSettings({ timeZone: 'utc' });
    expect(formatDateTime(Date.UTC(2026, 10, 22, 13, 40, 5))).toBe('22 Nov 2026, 13:40:05 UTC');
  });

  it('gives small shares a digit', () => {
    expect(formatShare(0.034)).toBe('3.4 %');
    expect(formatShare(0.5)).toBe('50 %');
  });
});
