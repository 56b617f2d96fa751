import { describe, expect, test } from 'vitest';
import { after, HOUR_MS, instant, MINUTE_MS, SECOND_MS } from '../../base/units.ts';
import type { FaultCode } from '../errors/fault.ts';
import type { HealthFinding, HostId, Trouble } from '../model.ts';
import type { HealthFacts } from './facts.ts';
import { judgeHealth, worstHealth } from './rules.ts';
import { newStatistics } from './statistics.ts';

const now = instant(1_700_000_000_000);
const earlier = after(now, -7 * MINUTE_MS);

const well: HealthFacts = {
  now,
  trouble: null,
  quiesceTrouble: null,
  silence: null,
  resyncRequired: null,
  resynchronizingSince: null,
  initialReplicationSince: null,
  pausedSince: null,
  replicaPausedSince: null,
  failedOverSince: null,
  lastReplicatedAt: earlier,
  statistics: newStatistics(after(now, -3 * HOUR_MS)),
};

function finding(rule: string, facts: Partial<HealthFacts>): HealthFinding {
  const found = judgeHealth({ ...well, ...facts }).find((candidate) => candidate.rule === rule);
  if (!found) throw new Error(`no finding for ${rule}`);
  return found;
}

const health = (facts: Partial<HealthFacts>) => worstHealth(judgeHealth({ ...well, ...facts }));
const cycles = (successCount: number, missCount: number) => ({
  statistics: { ...well.statistics, successCount, missCount },
});

function trouble(code: FaultCode, failures = 1): Trouble {
  return { fault: { code, detail: '' }, firstAt: earlier, lastAt: now, failures, nextAttemptAt: null };
}

describe('health', () => {
  test('[HE1] a non-recoverable error is Critical', () => {
    const fault = trouble('BrokenVhdChain');
    expect(finding('HE1', { trouble: fault })).toEqual({
      rule: 'HE1',
      verdict: 'Critical',
      input: 'BrokenVhdChain, 1 failure in a row',
      threshold: 'no non-recoverable error',
      since: earlier,
      fault: fault.fault,
    });
    expect(health({ trouble: fault })).toBe('Critical');
    expect(finding('HE2', { trouble: fault }).verdict).toBe('Normal');
    expect(finding('HE11', { trouble: fault }).verdict).toBe('Normal');
  });

  test.each(['NetworkUnreachable', 'HostUnreachable', 'StorageThrottled', 'LowDiskSpace', 'ChecksumMismatch'] as const)(
    '[HE2] %s, while it is retried, is Critical: the primary cannot send',
    (code) => {
      expect(finding('HE2', { trouble: trouble(code, 3) })).toMatchObject({
        verdict: 'Critical',
        input: `${code}, 3 failures in a row`,
        since: earlier,
      });
      expect(finding('HE1', { trouble: trouble(code) }).verdict).toBe('Normal');
      expect(finding('HE11', { trouble: trouble(code) }).verdict).toBe('Normal');
    },
  );

  test('[HE3] resynchronization required is Critical, under way a Warning', () => {
    const required = finding('HE3', { resyncRequired: { cause: 'logSizeDisk', since: earlier } });
    expect(required).toMatchObject({
      verdict: 'Critical',
      input: 'required: logSizeDisk',
      since: earlier,
      fault: null,
    });
    expect(finding('HE3', { resynchronizingSince: earlier })).toMatchObject({
      verdict: 'Warning',
      input: 'under way',
      since: earlier,
    });
  });

  test('[HE3] the log that caused it is the evidence; another trouble is not', () => {
    const resyncRequired = { cause: 'invalidLog', since: earlier } as const;
    const fault = trouble('LogInvalid');
    expect(finding('HE3', { resyncRequired, trouble: fault }).fault).toBe(fault.fault);
    expect(finding('HE3', { resyncRequired, trouble: trouble('LowMemory') }).fault).toBeNull();
  });

  test('[HE3] a resynchronization that is called for and cannot begin, as in a failover, is Critical', () => {
    const called = finding('HE3', { trouble: trouble('LogNotClosed') });
    expect(called).toMatchObject({ verdict: 'Critical', input: 'called for by LogNotClosed', since: earlier });
    expect(finding('HE3', { trouble: trouble('LowMemory') }).verdict).toBe('Normal');
  });

  test('[HE4] paused on the replica is Critical', () => {
    expect(finding('HE4', { replicaPausedSince: earlier })).toMatchObject({ verdict: 'Critical', since: earlier });
    expect(health({ replicaPausedSince: earlier })).toBe('Critical');
  });

  test('[HE5] more than 20 % of the cycles missed is a Warning, 20 % is not', () => {
    expect(finding('HE5', cycles(80, 20))).toMatchObject({
      verdict: 'Normal',
      input: '20 of 100 cycles missed',
      since: null,
    });
    expect(finding('HE5', cycles(79, 21))).toMatchObject({ verdict: 'Warning', since: well.statistics.startedAt });
    expect(finding('HE5', cycles(0, 0))).toMatchObject({ verdict: 'Normal', input: 'no cycle due yet' });
  });

  test('[HE6] more than an hour since the last data sent is a Warning, an hour is not', () => {
    expect(finding('HE6', { lastReplicatedAt: after(now, -HOUR_MS) })).toMatchObject({
      verdict: 'Normal',
      input: '60 min',
    });
    const late = after(now, -HOUR_MS - 1);
    expect(finding('HE6', { lastReplicatedAt: late })).toMatchObject({ verdict: 'Warning', since: late });
    expect(finding('HE6', { lastReplicatedAt: after(now, -59.9 * MINUTE_MS) }).input).toBe('59 min');
    expect(finding('HE6', { lastReplicatedAt: null })).toMatchObject({ verdict: 'Normal', input: 'nothing sent yet' });
    expect(finding('HE6', { lastReplicatedAt: after(now, HOUR_MS) })).toMatchObject({
      verdict: 'Normal',
      input: '0 min',
    });
  });

  test('[HE7] initial replication not completed is a Warning', () => {
    expect(finding('HE7', { initialReplicationSince: earlier })).toMatchObject({ verdict: 'Warning', since: earlier });
  });

  test('[HE8] paused on the primary is a Warning', () => {
    expect(finding('HE8', { pausedSince: earlier })).toMatchObject({
      verdict: 'Warning',
      input: 'paused on the primary',
      since: earlier,
    });
  });

  test('[HE9] failed over and not reversed is a Warning', () => {
    expect(finding('HE9', { failedOverSince: earlier })).toMatchObject({ verdict: 'Warning', since: earlier });
  });

  test('[HE10] an average latency of more than 5 minutes is a Warning', () => {
    const latency = (totalLatencyMs: number) => ({
      statistics: { ...well.statistics, successCount: 2, totalLatencyMs },
    });
    expect(finding('HE10', latency(600 * SECOND_MS))).toMatchObject({ verdict: 'Normal', input: '300 s' });
    expect(finding('HE10', latency(600 * SECOND_MS + 2))).toMatchObject({ verdict: 'Warning' });
    expect(finding('HE10', {})).toMatchObject({ verdict: 'Normal', input: 'no cycle completed yet' });
  });

  test('[HE11] another recoverable error is a Warning', () => {
    expect(finding('HE11', { trouble: trouble('LowMemory') }).verdict).toBe('Warning');
    expect(health({ trouble: trouble('LowMemory') })).toBe('Warning');
  });

  test('[HE18] application-consistent snapshots that fail are a Warning, with the error behind it', () => {
    const failing = trouble('VssFailure', 2);
    expect(finding('HE18', { quiesceTrouble: failing })).toEqual({
      rule: 'HE18',
      verdict: 'Warning',
      input: 'VssFailure, 2 failures in a row',
      threshold: 'the newest one succeeded',
      since: earlier,
      fault: failing.fault,
    });
    expect(health({ quiesceTrouble: failing })).toBe('Warning');
  });

  test('[HE22] a server that is not heard of is a Warning', () => {
    const silence = { serverName: 'HV01', role: 'Agent', hostId: 'h' as HostId, since: earlier } as const;
    expect(finding('HE22', { silence })).toEqual({
      rule: 'HE22',
      verdict: 'Warning',
      input: 'Agent on HV01, 7 min',
      threshold: '≤ 5 min',
      since: earlier,
      fault: null,
    });
  });

  test('[HE12] every rule has a finding with input and threshold, also when all is well', () => {
    const findings = judgeHealth(well);
    expect(findings.map(({ rule }) => rule)).toEqual([
      ...Array.from({ length: 11 }, (_, i) => `HE${i + 1}`),
      'HE18',
      'HE22',
    ]);
    expect(findings.filter(({ verdict, since, fault }) => verdict !== 'Normal' || since !== null || fault)).toEqual([]);
    expect(findings.filter(({ input, threshold }) => input === '' || threshold === '')).toEqual([]);
    expect(worstHealth(findings)).toBe('Normal');
  });

  test('[HE12] the verdict is the worst of the findings', () => {
    expect(health({ pausedSince: earlier })).toBe('Warning');
    expect(health({ pausedSince: earlier, trouble: trouble('NetworkTimeout') })).toBe('Critical');
  });

  test('[HE13] missing every cycle is a Warning and no more', () => expect(health(cycles(0, 100))).toBe('Warning'));
});
