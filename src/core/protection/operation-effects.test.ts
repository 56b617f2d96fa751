import fc from 'fast-check';
import { expect, test } from 'vitest';
import { after, MINUTE_MS } from '../../base/units.ts';
import type { FaultCode } from '../errors/fault.ts';
import type { Phase, ReplicatedItem } from '../model.ts';
import type { TimerName } from './command.ts';
import type { ProtectionEvent } from './event.ts';
import { transition } from './machine.ts';
import type { Operation } from './operation.ts';
import { judgeOperations } from './operations.ts';
import { Follower } from './testing/follower.ts';
import { resultOf } from './testing/outcomes.ts';
import { REQUESTS } from './testing/requests.ts';
import { FACTS, NOW, SAMPLES } from './testing/sample-items.ts';

const CANCELS: readonly ProtectionEvent[] = [
  { kind: 'EnableCancelRequested' },
  { kind: 'ResyncCancelRequested' },
  { kind: 'TestFailoverCancelRequested' },
];

/** One move of an orderly history: an outcome of work under way, a timer or room, or what the administrator may ask. */
const move = fc.record({
  kind: fc.constantFrom('succeed', 'succeed', 'fail', 'ring', 'ask', 'cancel'),
  pick: fc.nat(),
  code: fc.constantFrom<FaultCode>('NetworkTimeout', 'BrokenVhdChain', 'LogInvalid', 'VssFailure'),
});

interface Move {
  readonly kind: string;
  readonly pick: number;
  readonly code: FaultCode;
}

const SIGNALS: Readonly<Record<TimerName, ProtectionEvent>> = {
  start: { kind: 'StartDue' },
  cycle: { kind: 'CycleDue' },
  poll: { kind: 'PollDue' },
  retry: { kind: 'RetryDue' },
  testRetry: { kind: 'TestRetryDue' },
};

function eventOf({ kind, pick, code }: Move, { item, running, timers }: Follower): ProtectionEvent | undefined {
  const picked = <T>(of: Iterable<T>): T | undefined => [...of].at(pick % Math.max(1, [...of].length));
  switch (kind) {
    case 'ask': {
      const operation = picked(judgeOperations(item).allowed);
      return operation && REQUESTS[operation];
    }
    case 'cancel':
      return picked(CANCELS);
    case 'ring': {
      const timer = picked(timers.keys());
      if (timer !== undefined) timers.delete(timer);
      return timer === undefined ? { kind: 'SlotGranted' } : SIGNALS[timer as TimerName];
    }
    default: {
      const key = picked(running.keys());
      const effect = key === undefined ? undefined : running.get(key);
      if (key === undefined || !effect) return undefined;
      running.delete(key);
      return kind === 'fail'
        ? { kind: 'EffectFailed', effect, fault: { code, detail: 'made up' } }
        : resultOf(effect, item);
    }
  }
}

/** Operations that ask for another attempt at what is under way. */
const ATTEMPTS: Partial<Record<Phase['kind'], Operation>> = {
  resynchronizing: 'RepairReplication',
  disabling: 'DisableProtection',
};

/** Asked once more for the attempt that is being made: taken, as it is what was wanted. */
function isUnderWay(operation: Operation, { phase, isAttempting }: ReplicatedItem): boolean {
  return isAttempting && ATTEMPTS[phase.kind] === operation;
}

test('[LC73] wherever an orderly history leads, what is allowed has its effect', () => {
  const begins = Object.values(SAMPLES);
  fc.assert(
    fc.property(fc.constantFrom(...begins), fc.array(move, { maxLength: 100 }), (begin, moves) => {
      const follower = new Follower(begin);
      let now = NOW;
      for (const each of moves) {
        now = after(now, MINUTE_MS);
        const event = eventOf(each, follower);
        if (event) follower.send(event, now);
        if (follower.isGone) return;
        const { item } = follower;
        for (const operation of judgeOperations(item).allowed) {
          if (isUnderWay(operation, item)) continue;
          const next = transition(item, REQUESTS[operation], { ...FACTS, now }).item;
          expect(next, `${operation} in ${item.phase.kind}`).not.toBe(item);
        }
      }
    }),
    { numRuns: 300 },
  );
});
