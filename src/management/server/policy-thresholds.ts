import { DAY_MS, HOUR_MS, SECOND_MS } from '../../base/units.ts';
import { LATENCY_LIMIT_MS, MISSED_SHARE_LIMIT, SEND_AGE_LIMIT_MS } from '../../core/health/rules.ts';
import { MONITORING_STARTS_MINUTES } from '../../core/health/statistics.ts';
import type { ReplicationPolicy } from '../../core/model.ts';
import { LOG_SIZE_LIMIT_SHARE } from '../../core/tracking/log-size.ts';
import type { PolicyThresholds } from '../wire-insight.ts';

/** What the health rules and the log's limit come to for machines under the policy. */
export function policyThresholds(policy: ReplicationPolicy): PolicyThresholds {
  const intervalMs = policy.replicationIntervalSeconds * SECOND_MS;
  const monitoringMs = DAY_MS / MONITORING_STARTS_MINUTES.length;
  const dueCycles = Math.floor(monitoringMs / intervalMs);
  const appHours = policy.applicationConsistentFrequencyHours;
  return {
    sendAgeSeconds: SEND_AGE_LIMIT_MS / SECOND_MS,
    sendAgeCycles: Math.floor(SEND_AGE_LIMIT_MS / intervalMs),
    latencySeconds: LATENCY_LIMIT_MS / SECOND_MS,
    monitoringSeconds: monitoringMs / SECOND_MS,
    dueCycles,
    missedShare: MISSED_SHARE_LIMIT,
    missedCycles: Math.floor(MISSED_SHARE_LIMIT * dueCycles),
    applicationConsistentSeconds: appHours === 0 ? null : (appHours * HOUR_MS) / SECOND_MS,
    logShare: LOG_SIZE_LIMIT_SHARE,
  };
}
