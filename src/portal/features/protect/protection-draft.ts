/** What the wizard has gathered so far, and the requests it makes of it. */
import type { ArmFabric, ArmPolicy, ArmProtectableItem } from '../../../management/arm.ts';
import type { EnableProtectionRequest } from '../../../management/client/client-api.ts';

const SUBSCRIPTION = '/subscriptions/00000000-0000-0000-0000-000000000000';
const MIB = 1024 * 1024;

/** Each machine is connected as the network mapping of its site has it. */
export const AS_MAPPED = 'asMapped';

export type DiskType = NonNullable<EnableProtectionRequest['diskType']>;

export interface TargetChoices {
  readonly resourceGroupId: string;
  readonly storageAccountId: string;
  readonly diskType: DiskType;
  /** ARM id; {@link AS_MAPPED}; null: connected to nothing. */
  readonly networkId: string | null;
  readonly subnetName: string | null;
  readonly vmSize: string;
}

export interface ProtectionDraft {
  readonly fabric: ArmFabric | null;
  readonly machines: readonly ArmProtectableItem[];
  /** Disks that are not to be replicated, as {@link diskKey} names them; those of machines not chosen say nothing. */
  readonly leftOut: ReadonlySet<string>;
  readonly target: TargetChoices;
  readonly policy: ArmPolicy | null;
}

/** Resources to choose from. Classic Site Recovery has no API to list these; a vault administrator knows them. */
export const TARGETS = {
  resourceGroups: [`${SUBSCRIPTION}/resourceGroups/lockstep-recovery`, `${SUBSCRIPTION}/resourceGroups/lockstep`],
  storageAccounts: [`${SUBSCRIPTION}/resourceGroups/lockstep/providers/Microsoft.Storage/storageAccounts/contosodr`],
  diskTypes: ['Standard_LRS', 'StandardSSD_LRS', 'Premium_LRS'],
  vmSizes: ['Standard_B2s', 'Standard_D2s_v5', 'Standard_D4s_v5', 'Standard_D8s_v5', 'Standard_E4s_v5'],
} as const;

export const EMPTY_DRAFT: ProtectionDraft = {
  fabric: null,
  machines: [],
  leftOut: new Set(),
  target: {
    resourceGroupId: TARGETS.resourceGroups[0],
    storageAccountId: TARGETS.storageAccounts[0],
    diskType: TARGETS.diskTypes[0],
    networkId: AS_MAPPED,
    subnetName: null,
    vmSize: TARGETS.vmSizes[1],
  },
  policy: null,
};

export interface MachineDisk {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** The engine refuses a machine without its operating system disk. */
  readonly isOfSystem: boolean;
}

export interface MachineFacts {
  readonly name: string;
  readonly generation: string;
  readonly osName: string;
  readonly osType: 'Windows' | 'Linux';
  readonly disks: readonly MachineDisk[];
  readonly isProtected: boolean;
  readonly errors: readonly string[];
}

/** The facts of a protectable item that the wizard shows, whatever ARM left null. */
export function factsOf(machine: ArmProtectableItem): MachineFacts {
  const details = hyperVDetails(machine);
  return {
    name: machine.properties?.friendlyName ?? machine.name ?? '',
    generation: details?.generation ?? '',
    osName: details?.osDetails?.osEdition ?? '',
    osType: details?.osDetails?.osType === 'Linux' ? 'Linux' : 'Windows',
    disks: (details?.diskDetails ?? []).map((disk) => ({
      id: disk.vhdId ?? '',
      name: disk.vhdName ?? '',
      sizeBytes: (disk.maxSizeMB ?? 0) * MIB,
      isOfSystem: disk.vhdType === 'OperatingSystem',
    })),
    isProtected: machine.properties?.protectionStatus === 'Protected',
    errors: machine.properties?.protectionReadinessErrors ?? [],
  };
}

export function isEligible(machine: ArmProtectableItem): boolean {
  const { isProtected, errors } = factsOf(machine);
  return !isProtected && errors.length === 0;
}

/** Names one disk of one machine: copies of a machine may have disks of one id. */
export function diskKey(machine: ArmProtectableItem, disk: MachineDisk): string {
  return `${machine.name ?? ''}/${disk.id}`;
}

/** Whether the disk is to be replicated: unless it is left out, and the operating system's in any case. */
export function isIncluded(
  machine: ArmProtectableItem,
  disk: MachineDisk,
  leftOut: ProtectionDraft['leftOut'],
): boolean {
  return disk.isOfSystem || !leftOut.has(diskKey(machine, disk));
}

export function includedDisks(
  machine: ArmProtectableItem,
  leftOut: ProtectionDraft['leftOut'],
): readonly MachineDisk[] {
  return factsOf(machine).disks.filter((disk) => isIncluded(machine, disk, leftOut));
}

/** Bytes on so many disks. */
export function totalBytes(disks: readonly MachineDisk[]): number {
  return disks.reduce((sum, disk) => sum + disk.sizeBytes, 0);
}

/** Whether machines with such a target can replicate as often as the policy says; the server judges the same. */
export function isFrequencyAvailable(policy: ArmPolicy, { diskType }: TargetChoices): boolean {
  const details = policy.properties?.providerSpecificDetails;
  const seconds = details && 'replicationInterval' in details ? details.replicationInterval : undefined;
  return diskType !== 'Premium_LRS' || seconds !== 30;
}

/** One request a machine; the draft must be complete. */
export function requestsOf(draft: ProtectionDraft): EnableProtectionRequest[] {
  const { fabric, policy, target, leftOut } = draft;
  if (!fabric?.name || !policy?.id) return [];
  const [fabricName, policyId] = [fabric.name, policy.id];
  return draft.machines.map((machine) => {
    const facts = factsOf(machine);
    return {
      itemId: machine.name ?? '',
      fabricName,
      containerName: containerOf(machine),
      policyId,
      vmName: facts.name,
      osType: facts.osType,
      targetVmName: facts.name,
      targetVmSize: target.vmSize,
      targetResourceGroupId: target.resourceGroupId,
      ...(target.networkId === AS_MAPPED ? {} : { targetNetworkId: target.networkId }),
      targetSubnetName: target.networkId === null ? null : target.subnetName,
      storageAccountId: target.storageAccountId,
      diskType: target.diskType,
      diskIds: includedDisks(machine, leftOut).map(({ id }) => id),
    };
  });
}

export function fabricName(fabric: ArmFabric): string {
  return fabric.properties?.friendlyName ?? fabric.name ?? '';
}

function containerOf(machine: ArmProtectableItem): string {
  return /\/replicationProtectionContainers\/([^/]+)\//i.exec(machine.id ?? '')?.[1] ?? '';
}

interface HyperVDetails {
  readonly generation?: string | null;
  readonly osDetails?: { readonly osType?: string | null; readonly osEdition?: string | null } | null;
  readonly diskDetails?:
    | readonly {
        readonly maxSizeMB?: number | null;
        readonly vhdId?: string | null;
        readonly vhdName?: string | null;
        readonly vhdType?: string | null;
      }[]
    | null;
}

function hyperVDetails(machine: ArmProtectableItem): HyperVDetails | null {
  const details = machine.properties?.customDetails;
  return details?.instanceType === 'HyperVVirtualMachine' ? (details as HyperVDetails) : null;
}
