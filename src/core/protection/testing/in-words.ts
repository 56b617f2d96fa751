import { elapsedMs, instant, MINUTE_MS } from '../../../base/units.ts';
import type { ReplicatedItem } from '../../model.ts';
import { effectsOf, heldSlot, timersOf, wantedSlot } from '../called-for.ts';
import type { Command } from '../command.ts';
import { effectKey, type Effect } from '../effect.ts';
import type { ProtectionEvent } from '../event.ts';
import type { Facts } from '../facts.ts';
import { transition } from '../machine.ts';
import { NOW } from './sample-items.ts';

/** What a state calls for: work, timers, and room. */
export function stateInWords(item: ReplicatedItem): string[] {
  const timers = [...timersOf(item)].map(([timer, at]) => `  timer ${timer} ${timeInWords(at)}`);
  const effects = effectsOf(item).map((effect) => `  work ${effectInWords(effect)}`);
  const [wanted, held] = [wantedSlot(item), heldSlot(item)];
  const room = [wanted && `  wants room for ${wanted}`, held && `  takes up room for ${held}`];
  return [...effects, ...timers, ...room.filter((line) => line !== null)];
}

/**
 * What an event does to an item: every value that it changes, and what is said of it. Work and timers follow from
 * the state. No line: nothing.
 */
export function decisionInWords(item: ReplicatedItem, event: ProtectionEvent, facts: Facts): string[] {
  const made = transition(item, event, facts);
  if (made.item === item) return [];
  const said = made.commands.filter(({ kind }) => !FOLLOWING.has(kind));
  return [...changesInWords('', plain(item), plain(made.item)), ...said.map((note) => `    → ${noteInWords(note)}`)];
}

const FOLLOWING: ReadonlySet<Command['kind']> = new Set(['Abort', 'Disarm', 'Arm', 'Start']);

/** Phases of another kind, and what a disk has under way, are told as a whole. */
function plain({ phase, disks, revision: _revision, ...rest }: ReplicatedItem): unknown {
  const windows = disks.map((disk) => ({
    inFlight: disk.windows.inFlight.map((window) => window.index).join(' '),
    ahead: disk.windows.ahead.map((window) => window.index).join(' '),
  }));
  return {
    [`phase ${phase.kind}`]: phase,
    ...rest,
    disks: disks.map((disk, index) => ({ ...disk, windows: windows[index] })),
  };
}

function changesInWords(path: string, before: unknown, after: unknown): string[] {
  if (Object.is(before, after)) return [];
  if (after === undefined) return path.startsWith('phase') ? [] : [`    ${path} is gone`];
  if (!isRecord(before) || !isRecord(after)) return [`    ${path} = ${valueInWords(after)}`];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => changesInWords(path === '' ? key : `${path}.${key}`, before[key], after[key]));
}

function noteInWords({ kind, ...rest }: Command): string {
  return `${kind} ${Object.values(rest).map(valueInWords).join(' ')}`.trimEnd();
}

function effectInWords(effect: Effect): string {
  const { kind: _kind, ...rest } = effect;
  return `${effectKey(effect)} ${valueInWords(rest)}`.replace(/ \{\}$/, '');
}

/** Instants near the samples' become words; everything else is shown as JSON without quotes. */
function valueInWords(value: unknown): string {
  const text = JSON.stringify(value, (_key, each: unknown) => (isTime(each) ? timeInWords(each) : each)) ?? 'nothing';
  return text.replaceAll('"', '');
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value - NOW) < 24 * 60 * MINUTE_MS;
}

function timeInWords(at: number): string {
  const minutes = elapsedMs(NOW, instant(at)) / MINUTE_MS;
  return `at ${minutes} min`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
