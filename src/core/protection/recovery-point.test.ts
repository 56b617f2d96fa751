import { describe, expect, test } from 'vitest';
import { after, HOUR_MS, MINUTE_MS } from '../../base/units.ts';
import type { RecoveryPoint, RecoveryPointId, ReplicatedItem } from '../model.ts';
import { addRecoveryPoint, deletablePoints, forgetExpired, replaceRecoveryPoints } from './recovery-point.ts';
import { FACTS, NOW } from './testing/sample-items.ts';
import { sampleAt } from './testing/step-samples.ts';

const point = (name: string, minutes: number): RecoveryPoint => ({
  recoveryPointId: name as RecoveryPointId,
  time: after(NOW, minutes * MINUTE_MS),
  consistency: 'CrashConsistent',
  snapshots: [],
});
const { recoveryPointId: _none, ...made } = point('any', 5);
const facts = { ...FACTS, now: after(NOW, 10 * MINUTE_MS) };
const ids = (points: readonly RecoveryPoint[]): readonly string[] => points.map((each) => each.recoveryPointId);
const item: ReplicatedItem = {
  ...sampleAt('protected, at rest'),
  recoveryPoints: [point('last hour', -30), point('this hour', 1)],
  expiredRecoveryPoints: [point('old', -300)],
  lastReplicatedAt: NOW,
};

describe('recovery points', () => {
  test('[DL9] a new one replaces the one of its hour; what expires waits for its deletion', () => {
    const next = addRecoveryPoint(item, made, facts);
    expect(ids(next.recoveryPoints)).toEqual(['last hour', 'new-point']);
    expect(ids(next.expiredRecoveryPoints)).toEqual(['old', 'this hour']);
    expect(next.recoveryPoints[1]).toEqual({ ...made, recoveryPointId: 'new-point' });
    expect(next.lastRecoveryPointAt).toBe(facts.now);
  });

  test('[DL17] a new one is the newest, also where the host’s clock was set back', () => {
    const next = addRecoveryPoint(item, { ...made, time: after(NOW, -45 * MINUTE_MS) }, facts);
    expect(ids(next.recoveryPoints)).toEqual(['last hour', 'new-point']);
    expect(next.recoveryPoints.at(-1)?.time).toBe(after(NOW, MINUTE_MS + 1));
    expect(ids(next.expiredRecoveryPoints)).toEqual(['old', 'this hour']);
  });

  test('[LC20] the one of a comparison replaces all', () => {
    const next = replaceRecoveryPoints(item, made, facts);
    expect(ids(next.recoveryPoints)).toEqual(['new-point']);
    expect(ids(next.expiredRecoveryPoints)).toEqual(['old', 'last hour', 'this hour']);
    expect(next.lastRecoveryPointAt).toBe(facts.now);
  });

  test('[LC5] newest replicated data is the point’s or the log’s, whichever is newer', () => {
    expect(addRecoveryPoint(item, made, facts).lastReplicatedAt).toBe(made.time);
    expect(addRecoveryPoint({ ...item, lastReplicatedAt: null }, made, facts).lastReplicatedAt).toBe(made.time);
    const ahead = { ...item, lastReplicatedAt: after(NOW, HOUR_MS) };
    expect(addRecoveryPoint(ahead, made, facts).lastReplicatedAt).toBe(ahead.lastReplicatedAt);
  });

  test('[LC81] the point of which a test machine is still to be made is not deleted, the others are', () => {
    const expired = { expiredRecoveryPoints: [point('old', -300), point('older', -60)] };
    for (const name of ['test failover, prerequisites', 'test failover, machine'])
      expect(ids(deletablePoints({ ...sampleAt(name), ...expired }))).toEqual(['old']);
    for (const name of ['test failover, start', 'test failover, running', 'protected, at rest'])
      expect(ids(deletablePoints({ ...sampleAt(name), ...expired }))).toEqual(['old', 'older']);
  });

  test('[DL9] what is deleted is forgotten, and nothing else', () => {
    const expired = [point('old', -300), point('older', -400)];
    expect(
      ids(forgetExpired({ ...item, expiredRecoveryPoints: expired }, [point('old', 0)]).expiredRecoveryPoints),
    ).toEqual(['older']);
  });
});
