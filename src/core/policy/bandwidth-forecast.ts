/** What a throttle would do to the delta replication of a host's machines, before anyone sets it. */
import { SECOND_MS, type BitsPerSecond, type Bytes, type Milliseconds } from '../../base/units.ts';

export interface SendingMachine {
  /** Written and not yet at the replica. */
  readonly logBytes: Bytes;
  /** At which a resynchronization is required. */
  readonly logLimitBytes: Bytes;
  readonly churnBytesPerSecond: number;
  /** The copy frequency of its policy. */
  readonly intervalMs: Milliseconds;
}

export interface RateForecast {
  /** Whether all that is written can be sent; null: the rate is not known. */
  readonly keepsUp: boolean | null;
  /** Until the logs are empty, were the rate to stay; null: never, or not known. */
  readonly drainMs: Milliseconds | null;
  /** The oldest that a newest recovery point becomes once the logs are drained; null: ever older, or not known. */
  readonly rpoMs: Milliseconds | null;
  /** Until the first log reaches its limit; null: none does, or not known. */
  readonly limitMs: Milliseconds | null;
}

const UNKNOWN: RateForecast = { keepsUp: null, drainMs: null, rpoMs: null, limitMs: null };

/** [BW11] What a rate means for machines that share it. `rate` null: neither a throttle nor a measured line. */
export function forecastRate(machines: readonly SendingMachine[], rate: BitsPerSecond | null): RateForecast {
  if (rate === null) return UNKNOWN;
  const sentBytesPerSecond = rate / 8;
  const churn = sum(machines.map((machine) => machine.churnBytesPerSecond));
  if (churn < sentBytesPerSecond) {
    const drainSeconds = sum(machines.map((machine) => machine.logBytes)) / (sentBytesPerSecond - churn);
    return { keepsUp: true, drainMs: toMs(drainSeconds), rpoMs: rpoAt(machines, sentBytesPerSecond), limitMs: null };
  }
  // What cannot be sent stays in the logs, in the proportion in which it is written.
  const keptShare = 1 - sentBytesPerSecond / churn;
  const seconds = machines
    .filter(({ churnBytesPerSecond }) => churnBytesPerSecond * keptShare > 0)
    .map((machine) => {
      const roomBytes = Math.max(0, machine.logLimitBytes - machine.logBytes);
      return roomBytes / (machine.churnBytesPerSecond * keptShare);
    });
  return {
    keepsUp: false,
    drainMs: null,
    rpoMs: null,
    limitMs: seconds.length === 0 ? null : toMs(Math.min(...seconds)),
  };
}

/** Just before a cycle ends: its interval, and the sending of what one interval of every machine wrote. */
function rpoAt(machines: readonly SendingMachine[], sentBytesPerSecond: number): Milliseconds {
  const intervalMs = Math.max(0, ...machines.map((machine) => machine.intervalMs));
  const roundBytes = sum(machines.map((machine) => (machine.churnBytesPerSecond * machine.intervalMs) / SECOND_MS));
  return intervalMs + toMs(roundBytes / sentBytesPerSecond);
}

function toMs(seconds: number): Milliseconds {
  return Math.ceil(seconds * SECOND_MS);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
