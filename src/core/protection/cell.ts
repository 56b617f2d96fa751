import type { Phase, ReplicatedItem } from '../model.ts';
import type { Note } from './command.ts';
import type { EventKind, EventOf } from './event.ts';
import type { Facts } from './facts.ts';

export type PhaseKind = Phase['kind'];
export type PhaseOf<K extends PhaseKind> = Extract<Phase, { readonly kind: K }>;

/** An item known to be in one of the given phases. */
export type ItemIn<K extends PhaseKind> = ReplicatedItem & { readonly phase: PhaseOf<K> };

/** The outcome of a decision: the item as it is now, and what is said of it. */
export interface Decision {
  readonly item: ReplicatedItem;
  readonly notes: readonly Note[];
}

/** One cell of the table: what an event does in a phase. Pure; the same item back means that nothing happened. */
export type Cell<P extends PhaseKind, E extends EventKind> = (
  item: ItemIn<P>,
  event: EventOf<E>,
  facts: Facts,
) => Decision;

/** A row of the table. No `Partial`: an event nobody thought of does not compile. */
export type Row<P extends PhaseKind> = { readonly [E in EventKind]: Cell<P, E> };

/** Cells that are the same in several phases, for a row to take over. */
export type SharedCells<E extends EventKind> = {
  readonly [K in E]: (item: ReplicatedItem, event: EventOf<K>, facts: Facts) => Decision;
};

const NOTHING_SAID: readonly Note[] = [];

export function decide(item: ReplicatedItem, ...notes: readonly Note[]): Decision {
  return { item, notes: notes.length > 0 ? notes : NOTHING_SAID };
}

/** The event has no meaning here: a late answer, or a wish that no longer applies. */
export const ignore = (item: ReplicatedItem): Decision => decide(item);
