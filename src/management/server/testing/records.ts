/** Records for server tests: one site, two machines, one of them protected. */
import { GIB, instant, type Instant } from '../../../base/units.ts';
import type {
  DiskId,
  DiskReplication,
  HostId,
  JobId,
  PolicyId,
  RecoveryPointId,
  ReplicatedItem,
  ReplicationPolicy,
  VmId,
} from '../../../core/model.ts';
import type { Job } from '../../../core/jobs/job-model.ts';
import { monitoringOf } from '../../../core/health/monitoring.ts';
import type { HostInventory, NetworkAdapter } from '../../../core/ports.ts';
import type { RecoveryPlan } from '../../../core/plans/plan.ts';
import { group, plan } from '../../../core/plans/testing/sample-plans.ts';
import type { ItemView, PlanView } from '../../../engine/engine-api.ts';

export const T0: Instant = instant(Date.UTC(2026, 0, 5, 9, 0, 0));
export const HOST_ID = '11111111-0000-4000-8000-000000000001' as HostId;
export const VM_1 = '22222222-0000-4000-8000-000000000001' as VmId;
export const VM_2 = '22222222-0000-4000-8000-000000000002' as VmId;
export const DISK_1 = '33333333-0000-4000-8000-000000000001' as DiskId;
export const DISK_2 = '33333333-0000-4000-8000-000000000002' as DiskId;
export const POLICY_ID = '44444444-0000-4000-8000-000000000001' as PolicyId;
export const JOB_1 = '55555555-0000-4000-8000-000000000001' as JobId;
export const POINT_1 = '66666666-0000-4000-8000-000000000001' as RecoveryPointId;

export function policy(change: Partial<ReplicationPolicy> = {}): ReplicationPolicy {
  return {
    policyId: POLICY_ID,
    name: 'Gold 30 s',
    replicationIntervalSeconds: 30,
    recoveryPointHistoryHours: 4,
    applicationConsistentFrequencyHours: 1,
    initialReplicationStartTime: null,
    resyncWindow: { isEnabled: true, startLocal: '18:30', endLocal: '06:00' },
    ...change,
  };
}

function nic(nicId: string, macAddress: string, ipAddress: string): NetworkAdapter {
  return { nicId, name: 'Network Adapter', switchName: 'Production', macAddress, ipAddresses: [ipAddress] };
}

export function inventory(): readonly HostInventory[] {
  const machine = (vmId: VmId, name: string, diskId: DiskId): HostInventory['machines'][number] => ({
    vmId,
    name,
    hostId: HOST_ID,
    generation: 2,
    state: 'Running',
    osType: 'Windows',
    osName: 'Windows Server 2022',
    cpuCount: 4,
    memoryMegabytes: 8192,
    disks: [
      {
        diskId,
        name: `${name}.vhdx`,
        role: 'OperatingSystem',
        sizeBytes: GIB,
        format: 'vhdx',
        allocatedBytes: GIB / 2,
      },
    ],
    readinessErrors: [],
    workload: 'database',
    nics: [nic(`${name}-nic-0`, '00155D010A01', '10.1.0.5'), nic(`${name}-nic-1`, '00155D010A02', '10.1.1.5')],
  });
  return [
    {
      hostId: HOST_ID,
      name: 'hv01',
      siteName: 'Munich',
      fabricKind: 'HyperVSite',
      providerVersion: '5.24',
      agentVersion: '2.0.9260',
      lastHeartbeatAt: T0,
      utcOffsetMinutes: 60,
      volumes: [],
      switches: [
        { name: 'Production', kind: 'External', addressPrefixes: ['10.1.0.0/24'] },
        { name: 'Backup', kind: 'Internal', addressPrefixes: [] },
      ],
      machines: [machine(VM_1, 'sql01', DISK_1), machine(VM_2, 'web01', DISK_2)],
    },
  ];
}

export function disk(change: Partial<DiskReplication> = {}): DiskReplication {
  return {
    diskId: DISK_1,
    name: 'sql01.vhdx',
    role: 'OperatingSystem',
    sizeBytes: GIB,
    replicaBlobName: 'replica',
    activeLogBytes: 4096,
    inFlightLogBytes: 1024,
    lastAppliedLogId: null,
    transfer: null,
    allocatedBytes: GIB / 2,
    windows: { inFlight: [], ahead: [] },
    ...change,
  };
}

export function item(change: Partial<ReplicatedItem> = {}): ReplicatedItem {
  return {
    vmId: VM_1,
    vmName: 'sql01',
    hostId: HOST_ID,
    hostName: 'hv01',
    policyId: POLICY_ID,
    choices: {
      targetVmName: 'sql01-dr',
      targetVmSize: 'Standard_D4s_v5',
      targetResourceGroupId: '/subscriptions/s/resourceGroups/dr',
      targetNetworkId: null,
      targetSubnetName: null,
      storageAccountId: '/accounts/a',
      logStorageAccountId: '/accounts/a',
      includedDiskIds: [DISK_1],
      osType: 'Windows',
    },
    phase: { kind: 'protected' },
    pausedSince: null,
    disks: [disk()],
    cycle: {
      step: 'idle',
      number: 1,
      startedAt: null,
      frozenAt: null,
      nextAt: null,
      logBytes: 0,
      uploadedBytes: 0,
      appliedBytes: 0,
      consistency: 'CrashConsistent',
      logs: [],
      lastApplicationConsistentAt: null,
    },
    trouble: null,
    isAttempting: false,
    activeJobId: null,
    recoveryPoints: [
      {
        recoveryPointId: POINT_1,
        time: T0,
        consistency: 'CrashConsistent',
        snapshots: [{ diskId: DISK_1, snapshot: '2026-01-05T09:00:00.0000000Z' }],
      },
    ],
    expiredRecoveryPoints: [],
    baseSnapshot: null,
    poll: { isRunning: false, nextAt: null },
    lastReplicatedAt: T0,
    lastRecoveryPointAt: T0,
    lastTestFailoverAt: null,
    statistics: {
      startedAt: T0,
      successCount: 1,
      missCount: 0,
      failureCount: 0,
      networkFailureCount: 0,
      applicationConsistentFailureCount: 0,
      totalBytes: 0,
      maxBytes: 0,
      totalLatencyMs: 0,
      maxLatencyMs: 0,
    },
    enabledAt: T0,
    revision: 1,
    ...change,
  };
}

export function view(change: Partial<ItemView> = {}): ItemView {
  return {
    item: item(),
    policy: policy(),
    health: 'Normal',
    findings: [],
    allowedOperations: ['PlannedFailover', 'UnplannedFailover', 'DisableProtection', 'TestFailover'],
    refusals: {},
    rpoMs: 45_400,
    rpoCalculatedAt: T0,
    statistics: monitoringOf(item(), 'Normal', T0),
    activity: { kind: 'Idle' },
    ...change,
  };
}

export function job(change: Partial<Job> = {}): Job {
  return {
    jobId: JOB_1,
    scenarioName: 'EnableDr',
    vmId: VM_1,
    vmName: 'sql01',
    state: 'InProgress',
    stateDescription: 'InProgress',
    tasks: [
      {
        taskId: 'EnableProtectionPreflightChecksTask',
        name: 'EnableProtectionPrerequisitesCheck',
        friendlyName: 'Prerequisites check for enabling protection',
        state: 'InProgress',
        stateDescription: 'InProgress',
        startedAt: T0,
        endedAt: null,
      },
    ],
    errors: [],
    startedAt: T0,
    endedAt: null,
    revision: 1,
    ...change,
  };
}

/** A plan of the site's one protected machine. */
export function planView(change: Partial<RecoveryPlan> = {}): PlanView {
  const groups = [group('Shutdown', []), group('Failover', []), group('Boot', [VM_1])];
  return {
    plan: plan({ groups, ...change }),
    allowedOperations: ['PlannedFailover', 'UnplannedFailover', 'TestFailover'],
    refusals: { Commit: 'sql01: The machine runs at its primary site.' },
  };
}
