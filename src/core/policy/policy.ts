/** The replication policy: its limits, defaults and what it says of starting times [WMI, Azure docs]. */
import { err, ok, type Result } from '../../base/result.ts';
import type { Instant } from '../../base/units.ts';
import { MAX_RETENTION_HOURS } from '../limits/limits.ts';
import type { DiskType, PolicyId, ReplicationPolicy, ResyncWindow } from '../model.ts';
import type { FieldError } from './field-error.ts';
import { localMinute, minutesOf, nextLocalTime, parseLocalTime, type OffsetAt } from './local-time.ts';
import { DEFAULT_RESYNC_WINDOW } from './window.ts';

/** Copy frequencies that a host accepts, in seconds. */
export const REPLICATION_INTERVALS_SECONDS = [30, 300, 900] as const;

/** Hours between application-consistent snapshots: 0 = off, else 1 to this. */
export const MAX_APPLICATION_CONSISTENT_FREQUENCY_HOURS = 12;

/** What the portal offers when a policy is created: 5 minutes, 2 hours, every hour. */
export const POLICY_DEFAULTS = {
  replicationIntervalSeconds: 300,
  recoveryPointHistoryHours: 2,
  applicationConsistentFrequencyHours: 1,
  initialReplicationStartTime: null,
  resyncWindow: DEFAULT_RESYNC_WINDOW,
} as const satisfies Omit<ReplicationPolicy, 'policyId' | 'name'>;

/** A policy as an administrator gives it: numbers not yet known to be allowed ones, the rest by default. */
export interface PolicyInput {
  readonly policyId: PolicyId;
  readonly name: string;
  readonly replicationIntervalSeconds?: number;
  readonly recoveryPointHistoryHours?: number;
  readonly applicationConsistentFrequencyHours?: number;
  readonly initialReplicationStartTime?: string | null;
  readonly resyncWindow?: ResyncWindow;
}

/** The policy with its defaults filled in, or everything that is wrong with it. */
export function validatePolicy(input: PolicyInput): Result<ReplicationPolicy, readonly FieldError[]> {
  const policy = { ...POLICY_DEFAULTS, ...input, name: input.name.trim() };
  const interval = REPLICATION_INTERVALS_SECONDS.find((seconds) => seconds === policy.replicationIntervalSeconds);
  const errors = [...numberErrors(policy), ...timeErrors(policy)];
  if (policy.name === '') errors.unshift({ field: 'name', message: 'A policy needs a name.' });
  if (interval === undefined) {
    const message = 'The copy frequency is 30, 300 or 900 seconds.';
    return err([...errors, { field: 'replicationIntervalSeconds', message }]);
  }
  return errors.length > 0 ? err(errors) : ok({ ...policy, replicationIntervalSeconds: interval });
}

/** Why a machine with its replica on such disks cannot replicate that often, as a sentence; null when it can. */
export function frequencyRefusal(
  { name, replicationIntervalSeconds }: Pick<ReplicationPolicy, 'name' | 'replicationIntervalSeconds'>,
  diskType: DiskType | undefined,
): string | null {
  if (diskType !== 'Premium_LRS' || replicationIntervalSeconds !== 30) return null;
  return `A copy frequency of 30 seconds, as in the policy '${name}', is not available for premium storage.`;
}

/** When an initial replication may begin: at once, or the next time the host's clock shows the policy's time. */
export function initialReplicationStart(
  policy: Pick<ReplicationPolicy, 'initialReplicationStartTime'>,
  now: Instant,
  offsetAt: OffsetAt,
): Instant {
  if (policy.initialReplicationStartTime === null) return now;
  const start = minutesOf(policy.initialReplicationStartTime);
  return localMinute(now, offsetAt) === start ? now : nextLocalTime(now, start, offsetAt);
}

function numberErrors(policy: Required<PolicyInput>): FieldError[] {
  const errors: FieldError[] = [];
  if (!isWhole(policy.recoveryPointHistoryHours, MAX_RETENTION_HOURS)) {
    const message = `Recovery points are kept for 0 to ${MAX_RETENTION_HOURS} hours; 0 keeps the latest only.`;
    errors.push({ field: 'recoveryPointHistoryHours', message });
  }
  if (!isWhole(policy.applicationConsistentFrequencyHours, MAX_APPLICATION_CONSISTENT_FREQUENCY_HOURS)) {
    const message = `Application-consistent snapshots are taken every 1 to ${MAX_APPLICATION_CONSISTENT_FREQUENCY_HOURS} hours; 0 switches them off.`;
    errors.push({ field: 'applicationConsistentFrequencyHours', message });
  }
  return errors;
}

function timeErrors(policy: Required<PolicyInput>): FieldError[] {
  const times = [
    ['initialReplicationStartTime', policy.initialReplicationStartTime ?? '00:00'],
    ['resyncWindow.startLocal', policy.resyncWindow.startLocal],
    ['resyncWindow.endLocal', policy.resyncWindow.endLocal],
  ] as const;
  return times
    .filter(([, text]) => parseLocalTime(text) === undefined)
    .map(([field]) => ({ field, message: 'The time is given as HH:MM, from 00:00 to 23:59.' }));
}

function isWhole(value: number, limit: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= limit;
}
