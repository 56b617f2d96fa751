import { describe, expect, test } from 'vitest';
import { after, HOUR_MS, MINUTE_MS, type Instant } from '../../base/units.ts';
import type { JobId, ReplicatedItem } from '../model.ts';
import { begin, halt, hold, keep, reset, takeUp, transition } from './machine.ts';
import { itemIn, FACTS, NOW } from './testing/sample-items.ts';
import { sampleAt, WAITS } from './testing/step-samples.ts';

/** The samples began at 09:00 of the host's clock, with the monitoring interval that ends at 21:00. */
const at = (minutes: number): typeof FACTS => ({ ...FACTS, now: after(NOW, minutes * MINUTE_MS) });
const resting = (nextAt: Instant, change: Partial<ReplicatedItem> = {}): ReplicatedItem => {
  const item = sampleAt('protected, at rest');
  return { ...item, cycle: { ...item.cycle, nextAt, missedFrom: null }, ...change };
};
const kinds = (commands: readonly { readonly kind: string }[]): readonly string[] => commands.map(({ kind }) => kind);

describe('once a minute', () => {
  test('[DL3][HE19] a cycle that does not begin is missed after a whole interval, and counted once', () => {
    const item = resting(NOW);
    expect(keep(item, at(5))).toEqual({ item, commands: [] });
    const once = keep(item, at(6)).item;
    expect(once.statistics.missCount).toBe(1);
    expect(once.cycle.missedFrom).toBe(after(NOW, 5 * MINUTE_MS));
    expect(once.revision).toBe(item.revision + 1);
    expect(keep(once, at(9)).item).toBe(once);
    expect(keep(once, at(11)).item.statistics.missCount).toBe(2);
  });

  test('[HE19] a cycle that does not end is missed from its beginning on', () => {
    const item = sampleAt('protected, shipping');
    expect(keep({ ...item, cycle: { ...item.cycle, missedFrom: null } }, at(6)).item.statistics.missCount).toBe(1);
  });

  test('[PO12][HE19] a policy that is changed to a shorter interval does not count what the cycle under way had time for', () => {
    const item = sampleAt('protected, shipping');
    const quick = (minutes: number) => ({
      ...at(minutes),
      policy: { ...FACTS.policy, replicationIntervalSeconds: 30 as const },
    });
    const running = { ...item, cycle: { ...item.cycle, intervalSeconds: 300 as const, missedFrom: null } };
    expect(keep(running, quick(4)).item.statistics.missCount).toBe(0);
    expect(keep(running, quick(6)).item.statistics.missCount).toBe(1);
  });

  test.each<[string, ReplicatedItem]>([
    ['while replication is paused', resting(NOW, { pausedSince: NOW })],
    ['where no cycle is due', { ...resting(NOW), cycle: { ...resting(NOW).cycle, nextAt: null } }],
    [
      'where nothing is protected yet',
      itemIn({ kind: 'initialReplication', diskIndex: 0 }, { cycle: resting(NOW).cycle }),
    ],
  ])('[HE19] none is missed %s', (_case, item) => {
    expect(keep(item, at(60)).item).toBe(item);
  });

  test('[HE15] an interval ends at its last instant, and not before', () => {
    const item = resting(after(NOW, 24 * HOUR_MS));
    expect(keep(item, { ...FACTS, now: after(NOW, 12 * HOUR_MS - 1) }).item.statistics.startedAt).toBe(NOW);
    expect(keep(item, at(12 * 60)).item.statistics.startedAt).toBe(after(NOW, 12 * HOUR_MS));
  });

  test('[HE20] with the end of the monitoring interval new statistics begin, and the host’s event tells the old ones', () => {
    const end = 12 * 60;
    const item = resting(after(NOW, end * MINUTE_MS - 7 * MINUTE_MS), { lastReplicatedAt: at(end).now });
    const { item: kept, commands } = keep(item, at(end + 9));
    expect(commands).toEqual([
      {
        kind: 'RaiseEvent',
        severity: 'Information',
        eventCode: '29174',
        description: expect.stringContaining('12 hours: 0 cycles completed, 1 missed'),
      },
    ]);
    // Of sixteen minutes without a cycle one whole interval lies in the old interval, two in the new one.
    expect(kept.statistics).toMatchObject({ startedAt: after(NOW, 12 * HOUR_MS), missCount: 2 });
  });

  test('[HE19][HE20] what was missed in intervals that passed unseen belongs to none that is shown', () => {
    const { item: kept } = keep(resting(after(NOW, HOUR_MS)), at(24 * 60 + 11));
    // Those that were due by 24:00, 24:05 and 24:10 hours: completion exactly at the end would have missed none.
    expect(kept.statistics).toMatchObject({ startedAt: after(NOW, 24 * HOUR_MS), missCount: 3 });
  });

  test('[LC6] a copy under way takes up the threads that were added, and says so as commands', () => {
    const eight = { ...at(0), uploadThreads: 8 };
    for (const name of ['initial replication, copying', 'resynchronizing, compare', 'failback, synchronize']) {
      const item = sampleAt(name);
      const { item: kept, commands } = keep(item, eight);
      expect(kept.disks[0]?.windows.inFlight.map((window) => window.index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      expect(kinds(commands)).toEqual(['Start', 'Start', 'Start', 'Start']);
      expect(keep(item, at(0)).item).toBe(item);
    }
    for (const name of [
      'initial replication, snapshot',
      'resynchronizing, track',
      'failback, waiting',
      'finalizing, snapshot',
    ]) {
      const item = sampleAt(name);
      expect(keep(item, eight).item).toBe(item);
    }
  });
});

describe('beside the table', () => {
  test('[HE15][HE20] a reset begins new statistics and tells the old ones', () => {
    const item = resting(after(NOW, HOUR_MS));
    const counted = { ...item, statistics: { ...item.statistics, successCount: 3 } };
    const { item: kept, commands } = reset(counted, at(30));
    expect(kept.statistics).toMatchObject({ startedAt: after(NOW, 30 * MINUTE_MS), successCount: 0 });
    expect(commands).toEqual([
      {
        kind: 'RaiseEvent',
        severity: 'Information',
        eventCode: '29174',
        description: expect.stringContaining('0.5 hours: 3 cycles completed'),
      },
    ]);
  });

  test('[LC46] a broken invariant stops the item, with its reason', () => {
    const { item: stopped, commands } = halt(sampleAt('protected, shipping'), 'the sum is wrong', at(1));
    expect(stopped.trouble).toMatchObject({
      fault: { code: 'Internal', detail: 'the sum is wrong' },
      nextAttemptAt: null,
    });
    expect(kinds(commands)).toEqual(['Abort', 'Abort', 'RaiseEvent']);
  });

  test('[RT9] an attempt that the administrator asks for begins at once, whatever the class, and the failures stand', () => {
    for (const name of ['protected, waiting to try again', 'protected, stopped']) {
      const item = sampleAt(name);
      const { item: trying, commands } = transition(item, { kind: 'RetryRequested', jobId: null }, at(30));
      expect(trying).toMatchObject({ trouble: item.trouble, isAttempting: true });
      expect(kinds(commands)).toContain('Start');
    }
    const paused = sampleAt('protected, stopped and paused');
    const { item: resumed } = transition(paused, { kind: 'ResumeRequested', isResynchronizing: false }, at(9 * 60));
    expect(resumed).toMatchObject({ trouble: paused.trouble, isAttempting: true });
  });

  test('[LC1] a new item begins with its notes, then its work', () => {
    const item = sampleAt('enabling, prerequisites');
    const note = { kind: 'StartJob', jobId: 'job' as JobId, scenarioName: 'EnableDr' } as const;
    const begun = begin(item, [note]);
    expect(begun.item).toEqual({ ...item, revision: item.revision + 1 });
    expect(begun.commands).toEqual([
      note,
      { kind: 'Start', key: 'CheckPrerequisites', effect: { kind: 'CheckPrerequisites' } },
    ]);
  });

  test('[LC61] after a restart all work and timers that the state calls for are taken up, and nothing is said', () => {
    const { item: taken, commands } = takeUp(sampleAt('protected, shipping'));
    expect(taken.revision).toBe(sampleAt('protected, shipping').revision + 1);
    expect(kinds(commands)).toEqual(['Arm', 'Start', 'Start']);
  });

  test('[LC71] timers are set anew only where their time has changed, and work only where it is another', () => {
    const item = { ...sampleAt('protected, shipping'), trouble: WAITS };
    const { commands } = halt(item, 'the sum is wrong', at(1));
    expect(kinds(commands)).toEqual(['Disarm', 'RaiseEvent']);
  });

  test('[RP9] a plan’s hold aborts the work that it holds, and letting go starts it', () => {
    const item = sampleAt('planned, machine');
    const held = hold(item, { jobId: 'job' as JobId, before: 'createMachine' });
    expect(kinds(held.commands)).toEqual(['Abort']);
    expect(kinds(hold(held.item, null).commands)).toEqual(['Start']);
    expect(hold(item, null)).toEqual({ item, commands: [] });
  });
});
