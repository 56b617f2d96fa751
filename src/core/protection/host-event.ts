/** The host's events that decisions raise: their numbers are those of its log, their texts ours. */
import { elapsedMs, SECOND_MS, toIso } from '../../base/units.ts';
import { HOST_EVENTS, type HostEventId } from '../errors/host-events.ts';
import { SEND_AGE_LIMIT_MS } from '../health/rules.ts';
import { healthFactsOf } from '../health/facts.ts';
import { FINE_BLOCK_BYTES } from '../limits/limits.ts';
import type { Phase, ReplicatedItem, Trouble } from '../model.ts';
import { LADDER_MINUTES } from '../retry/back-off.ts';
import { decide, type Decision, type ItemIn } from './cell.ts';
import type { Note } from './command.ts';
import type { Facts } from './facts.ts';

/** The event of this number; `detail` in whole sentences, after its gist. */
export function hostEvent(id: HostEventId, detail: string): Note {
  const { severity, gist } = HOST_EVENTS[id];
  return { kind: 'RaiseEvent', severity, eventCode: String(id), description: `${gist} ${detail}` };
}

/** 29242: the disks whose writes are tracked from now on, with their first and last block. */
export function trackingStarted({ vmName, disks }: ReplicatedItem): Note {
  const spans = disks.map(({ name, sizeBytes }) => `${name}, blocks 0 to ${blocks(sizeBytes) - 1}`);
  return hostEvent(29242, `${vmName}: ${spans.join('; ')}, of ${FINE_BLOCK_BYTES} bytes each.`);
}

/** 29244: what the comparison of all disks came to; their transfers are done. */
export function comparisonDone({ phase, disks }: ItemIn<'resynchronizing'>, { now }: Facts): Note {
  const sentBytes = disks.reduce((sum, { transfer }) => sum + (transfer?.sentBytes ?? 0), 0);
  const seconds = Math.round(elapsedMs(phase.startedAt, now) / SECOND_MS);
  return hostEvent(29244, `Blocks sent: ${blocks(sentBytes)}. Time taken: ${seconds} s. Result: success.`);
}

const REPLICATING: ReadonlySet<Phase['kind']> = new Set(['initialReplication', 'protected', 'resynchronizing']);

/**
 * 32315: the failure, and when the next attempt is due. From the ladder's end on the waits are equal, and
 * only the first of them is told. Nothing where what failed is no replication.
 */
export function retriesAt({ phase }: ReplicatedItem, { fault, failures, nextAttemptAt }: Trouble): readonly Note[] {
  if (!REPLICATING.has(phase.kind) || nextAttemptAt === null || failures > LADDER_MINUTES.length + 1) return [];
  return [hostEvent(32315, `${fault.code}, failure ${failures} in a row. Next attempt: ${toIso(nextAttemptAt)}.`)];
}

/** 33414: once for each time that the newest data sent grows older than an hour, as HE6 judges it. */
export function noteBehind(item: ReplicatedItem, { now }: Facts): Decision {
  const { lastReplicatedAt } = healthFactsOf(item, now);
  if (lastReplicatedAt === null || lastReplicatedAt === item.behindSince) return decide(item);
  if (elapsedMs(lastReplicatedAt, now) <= SEND_AGE_LIMIT_MS) return decide(item);
  const note = hostEvent(33414, `The newest data sent is of ${toIso(lastReplicatedAt)}.`);
  return decide({ ...item, behindSince: lastReplicatedAt }, note);
}

function blocks(bytes: number): number {
  return Math.ceil(bytes / FINE_BLOCK_BYTES);
}
