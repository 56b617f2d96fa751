import { describe, expect, test } from 'vitest';
import { forecastRate, type SendingMachine } from './bandwidth-forecast.ts';

const MIB = 1024 ** 2;
const busy: SendingMachine = {
  logBytes: 90 * MIB,
  logLimitBytes: 600 * MIB,
  churnBytesPerSecond: MIB,
  intervalMs: 30_000,
};
const calm: SendingMachine = { logBytes: 0, logLimitBytes: 100 * MIB, churnBytesPerSecond: 0, intervalMs: 300_000 };
const mebibytes = (count: number): number => count * MIB * 8;

describe('[BW11] the forecast of a rate', () => {
  test('logs drain at what the rate leaves over the writes of all machines that share it', () => {
    expect(forecastRate([busy, calm], mebibytes(4))).toEqual({
      keepsUp: true,
      drainMs: 30_000,
      // The longest interval, and the sending of 30 MiB.
      rpoMs: 300_000 + 7_500,
      limitMs: null,
    });
    expect(forecastRate([busy, busy], mebibytes(4)).drainMs).toBe(90_000);
  });

  test('at a rate below the writes the logs grow, each by its share, until the first is full', () => {
    expect(forecastRate([busy, calm], mebibytes(0.5))).toEqual({
      keepsUp: false,
      drainMs: null,
      rpoMs: null,
      limitMs: 1_020_000,
    });
    expect(forecastRate([busy, { ...busy, logBytes: 500 * MIB }], mebibytes(1)).limitMs).toBe(200_000);
    expect(forecastRate([{ ...busy, logBytes: 700 * MIB }], mebibytes(0.5)).limitMs).toBe(0);
  });

  test('a rate that equals the writes drains nothing and fills nothing', () => {
    expect(forecastRate([busy], mebibytes(1))).toEqual({ keepsUp: false, drainMs: null, rpoMs: null, limitMs: null });
  });

  test('nothing is foretold of a rate that nobody knows, and all is well where nothing is written', () => {
    expect(forecastRate([busy], null)).toEqual({ keepsUp: null, drainMs: null, rpoMs: null, limitMs: null });
    expect(forecastRate([], mebibytes(1))).toEqual({ keepsUp: true, drainMs: 0, rpoMs: 0, limitMs: null });
  });
});
