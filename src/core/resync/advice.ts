/**
 * What a resynchronization would cost, before anyone confirms it. Estimates, as ranges: the
 * time is that of the slower of reading both sides and sending the difference, since the two overlap.
 */
import { assert } from '../../base/assert.ts';
import {
  HOUR_MS,
  SECOND_MS,
  type BitsPerSecond,
  type Bytes,
  type Instant,
  type Milliseconds,
} from '../../base/units.ts';
import { LOG_SIZE_LIMIT_SHARE } from '../tracking/log-size.ts';
import { BLOCKED_OPERATIONS } from './steps.ts';

/** Low and high end of an estimate. */
export type Range = readonly [low: number, high: number];

/**
 * At best a guest rewrites each block this often before the resynchronization: the low end of the
 * difference is the logged bytes divided by it. Our estimate; no figure is published.
 */
export const REWRITE_FACTOR = 4;

/** Above this duration the automatic window is recommended instead of office hours. Ours. */
export const LONG_RESYNC_MS: Milliseconds = HOUR_MS;

export interface AdviceFacts {
  readonly disks: readonly { readonly sizeBytes: Bytes; readonly allocatedBytes: Bytes }[];
  /** Bytes logged and not yet applied when tracking stopped; null when the cause hides them (an offline change, a lost log). */
  readonly loggedBytes: Bytes | null;
  /** How long writes have been in no log. */
  readonly untrackedMs: Milliseconds;
  readonly churnBytesPerSecond: number;
  /** The throttle in force or the rate measured; null when neither is known: then the wire is no bound. */
  readonly bandwidthBitsPerSecond: BitsPerSecond | null;
  /** How fast both sides are read and compared. */
  readonly compareBytesPerSecond: number;
  /** How long bytes take over the rates to come; absent: all of them at the one rate. */
  readonly sendingMs?: (bytes: Bytes) => Milliseconds;
  readonly recoveryPointCount: number;
  readonly now: Instant;
  /** {@link nextWindowStart} of the policy; null when it has none. */
  readonly windowOpensAt: Instant | null;
}

export interface ResyncAdvice {
  readonly totalBytes: Bytes;
  readonly differingBytes: Range;
  readonly fullBytes: Bytes;
  readonly durationMs: Range;
  readonly fullDurationMs: Range;
  readonly bandwidthBitsPerSecond: BitsPerSecond | null;
  readonly compareBytesPerSecond: number;
  readonly recommendation: 'differential' | 'window' | 'full';
  readonly recoveryPointsLost: number;
  readonly expectedLogBytes: Bytes;
  readonly logLimitBytes: Bytes;
  readonly isLoopRisk: boolean;
  readonly windowOpensAt: Instant | null;
  readonly blockedOperations: readonly (typeof BLOCKED_OPERATIONS)[number][];
}

export function adviseResync(facts: AdviceFacts): ResyncAdvice {
  const { bandwidthBitsPerSecond, compareBytesPerSecond, windowOpensAt } = facts;
  assert(compareBytesPerSecond > 0, `compare rate is positive, got ${compareBytesPerSecond}`);
  const totalBytes = sum(facts.disks.map((disk) => disk.sizeBytes));
  const fullBytes = sum(facts.disks.map((disk) => disk.allocatedBytes));
  const differingBytes = differenceOf(facts, fullBytes);
  const durationMs = mapRange(differingBytes, (bytes) => timeMs(totalBytes, bytes, facts));
  // Known exactly: a full replication reads and sends what is allocated.
  const fullMs = timeMs(fullBytes, fullBytes, facts);
  const fullDurationMs: Range = [fullMs, fullMs];
  const expectedLogBytes = Math.ceil((facts.churnBytesPerSecond * durationMs[1]) / SECOND_MS);
  const logLimitBytes = totalBytes * LOG_SIZE_LIMIT_SHARE;
  const isLoopRisk = expectedLogBytes >= logLimitBytes;
  return {
    totalBytes,
    differingBytes,
    fullBytes,
    durationMs,
    fullDurationMs,
    bandwidthBitsPerSecond,
    compareBytesPerSecond,
    recommendation: recommend(facts, durationMs, fullDurationMs, isLoopRisk),
    recoveryPointsLost: facts.recoveryPointCount,
    expectedLogBytes,
    logLimitBytes,
    isLoopRisk,
    windowOpensAt,
    blockedOperations: BLOCKED_OPERATIONS,
  };
}

/** Full when even its worst beats the differential's best; the window when it lies ahead and now would be long or loop. */
function recommend(
  facts: AdviceFacts,
  durationMs: Range,
  fullDurationMs: Range,
  isLoopRisk: boolean,
): ResyncAdvice['recommendation'] {
  if (fullDurationMs[1] < durationMs[0]) return 'full';
  const isWindowAhead = facts.windowOpensAt !== null && facts.windowOpensAt > facts.now;
  return isWindowAhead && (isLoopRisk || durationMs[1] > LONG_RESYNC_MS) ? 'window' : 'differential';
}

function differenceOf(facts: AdviceFacts, fullBytes: Bytes): Range {
  if (facts.loggedBytes === null) return [0, fullBytes];
  const untracked = (facts.churnBytesPerSecond * facts.untrackedMs) / SECOND_MS;
  const high = Math.min(fullBytes, Math.ceil(facts.loggedBytes + untracked));
  return [Math.floor(high / REWRITE_FACTOR), high];
}

/** T ≈ max(read bytes ÷ compare rate, sent bytes ÷ bandwidth). */
function timeMs(readBytes: Bytes, sentBytes: Bytes, facts: AdviceFacts): Milliseconds {
  const { bandwidthBitsPerSecond, compareBytesPerSecond } = facts;
  const readSeconds = readBytes / compareBytesPerSecond;
  const atOneRate = bandwidthBitsPerSecond === null ? 0 : ((sentBytes * 8) / bandwidthBitsPerSecond) * SECOND_MS;
  return Math.ceil(Math.max(readSeconds * SECOND_MS, facts.sendingMs?.(sentBytes) ?? atOneRate));
}

function mapRange([low, high]: Range, map: (value: number) => number): Range {
  return [map(low), map(high)];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
