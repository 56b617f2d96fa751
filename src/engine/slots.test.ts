import { expect, test } from 'vitest';
import { MAX_PARALLEL_RESYNCHRONIZATIONS } from '../core/limits/limits.ts';
import type { ReplicatedItem, VmId } from '../core/model.ts';
import { recordFailure } from '../core/retry/back-off.ts';
import { itemIn, NOW, SAMPLES } from '../core/protection/testing/sample-items.ts';
import { Slots } from './slots.ts';

const idOf = (index: number): VmId => `vm${index}` as VmId;
const waiting: ReplicatedItem = itemIn({
  kind: 'resynchronizationRequired',
  cause: 'manual',
  since: NOW,
  startsAt: NOW,
  isDue: true,
  isTrackingStopped: true,
  loggedBytes: null,
});

test('[LC11] long copies go on as far as there is room, first come, first served', () => {
  const slots = new Slots();
  for (let index = 0; index < MAX_PARALLEL_RESYNCHRONIZATIONS + 2; index++) slots.update(idOf(index), waiting);
  const granted: VmId[] = [];
  for (let vmId = slots.next(); vmId !== undefined; vmId = slots.next()) {
    granted.push(vmId);
    slots.update(vmId, SAMPLES.resynchronizing);
  }
  expect(granted).toEqual(Array.from({ length: MAX_PARALLEL_RESYNCHRONIZATIONS }, (_, index) => idOf(index)));
  slots.update(idOf(0), SAMPLES.protected);
  expect(slots.next()).toBe(idOf(MAX_PARALLEL_RESYNCHRONIZATIONS));
});

const inVain = recordFailure(null, { code: 'BrokenVhdChain', detail: 'x' }, NOW);

test.each<[string, Partial<ReplicatedItem>]>([
  ['paused', { pausedSince: NOW }],
  ['stopped for good', { trouble: inVain }],
])('[LC11] a copy that is %s leaves its room to others, and one in the other queue does not count', (_, change) => {
  const slots = new Slots();
  for (let index = 0; index < MAX_PARALLEL_RESYNCHRONIZATIONS; index++) {
    slots.update(idOf(index), { ...SAMPLES.resynchronizing, ...change });
  }
  slots.update(idOf(8), SAMPLES.initialReplication);
  slots.update(idOf(9), waiting);
  expect(slots.next()).toBe(idOf(9));
});

test('[LC11] a copy that is tried again, now or by the ladder, keeps its room', () => {
  const recoverable = recordFailure(null, { code: 'NetworkTimeout', detail: 'x' }, NOW);
  for (const change of [{ trouble: recoverable }, { trouble: inVain, isAttempting: true }]) {
    const slots = new Slots();
    for (let index = 0; index < MAX_PARALLEL_RESYNCHRONIZATIONS; index++) {
      slots.update(idOf(index), { ...SAMPLES.resynchronizing, ...change });
    }
    slots.update(idOf(9), waiting);
    expect(slots.next()).toBeUndefined();
  }
});
