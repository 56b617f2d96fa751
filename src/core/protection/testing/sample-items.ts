import { instant, MIB } from '../../../base/units.ts';
import type {
  DiskId,
  DiskReplication,
  Failback,
  Failover,
  HostId,
  JobId,
  Phase,
  PolicyId,
  RecoveryPoint,
  RecoveryPointId,
  ReplicatedItem,
  SnapshotId,
  VmId,
} from '../../model.ts';
import { POLICY_DEFAULTS } from '../../policy/policy.ts';
import type { Facts } from '../facts.ts';
import { IDLE_CYCLE } from '../new-item.ts';
import { newStatistics } from '../../health/statistics.ts';

/** 2026-03-02T08:00:00Z. */
export const NOW = instant(1_772_438_400_000);

export const FACTS: Facts = {
  now: NOW,
  policy: { ...POLICY_DEFAULTS, policyId: 'policy' as PolicyId, name: 'policy' },
  offsetAt: () => 60,
  uploadThreads: 4,
  newJobId: 'new-job' as JobId,
  newRecoveryPointId: 'new-point' as RecoveryPointId,
};

function disk(name: string): DiskReplication {
  return {
    diskId: name as DiskId,
    name,
    role: name === 'os' ? 'OperatingSystem' : 'Data',
    sizeBytes: 16 * MIB,
    allocatedBytes: 8 * MIB,
    replicaBlobName: `${name}.vhd`,
    activeLogBytes: 0,
    inFlightLogBytes: 0,
    lastAppliedLogId: null,
    transfer: null,
    windows: { inFlight: [], ahead: [] },
  };
}

/** An item in a phase as it stands when the phase begins. */
export function itemIn(phase: Phase, change: Partial<ReplicatedItem> = {}): ReplicatedItem {
  return {
    vmId: 'vm' as VmId,
    vmName: 'DB01',
    hostId: 'host' as HostId,
    hostName: 'HV01',
    policyId: 'policy' as PolicyId,
    choices: {
      targetVmName: 'DB01',
      targetVmSize: 'Standard_D2s_v3',
      targetResourceGroupId: '',
      targetNetworkId: null,
      targetSubnetName: null,
      storageAccountId: '',
      logStorageAccountId: '',
      includedDiskIds: [],
      osType: 'Windows',
    },
    phase,
    pausedSince: null,
    disks: [disk('os'), disk('data')],
    cycle: IDLE_CYCLE,
    trouble: null,
    isAttempting: false,
    activeJobId: null,
    recoveryPoints: [],
    expiredRecoveryPoints: [],
    baseSnapshot: null,
    poll: { isRunning: false, nextAt: null },
    lastReplicatedAt: null,
    lastRecoveryPointAt: null,
    lastTestFailoverAt: null,
    statistics: newStatistics(NOW),
    enabledAt: NOW,
    revision: 0,
    ...change,
  };
}

export const POINT: RecoveryPoint = {
  recoveryPointId: 'point' as RecoveryPointId,
  time: NOW,
  consistency: 'CrashConsistent',
  snapshots: [],
};

export const BASE = { snapshotId: 'base' as SnapshotId, takenAt: NOW, consistency: 'CrashConsistent' } as const;

const FAILOVER: Failover = { kind: 'planned', point: POINT, startedAt: NOW };

const FAILBACK: Failback = {
  dataSync: 'ForSynchronization',
  createVmIfNotFound: true,
  startedAt: NOW,
  snapshots: [],
};

/** One item for each phase. */
export const SAMPLES: { readonly [K in Phase['kind']]: ReplicatedItem } = {
  enabling: itemIn({ kind: 'enabling', step: 'checkPrerequisites' }, { activeJobId: 'job' as JobId }),
  enablingFailed: itemIn({ kind: 'enablingFailed', step: 'createReplica' }),
  waitingForInitialReplication: itemIn({ kind: 'waitingForInitialReplication', startsAt: NOW, isDue: false }),
  initialReplication: itemIn({ kind: 'initialReplication', diskIndex: 0 }),
  finalizing: itemIn({ kind: 'finalizing', step: 'createRecoveryPoint' }, { baseSnapshot: BASE }),
  protected: itemIn({ kind: 'protected' }, { cycle: { ...IDLE_CYCLE, nextAt: NOW } }),
  resynchronizationRequired: itemIn({
    kind: 'resynchronizationRequired',
    cause: 'modifiedOffline',
    since: NOW,
    startsAt: null,
    isDue: false,
    isTrackingStopped: true,
    loggedBytes: null,
  }),
  resynchronizing: itemIn({
    kind: 'resynchronizing',
    cause: 'manual',
    step: 'geometry',
    diskIndex: 0,
    startedAt: NOW,
  }),
  failingOver: itemIn({
    kind: 'failingOver',
    failover: { kind: 'planned', point: null, startedAt: NOW },
    step: 'checkPrerequisites',
    finalCycle: null,
    isChangingPoint: false,
  }),
  failedOver: itemIn({ kind: 'failedOver', failover: FAILOVER }),
  committingFailover: itemIn({ kind: 'committingFailover', failover: FAILOVER, step: 'removeRelationship' }),
  cancellingFailover: itemIn({
    kind: 'cancellingFailover',
    failover: FAILOVER,
    step: 'deleteMachine',
    isRollback: false,
  }),
  failoverCommitted: itemIn({ kind: 'failoverCommitted', failover: FAILOVER }),
  failingBack: itemIn({
    kind: 'failingBack',
    failover: FAILOVER,
    failback: FAILBACK,
    step: 'checkPrerequisites',
    diskIndex: 0,
  }),
  cancellingFailback: itemIn({
    kind: 'cancellingFailback',
    failover: FAILOVER,
    failback: FAILBACK,
    step: 'startMachine',
    isRollback: false,
  }),
  failedBack: itemIn({ kind: 'failedBack', failover: FAILOVER }),
  committingFailback: itemIn({ kind: 'committingFailback', failover: FAILOVER }),
  failbackCommitted: itemIn({ kind: 'failbackCommitted', failover: FAILOVER }),
  reverseReplicating: itemIn({ kind: 'reverseReplicating', failover: FAILOVER, step: 'checkTarget' }),
  disabling: itemIn({ kind: 'disabling', step: 'removeRelationship', isForced: false, isRollback: false }),
};
