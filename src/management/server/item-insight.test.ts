import { expect, test } from 'vitest';
import { after, GIB, MIB, MINUTE_MS, SECOND_MS } from '../../base/units.ts';
import type { HealthProof, ItemStatistics, ReplicaDisk, ResyncAdviceBody, Series } from '../wire.ts';
import { driveServer } from './testing/driven-server.ts';
import { disk, item, T0, view, VM_1 } from './testing/records.ts';

const ITEM = `/replicationProtectedItems/${VM_1}`;

test('the health proof shows each rule in words and where the item stands on the retry ladder', async () => {
  const driven = driveServer();
  const fault = { code: 'LowDiskSpace', detail: 'Volume C: has 12 MB left.' } as const;
  const trouble = {
    fault,
    firstAt: T0,
    lastAt: after(T0, MINUTE_MS),
    failures: 2,
    nextAttemptAt: after(T0, 3 * MINUTE_MS),
  };
  const finding = {
    rule: 'HE2',
    verdict: 'Critical',
    input: 'LowDiskSpace, 2 failures',
    threshold: 'none',
    since: T0,
    fault,
  } as const;
  driven.engine.put(view({ health: 'Critical', findings: [finding], item: item({ trouble }) }));
  const proof = await driven.json<HealthProof>('GET', `${ITEM}/healthProof`);
  expect(proof).toMatchObject({
    health: 'Critical',
    findings: [
      {
        rule: 'HE2',
        title: 'Network or storage keeps changes from being sent',
        verdict: 'Critical',
        clears: 'The next attempt that succeeds.',
        since: '2026-01-05T09:00:00.000Z',
        error: { id: 'LS3003', message: "The volume of 'sql01' is short of disk space." },
      },
    ],
    retry: {
      ladderMinutes: [1, 2, 4, 8, 10, 30],
      failures: 2,
      lastAttempt: '2026-01-05T09:01:00.000Z',
      nextAttempt: '2026-01-05T09:03:00.000Z',
      isRecoverable: true,
    },
  });
});

test('a series is told in seconds, with the limit of the logs', async () => {
  const driven = driveServer();
  driven.engine.seriesPoints = [
    { at: T0, rpoMs: 1500, logBytes: 1, churnBytesPerSecond: 2, sentBytes: 3, health: 'Normal' },
    { at: after(T0, MINUTE_MS), rpoMs: null, logBytes: 4, churnBytesPerSecond: 5, sentBytes: 6, health: 'Warning' },
  ];
  const series = await driven.json<Series>('GET', `${ITEM}/series`);
  expect(series).toEqual({
    logLimitBytes: GIB / 2,
    points: [
      {
        at: '2026-01-05T09:00:00.000Z',
        rpoSeconds: 2,
        logBytes: 1,
        churnBytesPerSecond: 2,
        sentBytes: 3,
        health: 'Normal',
      },
      {
        at: '2026-01-05T09:01:00.000Z',
        rpoSeconds: null,
        logBytes: 4,
        churnBytesPerSecond: 5,
        sentBytes: 6,
        health: 'Warning',
      },
    ],
  });
});

test('resync advice is in seconds and says whether the click is allowed', async () => {
  const driven = driveServer();
  expect((await driven.call('GET', `${ITEM}/resyncAdvice`)).status).toBe(409);
  driven.engine.advice = {
    totalBytes: GIB,
    differingBytes: [0, MIB],
    fullBytes: GIB,
    durationMs: [1500, 60_000],
    fullDurationMs: [2000, 120_000],
    bandwidthBitsPerSecond: 1e9,
    compareBytesPerSecond: 5e8,
    recommendation: 'differential',
    recoveryPointsLost: 3,
    expectedLogBytes: 0,
    logLimitBytes: GIB / 2,
    isLoopRisk: false,
    windowOpensAt: T0,
    blockedOperations: ['TestFailover'],
  };
  driven.engine.put(view({ refusals: { RepairReplication: 'The machine is healthy.' } }));
  expect(await driven.json<ResyncAdviceBody>('GET', `${ITEM}/resyncAdvice`)).toMatchObject({
    durationSeconds: [2, 60],
    windowOpensAt: '2026-01-05T09:00:00.000Z',
    isAllowed: false,
    refusal: 'The machine is healthy.',
  });
  const wanted = `${ITEM}/resyncAdvice?bandwidthBitsPerSecond=`;
  expect(await driven.json('GET', `${wanted}2000000`)).toMatchObject({ bandwidthBitsPerSecond: 2e6 });
  expect((await driven.call('GET', `${wanted}0`)).status).toBe(400);
});

test('operations tell the stage, and why each that is not allowed is not', async () => {
  const driven = driveServer();
  const refusals = { RepairReplication: 'The machine is healthy.' };
  driven.engine.put(view({ allowedOperations: ['TestFailover'], refusals }));
  expect(await driven.json('GET', `${ITEM}/operations`)).toEqual({
    stage: 'protected',
    allowed: ['TestFailover'],
    refusals,
    targetRefusal: null,
  });
  driven.engine.put(view({ item: item({ pausedSince: T0 }) }));
  expect(await driven.json('GET', `${ITEM}/operations`)).toMatchObject({ stage: 'paused' });
  driven.engine.put(view({ item: item({ phase: { kind: 'enablingFailed', step: 'createReplica' } }) }));
  expect(await driven.json('GET', `${ITEM}/operations`)).toMatchObject({
    targetRefusal: 'Replication is not enabled yet.',
  });
});

test('a transfer’s rate is that of the last minute, its ETA a range, and standing still is told', async () => {
  const driven = driveServer();
  const copyAt = (seconds: number, processedBytes: number): void => {
    driven.engine.time = after(T0, seconds * SECOND_MS);
    const transfer = {
      kind: 'initialReplication',
      phase: 'copying',
      totalBytes: 100 * MIB,
      processedBytes,
      differingBytes: processedBytes,
      sentBytes: processedBytes,
      checksumBytes: 0,
      cursorBytes: processedBytes,
      startedAt: T0,
    } as const;
    driven.engine.put(
      view({ item: item({ phase: { kind: 'initialReplication', diskIndex: 0 }, disks: [disk({ transfer })] }) }),
    );
  };
  const transfer = async () => (await driven.json<ReplicaDisk[]>('GET', `${ITEM}/replicaDisks`))[0]?.transfer;
  copyAt(0, 0);
  expect(await transfer()).toMatchObject({ rateBytesPerSecond: null, etaSeconds: null, stalledSeconds: 0 });
  copyAt(10, 10 * MIB);
  expect(await transfer()).toMatchObject({ rateBytesPerSecond: MIB, etaSeconds: [72, 120], stalledSeconds: 0 });
  driven.engine.advance(240 * SECOND_MS);
  expect(await transfer()).toMatchObject({ rateBytesPerSecond: null, etaSeconds: null, stalledSeconds: 240 });
});

test('[HE21] the statistics are told in the fields of WMI’s class, and reset by a command', async () => {
  const driven = driveServer();
  const statistics = {
    ...view().statistics,
    startedAt: T0,
    endedAt: after(T0, MINUTE_MS),
    successCount: 7,
    missCount: 2,
    failureCount: 3,
    networkFailureCount: 4,
    applicationConsistentFailureCount: 5,
    totalBytes: 700,
    maxBytes: 300,
    totalLatencyMs: 14_500,
    maxLatencyMs: 4000,
    pendingBytes: 8192,
    health: 'Warning',
    lastTestFailoverAt: T0,
  } as const;
  driven.engine.put(view({ statistics }));
  expect(await driven.json<ItemStatistics>('GET', `${ITEM}/statistics`)).toEqual({
    startStatisticTime: '2026-01-05T09:00:00.000Z',
    endStatisticTime: '2026-01-05T09:01:00.000Z',
    replicationSuccessCount: 7,
    replicationSize: 700,
    maxReplicationSize: 300,
    replicationLatency: 14.5,
    maxReplicationLatency: 4,
    replicationMissCount: 2,
    networkFailureCount: 4,
    replicationFailureCount: 3,
    pendingReplicationSize: 8192,
    applicationConsistentSnapshotFailureCount: 5,
    replicationHealth: 'Warning',
    lastTestFailoverTime: '2026-01-05T09:00:00.000Z',
  });
  await driven.json('POST', `${ITEM}/resetStatistics`);
  expect(driven.engine.commands).toEqual([{ kind: 'resetStatistics', vmId: VM_1 }]);
});
