import { expect } from 'vitest';
import type { ReplicatedItem } from '../../model.ts';
import { effectsOf, timersOf } from '../called-for.ts';
import type { Command } from '../command.ts';
import { effectKey, type Effect } from '../effect.ts';
import type { ProtectionEvent } from '../event.ts';
import { transition } from '../machine.ts';
import { FACTS, NOW } from './sample-items.ts';

/** Follows commands as the engine does: what is under way, which timers are armed. */
export class Follower {
  item: ReplicatedItem;
  readonly running = new Map<string, Effect>();
  readonly timers = new Map<string, number>();
  isGone = false;

  constructor(item: ReplicatedItem) {
    this.item = item;
    for (const effect of effectsOf(item)) this.running.set(effectKey(effect), effect);
    for (const [timer, at] of timersOf(item)) this.timers.set(timer, at);
  }

  send(event: ProtectionEvent, now = NOW): void {
    const { item, commands } = transition(this.item, event, { ...FACTS, now });
    this.item = item;
    for (const command of commands) this.#follow(command);
  }

  #follow(command: Command): void {
    if (command.kind === 'Abort') this.running.delete(command.key);
    if (command.kind === 'Start') {
      expect(this.running.has(command.key), `${command.key} is started once`).toBe(false);
      this.running.set(command.key, command.effect);
    }
    if (command.kind === 'Disarm') this.timers.delete(command.timer);
    if (command.kind === 'Arm') this.timers.set(command.timer, command.at);
    if (command.kind === 'RemoveItem') this.isGone = true;
  }
}
