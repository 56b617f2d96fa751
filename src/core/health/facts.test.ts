import { describe, expect, test } from 'vitest';
import { after, instant, MINUTE_MS } from '../../base/units.ts';
import type { Phase, ReplicatedItem } from '../model.ts';
import { healthFactsOf } from './facts.ts';
import { judgeHealth } from './rules.ts';
import { newStatistics } from './statistics.ts';
import { STEP_SAMPLES } from '../protection/testing/step-samples.ts';
import type { HostId } from '../model.ts';
import type { HostInventory } from '../ports.ts';

const enabledAt = instant(1_700_000_000_000);
const now = after(enabledAt, 90 * MINUTE_MS);

/** Only what the facts are taken from. */
function itemIn(phase: Phase, changes: Partial<ReplicatedItem> = {}): ReplicatedItem {
  const item: Partial<ReplicatedItem> = {
    phase,
    enabledAt,
    pausedSince: null,
    trouble: null,
    lastReplicatedAt: after(now, -MINUTE_MS),
    statistics: newStatistics(enabledAt),
    ...changes,
  };
  return item as ReplicatedItem;
}
const notNormal = (item: ReplicatedItem): readonly string[] =>
  judgeHealth(healthFactsOf(item, now))
    .filter(({ verdict }) => verdict !== 'Normal')
    .map(
      ({ rule, verdict, since }) =>
        `${rule} ${verdict} since ${since === null ? '-' : (since - enabledAt) / MINUTE_MS}`,
    );

describe('health facts of an item', () => {
  test.each<[string, Phase]>([
    ['enabling', { kind: 'enabling', step: 'checkPrerequisites' }],
    ['enabling failed', { kind: 'enablingFailed', step: 'checkPrerequisites' }],
    ['waiting', { kind: 'waitingForInitialReplication', startsAt: now, isDue: false }],
    ['copying', { kind: 'initialReplication', diskIndex: 0 }],
    ['finalizing', { kind: 'finalizing', step: 'deleteSnapshot' }],
  ])('[HE7] while %s, initial replication is not completed', (_, phase) => {
    expect(notNormal(itemIn(phase))).toEqual(['HE7 Warning since 0']);
  });

  test('[HE12] a protected item without trouble is Normal', () =>
    expect(notNormal(itemIn({ kind: 'protected' }))).toEqual([]));

  test('[HE3] resynchronization required and under way are told apart', () => {
    const since = after(enabledAt, 30 * MINUTE_MS);
    const required: Phase = {
      kind: 'resynchronizationRequired',
      cause: 'logSizeDisk',
      since,
      startsAt: null,
      isDue: false,
      isTrackingStopped: true,
      loggedBytes: null,
    };
    expect(notNormal(itemIn(required))).toEqual(['HE3 Critical since 30']);
    const running: Phase = {
      kind: 'resynchronizing',
      cause: 'manual',
      step: 'compare',
      diskIndex: 0,
      startedAt: since,
    };
    expect(notNormal(itemIn(running))).toEqual(['HE3 Warning since 30']);
  });

  test('[HE8][HE6] a pause and the age of the data are seen', () => {
    const paused = { pausedSince: after(enabledAt, 5 * MINUTE_MS), lastReplicatedAt: after(enabledAt, 4 * MINUTE_MS) };
    expect(notNormal(itemIn({ kind: 'protected' }, paused))).toEqual(['HE6 Warning since 4', 'HE8 Warning since 5']);
  });
});

describe('facts of a failover and of the host', () => {
  const failedOver = (name: string): boolean => {
    const item = STEP_SAMPLES[name];
    return item !== undefined && healthFactsOf(item, now).failedOverSince !== null;
  };

  test('[HE9] a machine is failed over from its start in Azure until its replication is reversed', () => {
    const names = Object.keys(STEP_SAMPLES).filter((name) => failedOver(name));
    expect(new Set(names.map((name) => name.split(',')[0]))).toEqual(
      new Set([
        'change of point',
        'failed over',
        'commit',
        'failover committed',
        'failback',
        'cancel of failback',
        'failed back',
        'commit of failback',
        'failback committed',
        'reverse',
      ]),
    );
    // All of each: on the way there and on the way back from there it still runs, or runs again, at home.
    for (const name of ['planned, start', 'unplanned, start', 'cancel, machine', 'cancel, source'])
      expect(failedOver(name)).toBe(false);
  });

  test('[HE6][HE9] nothing is sent meanwhile, so the age of what was sent last says nothing', () => {
    const sent = { lastReplicatedAt: after(now, -MINUTE_MS) };
    for (const [name, item] of Object.entries(STEP_SAMPLES))
      expect(healthFactsOf({ ...item, ...sent }, now).lastReplicatedAt).toBe(
        failedOver(name) ? null : sent.lastReplicatedAt,
      );
  });

  test('[HE22][HE18] a silent host and failing snapshots are told', () => {
    const host: HostInventory = {
      hostId: 'host' as HostId,
      name: 'HV01',
      siteName: 'HQ',
      fabricKind: 'HyperVSite',
      providerVersion: '5.1.6900.0',
      agentVersion: '2.0.9260.0',
      lastHeartbeatAt: enabledAt,
      utcOffsetMinutes: 0,
      volumes: [],
      machines: [],
    };
    const fault = { code: 'VssFailure', detail: '' } as const;
    const quiesceTrouble = { fault, firstAt: enabledAt, lastAt: enabledAt, failures: 1, nextAttemptAt: now };
    const item = itemIn({ kind: 'protected' }, { quiesceTrouble });
    expect(healthFactsOf(item, now, host)).toMatchObject({ silence: { hostId: 'host' }, quiesceTrouble });
    expect(healthFactsOf(item, now, { ...host, lastHeartbeatAt: now }).silence).toBeNull();
    expect(healthFactsOf(itemIn({ kind: 'protected' }), now)).toMatchObject({ silence: null, quiesceTrouble: null });
  });
});
