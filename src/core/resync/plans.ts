/** The ways to mend a replica, side by side: by comparison now, in the next window, or all of it anew. */
import { after, elapsedMs, SECOND_MS, type Bytes, type Instant, type Milliseconds } from '../../base/units.ts';
import { adviseResync, type AdviceFacts, type Range } from './advice.ts';

export interface ResyncPlan {
  readonly way: 'now' | 'window' | 'full';
  readonly startsAt: Instant;
  readonly sendBytes: Range;
  readonly durationMs: Range;
  /** Age of the newest recovery point when it ends; null: there is none to keep, or all are deleted at the start. */
  readonly rpoAtEndMs: Range | null;
  readonly expectedLogBytes: Bytes;
  readonly isLoopRisk: boolean;
}

export interface ResyncPlans {
  readonly plans: readonly ResyncPlan[];
  readonly recommended: ResyncPlan['way'];
  readonly logLimitBytes: Bytes;
}

export interface PlanFacts extends AdviceFacts {
  /** When the newest recovery point was taken; null before the first. */
  readonly newestPointAt: Instant | null;
  /** As `sendingMs`, for bytes that are sent from `from` on: rates follow the host's schedule. */
  readonly sendingFrom?: (bytes: Bytes, from: Instant) => Milliseconds;
}

/** Compares the ways. A window is among them only where it lies ahead. */
export function planResync(facts: PlanFacts): ResyncPlans {
  const now = adviseResync(timed(facts, facts.now));
  const { windowOpensAt } = facts;
  const plans: ResyncPlan[] = [differential('now', facts, facts.now)];
  if (windowOpensAt !== null && windowOpensAt > facts.now) plans.push(differential('window', facts, windowOpensAt));
  const expectedLogBytes = written(facts, now.fullDurationMs[1]);
  plans.push({
    way: 'full',
    startsAt: facts.now,
    sendBytes: [now.fullBytes, now.fullBytes],
    durationMs: now.fullDurationMs,
    // Replication is disabled first, and with it go the recovery points.
    rpoAtEndMs: null,
    expectedLogBytes,
    isLoopRisk: expectedLogBytes >= now.logLimitBytes,
  });
  const recommended = now.recommendation === 'differential' ? 'now' : now.recommendation;
  return { plans, recommended, logLimitBytes: now.logLimitBytes };
}

/** What is written until the start, in no log, has to be sent as well. */
function differential(way: 'now' | 'window', facts: PlanFacts, startsAt: Instant): ResyncPlan {
  const waitMs = elapsedMs(facts.now, startsAt);
  const advice = adviseResync({ ...timed(facts, startsAt), untrackedMs: facts.untrackedMs + waitMs });
  return {
    way,
    startsAt,
    sendBytes: advice.differingBytes,
    durationMs: advice.durationMs,
    rpoAtEndMs: ageAt(facts, startsAt, advice.durationMs),
    expectedLogBytes: advice.expectedLogBytes,
    isLoopRisk: advice.isLoopRisk,
  };
}

function timed(facts: PlanFacts, from: Instant): AdviceFacts {
  const { sendingFrom } = facts;
  return sendingFrom ? { ...facts, sendingMs: (bytes) => sendingFrom(bytes, from) } : facts;
}

function ageAt({ newestPointAt }: PlanFacts, startsAt: Instant, [low, high]: Range): Range | null {
  if (newestPointAt === null) return null;
  return [elapsedMs(newestPointAt, after(startsAt, low)), elapsedMs(newestPointAt, after(startsAt, high))];
}

function written({ churnBytesPerSecond }: PlanFacts, durationMs: Milliseconds): Bytes {
  return Math.ceil((churnBytesPerSecond * durationMs) / SECOND_MS);
}
