import type { PolicyId, ReplicationPolicy } from '../../core/model.ts';
import type { ArmPolicy } from '../arm.ts';
import { ARM_TYPES, policyArmId } from './arm-id.ts';
import { badRequest } from './arm-error.ts';
import type { PolicySettings } from './inputs.ts';
import { policyThresholds } from './policy-thresholds.ts';

/** A policy as ARM shows it; `resyncWindow` and `thresholds` are our additions. */
export function policyResource(policy: ReplicationPolicy, storageAccountId: string): ArmPolicy {
  const providerSpecificDetails = {
    instanceType: 'HyperVReplicaAzure' as const,
    recoveryPointHistoryDurationInHours: policy.recoveryPointHistoryHours,
    applicationConsistentSnapshotFrequencyInHours: policy.applicationConsistentFrequencyHours,
    replicationInterval: policy.replicationIntervalSeconds,
    ...(policy.initialReplicationStartTime === null
      ? {}
      : { onlineReplicationStartTime: policy.initialReplicationStartTime }),
    encryption: 'Disabled',
    activeStorageAccountId: storageAccountId,
    resyncWindow: policy.resyncWindow,
    thresholds: policyThresholds(policy),
  };
  return {
    id: policyArmId(policy.name),
    name: policy.name,
    type: ARM_TYPES.policy,
    properties: { friendlyName: policy.name, providerSpecificDetails },
  };
}

/** Hyper-V Manager's window: outside work hours [domain facts: Msvm_ReplicationSettingData defaults]. */
const DEFAULT_WINDOW = { isEnabled: true, startLocal: '18:30', endLocal: '06:00' } as const;

/**
 * The policy that a PUT asks for. What it leaves out keeps its value, or takes the portal's default:
 * 5 minutes, 2 hours, application-consistent every hour.
 */
export function policyOf(
  policyId: PolicyId,
  name: string,
  wanted: PolicySettings,
  before: ReplicationPolicy | undefined,
): ReplicationPolicy {
  const interval = wanted.replicationInterval ?? before?.replicationIntervalSeconds ?? 300;
  if (interval !== 30 && interval !== 300 && interval !== 900) {
    throw badRequest(
      'InvalidReplicationInterval',
      `replicationInterval must be 30, 300 or 900 seconds, got ${interval}.`,
    );
  }
  return {
    policyId,
    name,
    replicationIntervalSeconds: interval,
    recoveryPointHistoryHours: wanted.recoveryPointHistoryDuration ?? before?.recoveryPointHistoryHours ?? 2,
    applicationConsistentFrequencyHours:
      wanted.applicationConsistentSnapshotFrequencyInHours ?? before?.applicationConsistentFrequencyHours ?? 1,
    initialReplicationStartTime:
      wanted.onlineReplicationStartTime === undefined
        ? (before?.initialReplicationStartTime ?? null)
        : wanted.onlineReplicationStartTime,
    resyncWindow: wanted.resyncWindow ?? before?.resyncWindow ?? DEFAULT_WINDOW,
  };
}
