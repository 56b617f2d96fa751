/** Full shapes for the rows of `fake-vault.ts`: what the pages of one item or job show. */
import type { ArmEvent, ArmJob, ArmProtectedItem, ArmRecoveryPoint } from '../../management/arm.ts';
import type {
  ErrorText,
  HealthProof,
  ItemOperations,
  ItemRow,
  ItemStatistics,
  JobRow,
  ReplicaDisk,
  ResyncAdviceBody,
  Series,
} from '../../management/wire.ts';
import { iso } from './fake-vault.ts';

const GIB = 1024 ** 3;

export const brokenChain: ErrorText = {
  id: 'BrokenVhdChain',
  message: 'The chain of virtual hard disks is broken: a parent disk is missing or was changed.',
  possibleCauses: 'A checkpoint’s .avhdx was moved or deleted outside Hyper-V.',
  recommendedAction: 'Mend the chain with “Inspect disk” in Hyper-V Manager, then resynchronize the machine.',
  detail: 'app-01-osdisk.avhdx: parent “app-01-osdisk.vhdx” not found on HV-FRA-01.',
};

export const unreachable: ErrorText = {
  id: 'NetworkUnreachable',
  message: 'The host cannot reach the cache storage account.',
  possibleCauses: 'The link is down, or a proxy refuses the connection.',
  recommendedAction: 'Check the host’s connection to *.blob.core.windows.net on port 443.',
  detail: 'HV-FRA-02 → lockstepcache.blob.core.windows.net: no route.',
};

export function fakeProof(row: ItemRow): HealthProof {
  const isCritical = row.health === 'Critical';
  const isFailing = row.activity === 'Failing';
  return {
    health: row.health,
    asOf: iso(2),
    findings: [
      {
        rule: 'HE1',
        title: 'No error needs the administrator',
        verdict: isCritical ? 'Critical' : 'Normal',
        input: isCritical ? (row.errorCode ?? '') : 'none',
        threshold: 'none',
        since: isCritical ? iso(5400) : null,
        clears: 'The error is mended and the next cycle succeeds.',
        error: isCritical ? brokenChain : null,
      },
      {
        rule: 'HE2',
        title: 'Replication attempts succeed',
        verdict: isFailing && !isCritical ? 'Warning' : 'Normal',
        input: isFailing ? '4 failures in a row' : '0 failures',
        threshold: '0 failures',
        since: isFailing ? iso(960) : null,
        clears: 'One attempt succeeds.',
        error: isFailing && !isCritical ? unreachable : null,
      },
      {
        rule: 'HE3',
        title: 'Missed cycles in the monitoring interval',
        verdict: row.health === 'Warning' ? 'Warning' : 'Normal',
        input: row.health === 'Warning' ? '31 %' : '2 %',
        threshold: 'at most 20 %',
        since: row.health === 'Warning' ? iso(1800) : null,
        clears: 'Enough cycles succeed to bring the share to 20 % or less.',
        error: null,
      },
      {
        rule: 'HE4',
        title: 'Time since the last replicated point',
        verdict: (row.rpoSeconds ?? 0) > 3600 ? 'Warning' : 'Normal',
        input: `${Math.round((row.rpoSeconds ?? 0) / 60)} min`,
        threshold: 'at most 60 min',
        since: (row.rpoSeconds ?? 0) > 3600 ? iso(520) : null,
        clears: 'A log arrives in the cache storage account.',
        error: null,
      },
      {
        rule: 'HE5',
        title: 'Replica log against half of its disk',
        verdict: 'Normal',
        input: `${Math.round((100 * row.logBytes) / row.logLimitBytes)} % of the limit`,
        threshold: 'below 100 %',
        since: null,
        clears: 'The log is shipped, or the disk is resynchronized.',
        error: null,
      },
    ],
    retry: isFailing
      ? {
          ladderMinutes: [1, 2, 4, 8, 10, 30],
          failures: isCritical ? 1 : 4,
          nextAttempt: isCritical ? null : iso(-196),
          lastAttempt: iso(284),
          isRecoverable: !isCritical,
        }
      : null,
  };
}

export function fakeDisks(row: ItemRow): ReplicaDisk[] {
  const names = ['osdisk', 'data', 'logs'] as const;
  return names.map((name, index): ReplicaDisk => {
    const sizeBytes = row.sizeBytes / (index + 1);
    const share =
      row.progressPercent === null ? null : Math.min(1, Math.max(0, (row.progressPercent / 100) * 3 - index));
    const processedBytes = sizeBytes * (share ?? 0);
    return {
      id: `${row.id}_${index}`,
      name: `${row.name}-${name}.vhdx`,
      role: index === 0 ? 'OperatingSystem' : 'Data',
      sizeBytes,
      activeLogBytes: row.logBytes / (index + 2),
      inFlightLogBytes: index === 0 ? row.logBytes / 10 : 0,
      logLimitBytes: sizeBytes / 2,
      // The last disk has not been watched for long enough.
      logTrend:
        index === 2
          ? null
          : {
              churnBytesPerSecond: 3 * 1024 ** 2,
              growthBytesPerSecond: (1 - 2 * index) * 1024 ** 2,
              watchedSeconds: 600,
            },
      transfer:
        share === null
          ? null
          : {
              kind: row.phase.startsWith('Resynchronizing') ? 'resynchronization' : 'initialReplication',
              phase:
                share >= 1
                  ? 'done'
                  : share > 0
                    ? row.phase.startsWith('Resynchronizing')
                      ? 'comparing'
                      : 'copying'
                    : 'waiting',
              totalBytes: sizeBytes,
              processedBytes,
              differingBytes: processedBytes * 0.08,
              sentBytes: processedBytes * 0.075,
              checksumBytes: processedBytes / 4096,
              startTime: iso(1400),
              rateBytesPerSecond: share > 0 && share < 1 ? 48 * 1024 ** 2 : null,
              etaSeconds: share > 0 && share < 1 ? [420, 640] : null,
              stalledSeconds: 0,
            },
    };
  });
}

export function fakeSeries(row: ItemRow): Series {
  return {
    logLimitBytes: row.logLimitBytes,
    points: Array.from({ length: 240 }, (_, index) => {
      const wave = Math.sin(index / 11) + Math.sin(index / 3.7) * 0.4;
      return {
        at: iso((239 - index) * 300),
        rpoSeconds:
          index < 8 ? null : Math.round(180 + 90 * wave + (index > 150 && index < 168 ? (index - 150) * 240 : 0)),
        logBytes: Math.max(0, (0.35 + 0.2 * wave) * GIB + (index > 150 && index < 168 ? (index - 150) * 0.4 * GIB : 0)),
        churnBytesPerSecond: Math.max(0, (1.2 + wave) * 1024 ** 2),
        sentBytes: Math.max(0, (0.3 + 0.2 * wave) * GIB),
        health: index > 158 && index < 172 ? 'Warning' : 'Normal',
      };
    }),
  };
}

/** On a slow line a difference takes long, and the full copy longer: the advice is to wait for the window. */
export function fakeAdvice(row: ItemRow, bandwidthBitsPerSecond = 100_000_000): ResyncAdviceBody {
  const isSlow = bandwidthBitsPerSecond < 10_000_000;
  return {
    totalBytes: row.sizeBytes,
    differingBytes: [row.sizeBytes * 0.04, row.sizeBytes * 0.09],
    fullBytes: row.sizeBytes * 0.7,
    durationSeconds: [1900, 2600],
    fullDurationSeconds: [7400, 9100],
    bandwidthBitsPerSecond,
    compareBytesPerSecond: 60 * 1024 ** 2,
    recommendation: isSlow ? 'window' : 'differential',
    recoveryPointsLost: 24,
    expectedLogBytes: 2 * GIB,
    logLimitBytes: row.logLimitBytes,
    isLoopRisk: false,
    windowOpensAt: iso(-17_400),
    blockedOperations: ['TestFailover', 'PlannedFailover'],
    isAllowed: row.allowedOperations.includes('RepairReplication'),
    refusal: row.allowedOperations.includes('RepairReplication')
      ? null
      : 'The machine is healthy: pause it and resume with resynchronization.',
  };
}

/** A healthy machine may not be resynchronized, and the server says why. */
export function fakeOperations(row: ItemRow): ItemOperations {
  return {
    stage: row.stage,
    allowed: row.allowedOperations,
    refusals: {
      RepairReplication: 'No resynchronization is required.',
      Commit: 'The machine runs at its primary site.',
    },
    targetRefusal: row.stage === 'failedOver' ? 'The machine in Azure is made already, or is being made.' : null,
  };
}

export function fakeRecoveryPoints(): ArmRecoveryPoint[] {
  return Array.from({ length: 24 }, (_, index) => ({
    id: `rp-${index}`,
    name: `rp-${index}`,
    type: null,
    location: null,
    properties: {
      recoveryPointTime: iso(120 + index * 3600),
      recoveryPointType: index % 4 === 0 ? 'ApplicationConsistent' : 'CrashConsistent',
      providerSpecificDetails: null,
    },
  }));
}

export function fakeEvents(row: ItemRow): ArmEvent[] {
  const entries = [
    ['VmHealth', 'Critical', 'SRSVMHealthChanged', 'Replication health changed to Critical'],
    ['JobStatus', 'OK', 'JobCompleted', 'Job “Resynchronize” completed'],
    ['VmHealth', 'Warning', 'SRSVMHealthChanged', 'Replication health changed to Warning'],
    ['JobStatus', 'OK', 'JobCompleted', 'Job “Enable replication” completed'],
  ] as const;
  return entries.map(([eventType, severity, eventCode, description], index) => ({
    id: `event-${index}`,
    name: `event-${index}`,
    type: null,
    location: null,
    properties: {
      eventCode,
      description,
      eventType,
      severity,
      affectedObjectFriendlyName: row.name,
      affectedObjectCorrelationId: null,
      timeOfOccurrence: iso(400 + index * 5000),
      fabricId: null,
      providerSpecificDetails: null,
      eventSpecificDetails: null,
      healthErrors: [],
    },
  }));
}

export function fakeArmItem(row: ItemRow): ArmProtectedItem {
  return {
    id: `/vaults/contoso/replicationProtectedItems/${row.id}`,
    name: row.id,
    type: null,
    location: null,
    properties: {
      friendlyName: row.name,
      protectedItemType: 'HyperVVirtualMachine',
      primaryFabricFriendlyName: row.site,
      recoveryFabricFriendlyName: 'Microsoft Azure',
      protectionState: row.state,
      protectionStateDescription: row.phase,
      activeLocation: row.activeLocation,
      testFailoverState: 'None',
      allowedOperations: [...row.allowedOperations],
      replicationHealth: row.health,
      failoverHealth: 'Warning',
      healthErrors: fakeHealthErrors(row),
      policyId: 'policy-1',
      policyFriendlyName: row.policy,
      lastSuccessfulTestFailoverTime: '0001-01-01T00:00:00Z',
      providerSpecificDetails: {
        instanceType: 'HyperVReplicaAzure',
        vmId: row.id,
        recoveryAzureVmName: row.name,
        recoveryAzureVMSize: 'Standard_D4s_v5',
        recoveryAzureStorageAccount: '/storageAccounts/lockstepreplica',
        recoveryAzureLogStorageAccountId: '/storageAccounts/lockstepcache',
        recoveryAzureResourceGroupId: '/resourceGroups/contoso-dr',
        selectedRecoveryAzureNetworkId:
          '/subscriptions/s/resourceGroups/dr/providers/Microsoft.Network/virtualNetworks/dr-vnet',
        vmNics: [fakeNic(0, 'vSwitch-Production', '10.1.0.5'), fakeNic(1, 'vSwitch-Backup', '172.16.1.5')],
        lastReplicatedTime: iso(40),
        lastRecoveryPointReceived: row.lastRecoveryPoint,
        lastRpoCalculatedTime: iso(2),
        rpoInSeconds: row.rpoSeconds,
        oSDetails: { osType: 'Windows' },
        sourceVmRamSizeInMB: 8192,
        sourceVmCpuCount: 4,
        enableRdpOnTargetOption: 'Never',
        useManagedDisks: 'true',
      },
    },
  } as unknown as ArmProtectedItem;
}

/** What a failing rule has by its catalogue's text, and the test failover that nobody has made. */
function fakeHealthErrors(row: ItemRow): unknown[] {
  const failing = fakeProof(row).findings.filter(({ verdict }) => verdict !== 'Normal');
  // Another rule that fails for the same error.
  const again = failing.filter(({ error }) => error !== null).map((finding) => ({ ...finding, rule: 'HE9' }));
  return [
    ...[...failing, ...again].map(({ rule, title, verdict, input, threshold, since, error }) => ({
      errorSource: 'ReplicationHealth',
      errorLevel: verdict === 'Critical' ? 'Error' : 'Warning',
      errorCategory: 'Replication',
      // The service has a number for it where a row has the word.
      errorCode: error ? 'LS3001' : rule,
      errorMessage: error?.message ?? `${title}.`,
      possibleCauses: error?.possibleCauses ?? `Measured: ${input}. Allowed: ${threshold}.`,
      recommendedAction: error?.recommendedAction ?? '',
      recoveryProviderErrorMessage: error?.detail ?? null,
      creationTimeUtc: since,
      errorId: rule,
    })),
    {
      errorSource: 'ReplicationUnitFailoverValidatorError',
      errorLevel: 'Warning',
      errorCategory: 'TestFailover',
      errorCode: '78187',
      errorMessage: `Untested: ${row.name}.`,
      possibleCauses: '',
      recommendedAction: '',
      recoveryProviderErrorMessage: null,
      creationTimeUtc: iso(90_000),
      errorId: '6:8010',
    },
  ];
}

function fakeNic(index: number, vMNetworkName: string, ipAddress: string): unknown {
  return {
    nicId: `nic-${index}`,
    name: index === 0 ? 'Network Adapter' : `Network Adapter ${index + 1}`,
    vMNetworkName,
    macAddress: `00155D0A0${index}01`,
    ipAddresses: [ipAddress],
    selectionType: 'SelectedByDefault',
    ipConfigs: [{ recoverySubnetName: 'default', recoveryStaticIPAddress: index === 0 ? '10.9.0.20' : '' }],
  };
}

export function fakeArmJob(row: JobRow): ArmJob {
  const isFailed = row.state === 'Failed';
  return {
    id: `/vaults/contoso/replicationJobs/${row.id}`,
    name: row.id,
    properties: {
      activityId: 'c0000000-0000-4000-8000-000000000001',
      scenarioName: row.scenarioName,
      friendlyName: row.name,
      state: row.state,
      stateDescription: row.stateDescription,
      startTime: row.startTime,
      endTime: row.endTime,
      allowedActions: [...row.allowedActions],
      targetObjectId: row.itemId,
      targetObjectName: row.itemName,
      targetInstanceType: 'ProtectionEntity',
      tasks: [
        {
          taskId: 't1',
          name: 'Preflight',
          friendlyName: 'Prerequisites check',
          state: 'Succeeded',
          stateDescription: 'Completed',
          startTime: row.startTime,
          endTime: row.startTime,
          allowedActions: [],
          errors: [],
        },
        {
          taskId: 't2',
          name: 'Work',
          friendlyName: row.name,
          state: row.state,
          stateDescription: row.stateDescription,
          startTime: row.startTime,
          endTime: row.endTime,
          allowedActions: [],
          errors: [],
        },
      ],
      errors: isFailed
        ? [
            {
              serviceErrorDetails: {
                code: unreachable.id,
                message: unreachable.message,
                possibleCauses: unreachable.possibleCauses,
                recommendedAction: unreachable.recommendedAction,
                activityId: null,
              },
              providerErrorDetails: null,
              errorLevel: 'Error',
              creationTime: row.endTime,
              taskId: 't2',
            },
          ]
        : [],
      customDetails: null,
    },
  };
}

/** A morning of cycles, three of them missed. */
export function fakeStatistics(row: ItemRow): ItemStatistics {
  return {
    startStatisticTime: iso(3 * 3600),
    endStatisticTime: iso(0),
    replicationSuccessCount: 357,
    replicationSize: 12 * GIB,
    maxReplicationSize: GIB / 2,
    replicationLatency: 1428,
    maxReplicationLatency: 41,
    replicationMissCount: 3,
    networkFailureCount: 1,
    replicationFailureCount: 1,
    pendingReplicationSize: row.logBytes,
    applicationConsistentSnapshotFailureCount: 0,
    replicationHealth: row.health,
    lastTestFailoverTime: null,
  };
}
