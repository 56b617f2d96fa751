/**
 * Health: facts → one finding per rule, also where all is well, so that a verdict can be
 * checked against its inputs. The rules are Hyper-V's [Hyper-V team blog, 2012-06]; there
 * is none about half of the cycles missed. "Not applicable" (failed over) is the portal's.
 */
import { elapsedMs, HOUR_MS, MINUTE_MS, type Instant } from '../../base/units.ts';
import { CATALOGUE } from '../errors/catalogue.ts';
import { MAX_HEARTBEAT_AGE_MS } from '../limits/limits.ts';
import type { Health, HealthFinding, Trouble } from '../model.ts';
import type { HealthFacts } from './facts.ts';
import { averageLatencyMs, missShare } from './statistics.ts';

/** More missed cycles than this share of those due are a warning. */
export const MISSED_SHARE_LIMIT = 0.2;
/** Longer without sending is a warning. */
export const SEND_AGE_LIMIT_MS = HOUR_MS;
/** A longer average latency is a warning. */
export const LATENCY_LIMIT_MS = 5 * MINUTE_MS;

type Rule = (facts: HealthFacts) => HealthFinding;

/** The rules in the order of core/SPEC.md. */
const RULES: readonly Rule[] = [
  cannotSend('HE1', 'non-recoverable error', (t) => CATALOGUE[t.fault.code].class === 'nonRecoverable', 'Critical'),
  cannotSend('HE2', 'network or storage error', (t) => isRecoverable(t) && keepsFromSending(t), 'Critical'),
  resynchronization,
  whileSince('HE4', 'paused on the replica', 'Critical', (facts) => facts.replicaPausedSince),
  missedCycles,
  sendAge,
  whileSince('HE7', 'initial replication not completed', 'Warning', (facts) => facts.initialReplicationSince),
  whileSince('HE8', 'paused on the primary', 'Warning', (facts) => facts.pausedSince),
  whileSince('HE9', 'failed over without reversal', 'Warning', (facts) => facts.failedOverSince),
  latency,
  cannotSend('HE11', 'another recoverable error', (t) => isRecoverable(t) && !keepsFromSending(t), 'Warning'),
  quiescing,
  heartbeat,
];

/** Every rule with its input and threshold, in a fixed order. */
export function judgeHealth(facts: HealthFacts): HealthFinding[] {
  return RULES.map((rule) => rule(facts));
}

/** The worst verdict among the findings. */
export function worstHealth(findings: readonly HealthFinding[]): Health {
  if (findings.some((finding) => finding.verdict === 'Critical')) return 'Critical';
  return findings.some((finding) => finding.verdict === 'Warning') ? 'Warning' : 'Normal';
}

function isRecoverable(trouble: Trouble): boolean {
  return CATALOGUE[trouble.fault.code].class === 'recoverable';
}

function keepsFromSending(trouble: Trouble): boolean {
  const { area } = CATALOGUE[trouble.fault.code];
  return area === 'network' || area === 'storage';
}

function cannotSend(rule: string, what: string, applies: (trouble: Trouble) => boolean, verdict: Health): Rule {
  return ({ trouble }) => {
    const threshold = `no ${what}`;
    if (!trouble || !applies(trouble)) return normal(rule, 'none', threshold);
    const input = `${trouble.fault.code}, ${count(trouble.failures, 'failure')} in a row`;
    return { rule, verdict, input, threshold, since: trouble.firstAt, fault: trouble.fault };
  };
}

/** Required: nothing replicates. Under way: the replica is being mended, and still not a consistent copy. */
function resynchronization({ resyncRequired, resynchronizingSince, trouble }: HealthFacts): HealthFinding {
  const rule = 'HE3';
  const threshold = 'not required';
  if (resyncRequired) {
    const { cause, since } = resyncRequired;
    const fault = trouble && CATALOGUE[trouble.fault.code].class === 'resync' ? trouble.fault : null;
    return { rule, verdict: 'Critical', input: `required: ${cause}`, threshold, since, fault };
  }
  if (resynchronizingSince === null) {
    // A failover under way cannot begin one, and stands still for want of it.
    if (!trouble || CATALOGUE[trouble.fault.code].class !== 'resync') return normal(rule, 'not required', threshold);
    const { fault, firstAt: since } = trouble;
    return { rule, verdict: 'Critical', input: `called for by ${fault.code}`, threshold, since, fault };
  }
  return { rule, verdict: 'Warning', input: 'under way', threshold, since: resynchronizingSince, fault: null };
}

/** Crash-consistent points go on, so it is no more than a warning. */
function quiescing({ quiesceTrouble }: HealthFacts): HealthFinding {
  const threshold = 'the newest one succeeded';
  if (!quiesceTrouble) return normal('HE18', 'none has failed', threshold);
  const { fault, failures, firstAt } = quiesceTrouble;
  const input = `${fault.code}, ${count(failures, 'failure')} in a row`;
  return { rule: 'HE18', verdict: 'Warning', input, threshold, since: firstAt, fault };
}

/** By itself it keeps no data from being sent: what cannot be sent is Critical by its own failure. */
function heartbeat({ silence, now }: HealthFacts): HealthFinding {
  const threshold = `≤ ${MAX_HEARTBEAT_AGE_MS / MINUTE_MS} min`;
  if (!silence) return normal('HE22', 'heard of', threshold);
  const { serverName, role, since } = silence;
  const input = `${role} on ${serverName}, ${Math.floor(elapsedMs(since, now) / MINUTE_MS)} min`;
  return { rule: 'HE22', verdict: 'Warning', input, threshold, since, fault: null };
}

function missedCycles({ statistics }: HealthFacts): HealthFinding {
  const due = statistics.successCount + statistics.missCount;
  const share = missShare(statistics);
  const input = due === 0 ? 'no cycle due yet' : `${statistics.missCount} of ${due} cycles missed`;
  return measured('HE5', share > MISSED_SHARE_LIMIT, input, '≤ 20 %', statistics.startedAt);
}

function sendAge({ lastReplicatedAt, now }: HealthFacts): HealthFinding {
  if (lastReplicatedAt === null) return normal('HE6', 'nothing sent yet', '≤ 60 min');
  const ageMs = Math.max(0, elapsedMs(lastReplicatedAt, now));
  return measured(
    'HE6',
    ageMs > SEND_AGE_LIMIT_MS,
    `${Math.floor(ageMs / MINUTE_MS)} min`,
    '≤ 60 min',
    lastReplicatedAt,
  );
}

function latency({ statistics }: HealthFacts): HealthFinding {
  const averageMs = averageLatencyMs(statistics);
  if (averageMs === null) return normal('HE10', 'no cycle completed yet', '≤ 300 s');
  const input = `${Math.round(averageMs / 1000)} s`;
  return measured('HE10', averageMs > LATENCY_LIMIT_MS, input, '≤ 300 s', statistics.startedAt);
}

function whileSince(
  rule: string,
  what: string,
  verdict: Health,
  sinceOf: (facts: HealthFacts) => Instant | null,
): Rule {
  return (facts) => {
    const since = sinceOf(facts);
    const threshold = `not ${what}`;
    return since === null
      ? normal(rule, 'not so', threshold)
      : { rule, verdict, input: what, threshold, since, fault: null };
  };
}

function measured(rule: string, isOver: boolean, input: string, threshold: string, since: Instant): HealthFinding {
  return { rule, verdict: isOver ? 'Warning' : 'Normal', input, threshold, since: isOver ? since : null, fault: null };
}

function normal(rule: string, input: string, threshold: string): HealthFinding {
  return { rule, verdict: 'Normal', input, threshold, since: null, fault: null };
}

function count(n: number, noun: string): string {
  return n === 1 ? `1 ${noun}` : `${n} ${noun}s`;
}
