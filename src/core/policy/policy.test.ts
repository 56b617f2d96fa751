import { describe, expect, test } from 'vitest';
import { at } from '../../base/testing/at.ts';
import type { PolicyId } from '../model.ts';
import { frequencyRefusal, initialReplicationStart, validatePolicy, type PolicyInput } from './policy.ts';
import { berlin, utc } from './testing/offsets.ts';

const named: PolicyInput = { policyId: 'p1' as PolicyId, name: 'Gold' };

function errorsOf(input: Partial<PolicyInput>): readonly string[] {
  const result = validatePolicy({ ...named, ...input });
  return result.ok ? [] : result.error.map(({ field, message }) => `${field}: ${message}`);
}

describe('policy', () => {
  test('[PO1] copy frequencies are 30, 300 and 900 seconds', () => {
    for (const replicationIntervalSeconds of [30, 300, 900])
      expect(errorsOf({ replicationIntervalSeconds })).toEqual([]);
    for (const replicationIntervalSeconds of [0, 29, 60, 301, -300]) {
      expect(errorsOf({ replicationIntervalSeconds })).toEqual([
        'replicationIntervalSeconds: The copy frequency is 30, 300 or 900 seconds.',
      ]);
    }
  });

  test('[PO2] retention is 0 to 24 whole hours', () => {
    for (const recoveryPointHistoryHours of [0, 1, 24]) expect(errorsOf({ recoveryPointHistoryHours })).toEqual([]);
    for (const recoveryPointHistoryHours of [-1, 25, 1.5, Number.NaN]) {
      expect(errorsOf({ recoveryPointHistoryHours })).toEqual([
        'recoveryPointHistoryHours: Recovery points are kept for 0 to 24 hours; 0 keeps the latest only.',
      ]);
    }
  });

  test('[PO3] application-consistent snapshots come every 1 to 12 hours, or not at all', () => {
    for (const applicationConsistentFrequencyHours of [0, 1, 12]) {
      expect(errorsOf({ applicationConsistentFrequencyHours })).toEqual([]);
    }
    for (const applicationConsistentFrequencyHours of [-1, 13, 0.5]) {
      expect(errorsOf({ applicationConsistentFrequencyHours })).toEqual([
        'applicationConsistentFrequencyHours: Application-consistent snapshots are taken every 1 to 12 hours; 0 switches them off.',
      ]);
    }
  });

  test('[PO4][PO5] what is not given is 5 minutes, 2 hours, 1 hour, at once, 18:30 to 06:00', () => {
    expect(validatePolicy({ ...named, name: ' Gold ' })).toEqual({
      ok: true,
      value: {
        policyId: 'p1',
        name: 'Gold',
        replicationIntervalSeconds: 300,
        recoveryPointHistoryHours: 2,
        applicationConsistentFrequencyHours: 1,
        initialReplicationStartTime: null,
        resyncWindow: { isEnabled: true, startLocal: '18:30', endLocal: '06:00' },
      },
    });
  });

  test('[PO11] every wrong field is named at once', () => {
    const errors = errorsOf({
      name: '  ',
      replicationIntervalSeconds: 1,
      recoveryPointHistoryHours: 99,
      initialReplicationStartTime: '7pm',
      resyncWindow: { isEnabled: true, startLocal: '', endLocal: '06:00' },
    });
    expect(errors.map((error) => error.split(':')[0])).toEqual([
      'name',
      'recoveryPointHistoryHours',
      'initialReplicationStartTime',
      'resyncWindow.startLocal',
      'replicationIntervalSeconds',
    ]);
  });

  test('[PO13] every 30 seconds is refused for premium storage, and for nothing else', () => {
    const every = (replicationIntervalSeconds: 30 | 300 | 900) => ({ name: 'Gold', replicationIntervalSeconds });
    expect(frequencyRefusal(every(30), 'Premium_LRS')).toBe(
      "A copy frequency of 30 seconds, as in the policy 'Gold', is not available for premium storage.",
    );
    for (const interval of [300, 900] as const) expect(frequencyRefusal(every(interval), 'Premium_LRS')).toBeNull();
    for (const type of ['Standard_LRS', 'StandardSSD_LRS', undefined] as const) {
      expect(frequencyRefusal(every(30), type)).toBeNull();
    }
  });

  test.each([
    [null, '2026-03-10T12:00:00Z', '2026-03-10T12:00:00Z'],
    ['20:00', '2026-03-10T12:00:00Z', '2026-03-10T20:00:00Z'],
    ['08:00', '2026-03-10T12:00:00Z', '2026-03-11T08:00:00Z'],
    ['12:00', '2026-03-10T12:00:30Z', '2026-03-10T12:00:30Z'],
  ])('[PO10] with %s, asked at %s, initial replication begins at %s', (time, now, start) => {
    expect(initialReplicationStart({ initialReplicationStartTime: time }, at(now), utc)).toBe(at(start));
  });

  test('[PO10][PO8] a start that a daylight-saving change skips is the change', () => {
    const policy = { initialReplicationStartTime: '02:30' };
    expect(initialReplicationStart(policy, at('2026-03-28T12:00:00Z'), berlin)).toBe(at('2026-03-29T01:00:00Z'));
  });
});
