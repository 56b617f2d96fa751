/** What Azure does not tell of an item: the proof of its health, its history, what a resynchronization costs. */
import { SECOND_MS, toIso } from '../../base/units.ts';
import { LADDER_MINUTES, STEADY_MINUTES } from '../../core/retry/back-off.ts';
import { targetChangeRefusal } from '../../core/protection/target-change.ts';
import { classOf } from '../../core/errors/catalogue.ts';
import type { ItemView, ResyncAdvice, SeriesPoint } from '../../engine/engine-api.ts';
import type { HealthProof, ItemOperations, ItemStatistics, ResyncAdviceBody, Series } from '../wire.ts';
import type { Instant } from '../../base/units.ts';
import { ruleText } from './health-rule-text.ts';
import { errorText } from './item-facts.ts';
import { stageOf } from './item-row.ts';

export function healthProof(view: ItemView, now: Instant): HealthProof {
  const { item } = view;
  return {
    health: view.health,
    asOf: toIso(now),
    findings: view.findings.map((finding) => ({
      rule: finding.rule,
      ...ruleText(finding.rule),
      verdict: finding.verdict,
      input: finding.input,
      threshold: finding.threshold,
      since: finding.since === null ? null : toIso(finding.since),
      error: finding.fault && errorText(finding.fault, item.vmName),
    })),
    retry: item.trouble && {
      ladderMinutes: [...LADDER_MINUTES, STEADY_MINUTES],
      failures: item.trouble.failures,
      nextAttempt: item.trouble.nextAttemptAt === null ? null : toIso(item.trouble.nextAttemptAt),
      lastAttempt: toIso(item.trouble.lastAt),
      isRecoverable: classOf(item.trouble.fault.code) === 'recoverable',
    },
  };
}

export function operationsBody({ item, allowedOperations, refusals }: ItemView): ItemOperations {
  return { stage: stageOf(item), allowed: allowedOperations, refusals, targetRefusal: targetChangeRefusal(item) };
}

export function statisticsBody({ statistics }: ItemView): ItemStatistics {
  return {
    startStatisticTime: toIso(statistics.startedAt),
    endStatisticTime: toIso(statistics.endedAt),
    replicationSuccessCount: statistics.successCount,
    replicationSize: statistics.totalBytes,
    maxReplicationSize: statistics.maxBytes,
    replicationLatency: statistics.totalLatencyMs / SECOND_MS,
    maxReplicationLatency: statistics.maxLatencyMs / SECOND_MS,
    replicationMissCount: statistics.missCount,
    networkFailureCount: statistics.networkFailureCount,
    replicationFailureCount: statistics.failureCount,
    pendingReplicationSize: statistics.pendingBytes,
    applicationConsistentSnapshotFailureCount: statistics.applicationConsistentFailureCount,
    replicationHealth: statistics.health,
    lastTestFailoverTime: statistics.lastTestFailoverAt === null ? null : toIso(statistics.lastTestFailoverAt),
  };
}

export function seriesBody(points: readonly SeriesPoint[], logLimitBytes: number): Series {
  return {
    logLimitBytes,
    points: points.map((point) => ({
      at: toIso(point.at),
      rpoSeconds: point.rpoMs === null ? null : Math.round(point.rpoMs / SECOND_MS),
      logBytes: point.logBytes,
      churnBytesPerSecond: point.churnBytesPerSecond,
      sentBytes: point.sentBytes,
      health: point.health,
    })),
  };
}

export function resyncAdviceBody(advice: ResyncAdvice, view: ItemView): ResyncAdviceBody {
  const isAllowed = view.allowedOperations.includes('RepairReplication');
  return {
    totalBytes: advice.totalBytes,
    differingBytes: advice.differingBytes,
    fullBytes: advice.fullBytes,
    durationSeconds: inSeconds(advice.durationMs),
    fullDurationSeconds: inSeconds(advice.fullDurationMs),
    bandwidthBitsPerSecond: advice.bandwidthBitsPerSecond,
    compareBytesPerSecond: advice.compareBytesPerSecond,
    recommendation: advice.recommendation,
    recoveryPointsLost: advice.recoveryPointsLost,
    expectedLogBytes: advice.expectedLogBytes,
    logLimitBytes: advice.logLimitBytes,
    isLoopRisk: advice.isLoopRisk,
    windowOpensAt: advice.windowOpensAt === null ? null : toIso(advice.windowOpensAt),
    blockedOperations: advice.blockedOperations,
    isAllowed,
    refusal: isAllowed ? null : (view.refusals.RepairReplication ?? null),
  };
}

function inSeconds([low, high]: readonly [number, number]): readonly [number, number] {
  return [Math.round(low / SECOND_MS), Math.round(high / SECOND_MS)];
}
