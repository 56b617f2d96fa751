import { after } from '../../base/units.ts';
import { resyncCauseOf } from '../errors/catalogue.ts';
import type { FaultReport } from '../errors/fault.ts';
import { countFailure } from '../health/statistics.ts';
import type { Phase, ReplicatedItem } from '../model.ts';
import { recordFailure } from '../retry/back-off.ts';
import { effectsOf } from './called-for.ts';
import { decide, ignore, type Decision } from './cell.ts';
import type { Note } from './command.ts';
import { POLL_INTERVAL_MS } from './common.ts';
import { effectKey } from './effect.ts';
import type { EventOf } from './event.ts';
import type { Facts } from './facts.ts';
import { retriesAt } from './host-event.ts';
import { endJob, jobNote } from './job-notes.ts';
import { requireResync } from './resync-entry.ts';

/**
 * An effect failed. That is one failed attempt of the step as a whole: what else of the
 * step is under way is aborted by the decision, and its failures find nobody waiting.
 */
export function effectFailed(item: ReplicatedItem, { effect, fault }: EventOf<'EffectFailed'>, facts: Facts): Decision {
  const key = effectKey(effect);
  if (!effectsOf(item).some((awaited) => effectKey(awaited) === key)) return ignore(item);
  if (effect.kind === 'PollStatus') {
    // A question without an answer is no attempt at the step: those decide about trouble.
    return decide({ ...item, poll: { isRunning: false, nextAt: after(facts.now, POLL_INTERVAL_MS) } });
  }
  return stepFailed(item, fault, facts);
}

/** Recoverable: the ladder. Non-recoverable: the administrator. A broken chain of logs: a resynchronization. */
export function stepFailed(item: ReplicatedItem, fault: FaultReport, facts: Facts): Decision {
  const isTracking = item.poll.nextAt !== null;
  const cause = isTracking ? resyncCauseOf(fault.code) : null;
  if (cause) return requireResync(item, cause, facts, fault);
  const trouble = recordFailure(item.trouble, fault, facts.now);
  const statistics = item.phase.kind === 'protected' ? countFailure(item.statistics, fault) : item.statistics;
  const failed: ReplicatedItem = { ...item, trouble, isAttempting: false, statistics };
  const report = jobNote(item, (jobId) => ({ kind: 'ReportJobError', jobId, fault }));
  if (trouble.nextAttemptAt !== null) {
    const first = item.trouble ? [] : [faultEvent('Warning', fault)];
    return decide(failed, ...report, ...first, ...retriesAt(item, trouble));
  }
  const stopped: ReplicatedItem = { ...failed, phase: phaseAfterStop(item.phase), activeJobId: null };
  return decide(stopped, ...report, ...endJob(item, 'Failed'), faultEvent('Critical', fault));
}

function phaseAfterStop(phase: Phase): Phase {
  return phase.kind === 'enabling' ? { kind: 'enablingFailed', step: phase.step } : phase;
}

function faultEvent(severity: 'Warning' | 'Critical', fault: FaultReport): Note {
  return { kind: 'RaiseEvent', severity, eventCode: fault.code, description: fault.detail };
}
