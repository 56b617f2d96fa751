import { vmNics } from './nic-resource.ts';
import { SECOND_MS, toIso } from '../../base/units.ts';
import type { ReplicatedItem } from '../../core/model.ts';
import type { Job } from '../../core/jobs/job-model.ts';
import type { MachineInventory } from '../../core/ports.ts';
import type { ItemView } from '../../engine/engine-api.ts';
import type { ArmProtectedItem, ArmRecoveryPoint } from '../arm.ts';
import {
  ARM_TYPES,
  guidOf,
  itemArmId,
  jobArmId,
  policyArmId,
  protectableItemId,
  providerId,
  recoveryContainerId,
  type SiteNames,
} from './arm-id.ts';
import { ruleErrorText } from './health-rule-text.ts';
import { activeLocationOf, errorText, testFailoverStateOf } from './item-facts.ts';
import { type ArmState, armStateOf } from '../../core/protection/arm-state.ts';
import { describeNotice } from '../../core/errors/service-notices.ts';
import { progressOf } from './item-row.ts';
import { RECOVERY_SIDE } from './inventory-resource.ts';
import type { Sites } from './sites.ts';

const MIB = 1024 * 1024;
/** The service's word for "never" and "no job" [domain facts: recorded idle scenario]. */
const NO_SCENARIO = { scenarioName: 'None', jobId: jobArmId('None'), startTime: '1753-01-01T01:01:01Z' } as const;

/** A replicated item in ARM's full shape (HyperVReplicaAzure). */
export function itemResource(view: ItemView, sites: Sites, activeJob: Job | undefined): ArmProtectedItem {
  const { item, policy } = view;
  const site = sites.ofHost(item.hostId, item.hostName);
  const state = armStateOf(item);
  return {
    id: itemArmId(site, item.vmId),
    name: item.vmId,
    type: ARM_TYPES.item,
    properties: {
      friendlyName: item.vmName,
      protectedItemType: 'HyperVVirtualMachine',
      protectableItemId: protectableItemId(site, item.vmId),
      recoveryServicesProviderId: providerId(site),
      primaryFabricFriendlyName: site.siteName,
      // The word for VMM is not recorded for items; jobs say VMM.
      primaryFabricProvider: site.kind === 'VMM' ? 'VMM' : 'SingleHostHyperVFabric',
      ...RECOVERY_SIDE,
      primaryProtectionContainerFriendlyName: site.siteName,
      protectionState: state.protectionState,
      protectionStateDescription: state.description,
      activeLocation: activeLocationOf(item),
      testFailoverState: testFailoverStateOf(item),
      testFailoverStateDescription: testFailoverStateOf(item),
      switchProviderState: 'None',
      switchProviderStateDescription: null,
      allowedOperations: [...view.allowedOperations],
      replicationHealth: view.health,
      failoverHealth: item.lastTestFailoverAt === null ? 'Warning' : 'Normal',
      healthErrors: healthErrors(view),
      policyId: policyArmId(policy.name),
      policyFriendlyName: policy.name,
      lastSuccessfulFailoverTime: item.lastFailoverAt === undefined ? null : toIso(item.lastFailoverAt),
      lastSuccessfulTestFailoverTime: item.lastTestFailoverAt === null ? null : toIso(item.lastTestFailoverAt),
      currentScenario:
        item.activeJobId !== null && activeJob?.jobId === item.activeJobId
          ? {
              scenarioName: activeJob.scenarioName,
              jobId: jobArmId(activeJob.jobId),
              startTime: toIso(activeJob.startedAt),
            }
          : NO_SCENARIO,
      failoverRecoveryPointId: failoverPointId(site, item),
      providerSpecificDetails: hyperVDetails(view, sites.machine(item.vmId), state),
      recoveryContainerId: recoveryContainerId(),
      eventCorrelationId: guidOf(`events/${item.vmId}`),
    },
  };
}

/** The recovery point that the machine in Azure was made of. */
function failoverPointId(site: SiteNames, { vmId, phase }: ReplicatedItem): string | null {
  const point = 'failover' in phase ? phase.failover.point : null;
  return point && `${itemArmId(site, vmId)}/recoveryPoints/${point.recoveryPointId}`;
}

type Properties = NonNullable<ArmProtectedItem['properties']>;

/** HyperVReplicaAzureReplicationDetails. Typed loosely upwards: the SDK's base type hides the provider's fields. */
function hyperVDetails(
  view: ItemView,
  machine: MachineInventory | undefined,
  state: ArmState,
): NonNullable<Properties['providerSpecificDetails']> {
  const { item } = view;
  const { choices } = item;
  const details = {
    instanceType: 'HyperVReplicaAzure' as const,
    azureVmDiskDetails: item.disks.map((disk, index) => ({
      vhdType: disk.role,
      vhdId: disk.diskId,
      diskId: `${item.vmId}_${disk.diskId}_0_${index}`,
      vhdName: disk.name,
      maxSizeMB: String(Math.ceil(disk.sizeBytes / MIB)),
      targetDiskLocation: null,
      targetDiskName: null,
      lunId: String(index),
      diskEncryptionSetId: null,
      customTargetDiskName: `${choices.targetVmName}-${disk.role === 'OperatingSystem' ? 'OSdisk' : 'DataDisk'}-${String(index).padStart(2, '0')}`,
    })),
    recoveryAzureVmName: choices.targetVmName,
    recoveryAzureVMSize: choices.targetVmSize,
    recoveryAzureStorageAccount: choices.storageAccountId,
    recoveryAzureLogStorageAccountId: choices.logStorageAccountId,
    lastReplicatedTime: item.lastReplicatedAt === null ? null : toIso(item.lastReplicatedAt),
    rpoInSeconds: view.rpoMs === null ? null : Math.round(view.rpoMs / SECOND_MS),
    lastRpoCalculatedTime: toIso(view.rpoCalculatedAt),
    vmId: item.vmId,
    vmProtectionState: state.protectionState,
    vmProtectionStateDescription: state.description,
    initialReplicationDetails: {
      initialReplicationType: 'InitialReplication',
      // As recorded: "0" again when initial replication is over.
      initialReplicationProgressPercentage: String(
        item.phase.kind === 'initialReplication' ? (progressOf(item) ?? 0) : 0,
      ),
    },
    vmNics: vmNics(item, machine?.nics ?? []),
    selectedRecoveryAzureNetworkId: choices.targetNetworkId,
    selectedSourceNicId: machine?.nics?.[0]?.nicId ?? null,
    encryption: 'Disabled',
    oSDetails: {
      osType: choices.osType,
      productType: 'UNKNOWN',
      osEdition: machine?.osName ?? null,
      oSVersion: null,
      oSMajorVersion: '0',
      oSMinorVersion: '0',
    },
    sourceVmRamSizeInMB: machine?.memoryMegabytes ?? null,
    sourceVmCpuCount: machine?.cpuCount ?? null,
    enableRdpOnTargetOption: 'Never',
    recoveryAzureResourceGroupId: choices.targetResourceGroupId,
    recoveryAvailabilitySetId: '',
    targetAvailabilityZone: '',
    targetProximityPlacementGroupId: '',
    useManagedDisks: 'true',
    licenseType: 'NotSpecified',
    sqlServerLicenseType: 'NoLicenseType',
    lastRecoveryPointReceived: item.lastRecoveryPointAt === null ? null : toIso(item.lastRecoveryPointAt),
    targetVmTags: {},
    seedManagedDiskTags: null,
    targetManagedDiskTags: {},
    targetNicTags: {},
    protectedManagedDisks: managedDisks(item),
  };
  return details;
}

/** Where a type was chosen for them; the seed of a managed disk, its copy in Azure, is a blob here. */
function managedDisks({ choices, disks }: ReplicatedItem): readonly unknown[] {
  const { diskType } = choices;
  if (diskType === undefined) return [];
  return disks.map(({ diskId }) => ({
    diskId,
    seedManagedDiskId: null,
    replicaDiskType: diskType,
    diskEncryptionSetId: null,
  }));
}

/** Failing health rules, and the readiness warning every item carries until its first test failover. */
function healthErrors(view: ItemView): NonNullable<Properties['healthErrors']> {
  const { item } = view;
  const replication = view.findings
    .filter((finding) => finding.verdict !== 'Normal')
    .map((finding) => {
      const text = finding.fault ? errorText(finding.fault, item.vmName) : ruleErrorText(finding);
      return {
        innerHealthErrors: [],
        errorSource: 'ReplicationHealth',
        errorType: finding.rule,
        errorLevel: finding.verdict === 'Critical' ? 'Error' : 'Warning',
        errorCategory: 'Replication',
        errorCode: text.id,
        summaryMessage: '',
        errorMessage: text.message,
        possibleCauses: text.possibleCauses,
        recommendedAction: text.recommendedAction,
        creationTimeUtc: finding.since === null ? null : toIso(finding.since),
        recoveryProviderErrorMessage: text.detail || null,
        entityId: item.vmId,
        errorId: finding.rule,
        customerResolvability: 'NotAllowed' as const,
      };
    });
  return item.lastTestFailoverAt === null ? [...replication, untestedFailover(view)] : replication;
}

/** As recorded. */
function untestedFailover({ item }: ItemView): NonNullable<Properties['healthErrors']>[number] {
  const notice = describeNotice('NoTestFailover', item.vmName);
  return {
    innerHealthErrors: [],
    errorSource: 'ReplicationUnitFailoverValidatorError',
    errorType: '8010',
    errorLevel: 'Warning',
    errorCategory: 'TestFailover',
    errorCode: notice.code,
    summaryMessage: '',
    errorMessage: notice.message,
    possibleCauses: notice.possibleCauses,
    recommendedAction: notice.recommendedAction,
    creationTimeUtc: toIso(item.enabledAt),
    recoveryProviderErrorMessage: null,
    entityId: item.vmId,
    errorId: '6:8010',
    customerResolvability: 'NotAllowed',
  };
}

/** A recovery point of an item. */
export function recoveryPointResource(
  site: SiteNames,
  view: ItemView,
  point: ItemView['item']['recoveryPoints'][number],
): ArmRecoveryPoint {
  return {
    id: `${itemArmId(site, view.item.vmId)}/recoveryPoints/${point.recoveryPointId}`,
    name: point.recoveryPointId,
    type: ARM_TYPES.recoveryPoint,
    properties: {
      recoveryPointTime: toIso(point.time),
      recoveryPointType: point.consistency,
      providerSpecificDetails: null,
    },
  };
}
