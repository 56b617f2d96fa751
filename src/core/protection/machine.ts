/**
 * The life of a replicated item: phase × event → item and commands, as a total table.
 *
 *   enabling ──────────► waitingForInitialReplication ──slot──► initialReplication ──► finalizing
 *    │   ▲                                                        │                        │
 *  fails │ retry                                      log trouble │            ┌───────────┤ log trouble
 *    ▼   │                                                        ▼            ▼           ▼
 *   enablingFailed             resynchronizing ◄──slot── resynchronizationRequired ◄── protected ⟲ cycles
 *                                │        │  cancel, log trouble ──►▲                      ▲
 *                                │        └─────────────────────────┘                      │
 *                                └──────────────── compared, merged ───────────────────────┘
 *   any phase ──disable──► disabling ──► removed
 *
 *   protected ──planned──► failingOver ─────────────► failedOver ──commit──► committingFailover ──► failoverCommitted
 *       ▲                   ▲   │ cancel (planned)     │    │ change recovery point
 *       └─ cancellingFailover ◄─┴──────────────────────┘    └──► failingOver
 *   protected, resynchronizationRequired, resynchronizing ──unplanned──► failingOver
 *
 *   failoverCommitted ──failback──► failingBack ──► failedBack ──commit──► committingFailback ──► failbackCommitted
 *       ▲                               │ cancel                                                    │ reverse
 *       └───────── cancellingFailback ◄─┘       resynchronizationRequired ◄── reverseReplicating ◄──┘
 *
 *   beside the phase: a test failover (test-failover.ts)
 *
 * A decision changes the item only; the commands are what the new state calls for and
 * the old one did not (called-for.ts). An event that means nothing answers the same item.
 */
import type { PlanHold, ReplicatedItem } from '../model.ts';
import type { HostInventory, MachineInventory } from '../ports.ts';
import { effectsOf, timersOf } from './called-for.ts';
import type { Cell, Decision, PhaseKind, Row } from './cell.ts';
import { CANCELLING_FAILBACK } from './cancelling-failback.ts';
import { CANCELLING_FAILOVER } from './cancelling-failover.ts';
import type { Command } from './command.ts';
import { COMMITTING_FAILBACK } from './committing-failback.ts';
import { COMMITTING_FAILOVER } from './committing-failover.ts';
import { DISABLING } from './disabling.ts';
import { effectKey } from './effect.ts';
import { ENABLING } from './enabling.ts';
import { ENABLING_FAILED } from './enabling-failed.ts';
import type { EventKind, ProtectionEvent } from './event.ts';
import type { Facts } from './facts.ts';
import { FAILBACK_COMMITTED } from './failback-committed.ts';
import { FAILED_BACK } from './failed-back.ts';
import { FAILED_OVER } from './failed-over.ts';
import { FAILING_BACK } from './failing-back.ts';
import { FAILING_OVER } from './failing-over.ts';
import { FAILOVER_COMMITTED } from './failover-committed.ts';
import { stepFailed } from './failure.ts';
import { FINALIZING } from './finalizing.ts';
import { noteBehind } from './host-event.ts';
import { INITIAL_REPLICATION } from './initial-replication.ts';
import { withHold } from './plan-hold.ts';
import { PROTECTED } from './protected.ts';
import { followMachine, noteAdapters } from './source-news.ts';
import { keepStatistics, resetStatistics } from './statistics-keeping.ts';
import { RESYNC_REQUIRED } from './resync-required.ts';
import { RESYNCHRONIZING } from './resynchronizing.ts';
import { refillWindows } from './transfer.ts';
import { REVERSE_REPLICATING } from './reverse-replicating.ts';
import { WAITING } from './waiting.ts';

export const TABLE: { readonly [P in PhaseKind]: Row<P> } = {
  enabling: ENABLING,
  enablingFailed: ENABLING_FAILED,
  waitingForInitialReplication: WAITING,
  initialReplication: INITIAL_REPLICATION,
  finalizing: FINALIZING,
  protected: PROTECTED,
  resynchronizationRequired: RESYNC_REQUIRED,
  resynchronizing: RESYNCHRONIZING,
  failingOver: FAILING_OVER,
  failedOver: FAILED_OVER,
  committingFailover: COMMITTING_FAILOVER,
  cancellingFailover: CANCELLING_FAILOVER,
  failoverCommitted: FAILOVER_COMMITTED,
  failingBack: FAILING_BACK,
  cancellingFailback: CANCELLING_FAILBACK,
  failedBack: FAILED_BACK,
  committingFailback: COMMITTING_FAILBACK,
  failbackCommitted: FAILBACK_COMMITTED,
  reverseReplicating: REVERSE_REPLICATING,
  disabling: DISABLING,
};

export interface Transition {
  readonly item: ReplicatedItem;
  readonly commands: readonly Command[];
}

const NO_COMMANDS: readonly Command[] = [];

/** Decides. The same item back means that the event changed nothing; then there are no commands either. */
export function transition(item: ReplicatedItem, event: ProtectionEvent, facts: Facts): Transition {
  // Phase and event choose the cell, so their types agree; the compiler cannot follow that through two indices.
  const heard = heardAs(event);
  const cell = TABLE[item.phase.kind][heard.kind] as unknown as Cell<PhaseKind, EventKind>;
  const decision = cell(item, heard, facts);
  return decision.item === item ? { item, commands: NO_COMMANDS } : carryOut(item, decision);
}

/** Failures of a test failover are events of their own: the phase has no part in them. */
function heardAs(event: ProtectionEvent): ProtectionEvent {
  if (event.kind !== 'EffectFailed' || event.effect.kind !== 'AzureMachine') return event;
  const { effect, fault } = event;
  return effect.role === 'test' ? { kind: 'TestMachineFailed', act: effect.act, fault } : event;
}

/** A new item's first commands, with those notes that begin its job. */
export function begin(item: ReplicatedItem, notes: Decision['notes']): Transition {
  return carryOut(undefined, { item, notes });
}

/** All that an item read back from the journal calls for: effects are done again. */
export function takeUp(item: ReplicatedItem): Transition {
  return carryOut(undefined, { item, notes: [] });
}

function carryOut(before: ReplicatedItem | undefined, { item, notes }: Decision): Transition {
  const isRemoved = notes.some((note) => note.kind === 'RemoveItem');
  const old = new Set(before ? effectsOf(before).map(effectKey) : []);
  const called = new Map(isRemoved ? [] : effectsOf(item).map((effect) => [effectKey(effect), effect]));
  const oldTimers = before ? timersOf(before) : new Map<never, never>();
  const timers = isRemoved ? new Map<never, never>() : timersOf(item);
  const commands: Command[] = [];
  for (const key of old) if (!called.has(key)) commands.push({ kind: 'Abort', key });
  for (const [timer, at] of oldTimers) if (timers.get(timer) !== at) commands.push({ kind: 'Disarm', timer });
  commands.push(...notes);
  for (const [timer, at] of timers) if (oldTimers.get(timer) !== at) commands.push({ kind: 'Arm', timer, at });
  for (const [key, effect] of called) if (!old.has(key)) commands.push({ kind: 'Start', key, effect });
  return { item: { ...item, revision: item.revision + 1 }, commands };
}

/**
 * What goes by the clock and the host's settings alone: statistics, being behind, and windows for the upload threads there are
 * now. Once a minute. The same item back when nothing is new.
 */
export function keep(item: ReplicatedItem, facts: Facts): Transition {
  const kept = keepStatistics(item, facts);
  const told = noteBehind(kept.item, facts);
  const refilled = refillWindows(told.item, facts);
  if (refilled === item) return { item, commands: NO_COMMANDS };
  return carryOut(item, { item: refilled, notes: [...kept.notes, ...told.notes] });
}

/** The hosts have told of the item's machine; `host`: the one that it belongs to now. */
export function follow(
  item: ReplicatedItem,
  host: Pick<HostInventory, 'hostId' | 'name'>,
  machine: Pick<MachineInventory, 'nics'>,
): Transition {
  const followed = followMachine(item, host);
  const noted = noteAdapters(followed.item, machine);
  return noted === item ? { item, commands: NO_COMMANDS } : carryOut(item, { item: noted, notes: followed.notes });
}

/** The administrator's reset of the statistics. */
export function reset(item: ReplicatedItem, facts: Facts): Transition {
  return carryOut(item, resetStatistics(item, facts));
}

/** A recovery plan holds the item's job before a step, or lets it go (null). */
export function hold(item: ReplicatedItem, planHold: PlanHold | null): Transition {
  const held = withHold(item, planHold);
  return held === item ? { item, commands: NO_COMMANDS } : carryOut(item, { item: held, notes: [] });
}

/** A broken invariant stops the item, Critical and with its reason, and nothing else. */
export function halt(item: ReplicatedItem, detail: string, facts: Facts): Transition {
  return carryOut(item, stepFailed(item, { code: 'Internal', detail }, facts));
}
