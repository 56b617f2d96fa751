import { describe, expect, test } from 'vitest';
import { after, HOUR_MS } from '../../base/units.ts';
import type { JobId, ReplicatedItem, ResyncCause } from '../model.ts';
import { recordFailure } from '../retry/back-off.ts';
import { effectsOf, wantedSlot } from './called-for.ts';
import type { Facts } from './facts.ts';
import { transition } from './machine.ts';
import { enterRequired, requireResync } from './resync-entry.ts';
import { FACTS, NOW, SAMPLES } from './testing/sample-items.ts';

const LATER = after(NOW, HOUR_MS);
const required = SAMPLES.resynchronizationRequired;

function startingAt(startsAt: typeof NOW | null, change: Partial<ReplicatedItem> = {}): ReplicatedItem {
  if (required.phase.kind !== 'resynchronizationRequired') throw new Error('the sample requires one');
  return { ...required, phase: { ...required.phase, startsAt }, ...change };
}

const ask = (item: ReplicatedItem, startsAt = LATER, now = NOW) =>
  transition(item, { kind: 'ResyncRequested', startsAt }, { ...FACTS, now });

test('[LC70] asked for twice at the same time, a resynchronization is asked for once', () => {
  const asked = ask(startingAt(null)).item;
  expect(asked.phase).toMatchObject({ startsAt: LATER, isDue: false });
  expect(ask(asked)).toEqual({ item: asked, commands: [] });
  expect(ask(asked).item).toBe(asked);
});

test('[LC70] asked again when its time has come, or while paused, it begins', () => {
  const due = ask(startingAt(LATER), LATER, LATER);
  expect(due.item.phase).toMatchObject({ isDue: true });
  expect(due.commands).toContainEqual(expect.objectContaining({ kind: 'StartJob', scenarioName: 'RepairReplication' }));
  expect(ask(startingAt(LATER, { pausedSince: NOW })).item.pausedSince).toBeNull();
});

test('[LC70] it goes on in the job that is open', () => {
  const { item, commands } = ask(startingAt(null, { activeJobId: 'open' as JobId }), NOW);
  expect([item.activeJobId, commands.filter(({ kind }) => kind === 'StartJob')]).toEqual(['open', []]);
});

test.each<[ResyncCause, boolean]>([
  ['logSizeDisk', true],
  ['logSizeMachine', true],
  ['manual', true],
  ['modifiedOffline', false],
  ['logNotClosed', false],
])('[RS10] after %s it is known how much was logged: %s', (cause, isKnown) => {
  const disks = SAMPLES.protected.disks.map((disk) => ({ ...disk, activeLogBytes: 300, inFlightLogBytes: 20 }));
  const { phase } = enterRequired({ ...SAMPLES.protected, disks }, cause, FACTS, null);
  expect(phase).toMatchObject({ cause, loggedBytes: isKnown ? 320 * disks.length : null });
});

test('[LC27] one that broke begins anew in a window twelve hours later at the earliest, any other in the next', () => {
  // Nine o'clock on the host's clock.
  const policy = {
    ...FACTS.policy,
    resyncWindow: { isEnabled: true, startLocal: '18:00', endLocal: '20:00' },
  };
  const startsAt = (item: ReplicatedItem) => requireResync(item, 'logNotClosed', { ...FACTS, policy }).item.phase;
  expect(startsAt(SAMPLES.protected)).toMatchObject({ startsAt: after(NOW, 9 * HOUR_MS) });
  expect(startsAt(SAMPLES.resynchronizing)).toMatchObject({ startsAt: after(NOW, 33 * HOUR_MS) });
});

test('[LC21] it begins only when the tracking before has ended, without a snapshot on the host as well', () => {
  if (required.phase.kind !== 'resynchronizationRequired') throw new Error('the sample requires one');
  const tracking = { ...required, phase: { ...required.phase, startsAt: NOW, isDue: true, isTrackingStopped: false } };
  expect(wantedSlot(tracking)).toBeNull();
  expect(transition(tracking, { kind: 'SlotGranted' }, FACTS).item).toBe(tracking);
  const stopped = transition(tracking, { kind: 'TrackingStopped' }, FACTS).item;
  expect(wantedSlot(stopped)).toBe('resynchronization');
  const paused = { ...tracking, pausedSince: NOW };
  expect(effectsOf(paused).map(({ kind }) => kind)).toEqual(['StopTracking']);
});

describe('one that nobody asked for', () => {
  // NOW is nine o'clock on the host's clock.
  const resyncWindow = { isEnabled: true, startLocal: '18:00', endLocal: '20:00' };
  const hours = (count: number): Facts => {
    const policy = { ...FACTS.policy, resyncWindow };
    return { ...FACTS, policy, now: after(NOW, count * HOUR_MS) };
  };
  const automatic = (isDue: boolean): ReplicatedItem => {
    const item = startingAt(after(NOW, 9 * HOUR_MS), { baseSnapshot: null });
    return {
      ...item,
      phase: { ...item.phase, isAutomatic: true, isTrackingStopped: true, isDue } as typeof item.phase,
    };
  };
  const putOff = { kind: 'resynchronizationRequired', isDue: false, startsAt: after(NOW, 33 * HOUR_MS) };

  test('[PO6] is due in the window, and where its time passed unnoticed in the next one', () => {
    const due = (count: number) => transition(automatic(false), { kind: 'StartDue' }, hours(count)).item.phase;
    expect(due(9)).toMatchObject({ isDue: true });
    expect(due(12)).toMatchObject(putOff);
  });

  test('[PO6] starts when there is room, and after its window in the next one', () => {
    const granted = (item: ReplicatedItem, count: number) =>
      transition(item, { kind: 'SlotGranted' }, hours(count)).item.phase;
    expect(granted(automatic(true), 10)).toMatchObject({ kind: 'resynchronizing' });
    expect(granted(automatic(true), 11)).toMatchObject(putOff);
    // Asked for by hand it is bound to no window.
    const asked = transition(automatic(true), { kind: 'ResyncRequested', startsAt: hours(12).now }, hours(12)).item;
    expect(granted(asked, 12)).toMatchObject({ kind: 'resynchronizing' });
  });
});

test('[LC73] asked for where a step has stopped for good, it tries that step again', () => {
  const trouble = recordFailure(null, { code: 'StorageAuthorization', detail: 'x' }, NOW);
  const { phase, ...item } = startingAt(null, { trouble });
  const stopped: ReplicatedItem = { ...item, phase: { ...phase, isTrackingStopped: false } as typeof phase };
  expect(effectsOf(stopped)).toEqual([]);
  const asked = ask(stopped, NOW).item;
  expect(asked).toMatchObject({ isAttempting: true, phase: { isDue: true } });
  expect(effectsOf(asked)).not.toEqual([]);
});
