import type { ArmPolicy } from '../../../management/arm.ts';
import type { PolicySettings } from '../../../management/client/client-api.ts';
import type { PolicyThresholds } from '../../../management/wire-insight.ts';
import { formatDuration } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';

const HOUR_SECONDS = 3600;

/** The fields that the server's answer carries; `resyncWindow` and `thresholds` are not in Microsoft's model. */
interface Details {
  readonly replicationInterval?: number | null;
  readonly recoveryPointHistoryDurationInHours?: number | null;
  readonly applicationConsistentSnapshotFrequencyInHours?: number | null;
  readonly onlineReplicationStartTime?: string | null;
  readonly resyncWindow?: PolicyView['resyncWindow'] | null;
  readonly thresholds?: PolicyThresholds | null;
}

/** A policy with what ARM may leave out made certain. */
export type PolicyView = Required<PolicySettings> & { readonly name: string };

/** What a new policy proposes: the server's own defaults. */
export const NEW_POLICY: PolicyView = {
  name: '',
  replicationIntervalSeconds: 300,
  recoveryPointHistoryHours: 2,
  applicationConsistentFrequencyHours: 1,
  initialReplicationStartTime: null,
  resyncWindow: { isEnabled: true, startLocal: '18:30', endLocal: '06:00' },
};

export function policyView({ name, properties }: ArmPolicy): PolicyView {
  const details = (properties?.providerSpecificDetails ?? {}) as Details;
  return {
    name: name ?? '',
    replicationIntervalSeconds: details.replicationInterval ?? NEW_POLICY.replicationIntervalSeconds,
    recoveryPointHistoryHours: details.recoveryPointHistoryDurationInHours ?? NEW_POLICY.recoveryPointHistoryHours,
    applicationConsistentFrequencyHours: details.applicationConsistentSnapshotFrequencyInHours ?? 0,
    initialReplicationStartTime: details.onlineReplicationStartTime ?? null,
    resyncWindow: details.resyncWindow ?? { ...NEW_POLICY.resyncWindow, isEnabled: false },
  };
}

/** What health and log may be under the policy; null where the server does not tell. */
export function thresholdsOf({ properties }: ArmPolicy): PolicyThresholds | null {
  return ((properties?.providerSpecificDetails ?? {}) as Details).thresholds ?? null;
}

export function historyText({ recoveryPointHistoryHours: hours }: PolicyView): string {
  return hours === 0 ? t('policies.historyLatest') : formatDuration(hours * HOUR_SECONDS);
}

export function applicationText({ applicationConsistentFrequencyHours: hours }: PolicyView): string {
  return hours === 0 ? t('policies.appOff') : formatDuration(hours * HOUR_SECONDS);
}

export function startText({ initialReplicationStartTime: time }: PolicyView): string {
  return time === null ? t('policies.startNow') : t('policies.startAt', { time });
}

export function windowText({ resyncWindow: { isEnabled, startLocal, endLocal } }: PolicyView): string {
  return isEnabled ? t('policies.windowAt', { from: startLocal, to: endLocal }) : t('policies.windowOff');
}
