/** What an administrator wants of the machine in Azure: stored choices, edits upon them, and what is wrong with both. */
import { assignableRange, formatIpv4, parseIpv4 } from '../../../base/ipv4-prefix.ts';
import type { ArmTargetSize, ItemNic } from '../../../management/arm.ts';
import type { TargetChangeRequest } from '../../../management/client/client-api.ts';
import type { TargetNetwork } from '../../../management/wire.ts';
import { armName } from '../../data/arm-name.ts';
import { t } from '../../strings/translate.ts';
import type { HyperVDetails } from './hyperv-details.ts';

/** No network: connected to nothing. */
export const NO_NETWORK = '';

export interface TargetDraft extends TargetFields {
  /** In the host's order. */
  readonly nics: readonly NicDraft[];
}

interface TargetFields {
  readonly vmName: string;
  readonly vmSize: string;
  /** Its name, the last part of its ARM id. */
  readonly resourceGroup: string;
  /** An ARM id, or {@link NO_NETWORK}. */
  readonly networkId: string;
}

export interface NicDraft {
  readonly nicId: string;
  readonly isSelected: boolean;
  /** null: the network's first. */
  readonly subnetName: string | null;
  /** Empty: assigned by Azure. */
  readonly ipAddress: string;
}

/** What was touched; all else follows what is stored, whoever changes that. */
export interface TargetEdits extends Partial<TargetFields> {
  readonly nics?: Readonly<Record<string, Partial<NicDraft>>>;
}

/** What is wrong, field by field, as sentences. Nothing at all: the draft can be saved. */
export interface TargetProblems {
  readonly vmName?: string;
  readonly vmSize?: string;
  readonly resourceGroup?: string;
  readonly nics?: string;
  /** By adapter. */
  readonly addresses: Readonly<Record<string, string>>;
}

export function storedTarget(details: HyperVDetails | undefined): TargetDraft {
  return {
    vmName: details?.recoveryAzureVmName ?? '',
    vmSize: details?.recoveryAzureVMSize ?? '',
    resourceGroup: armName(details?.recoveryAzureResourceGroupId),
    networkId: details?.selectedRecoveryAzureNetworkId ?? NO_NETWORK,
    nics: details?.vmNics?.map(storedNic) ?? [],
  };
}

function storedNic({ nicId, selectionType, ipConfigs }: ItemNic): NicDraft {
  return {
    nicId: nicId ?? '',
    isSelected: selectionType !== 'NotSelected',
    subnetName: ipConfigs?.[0]?.recoverySubnetName || null,
    ipAddress: ipConfigs?.[0]?.recoveryStaticIPAddress ?? '',
  };
}

export function editedTarget(stored: TargetDraft, { nics: nicEdits, ...fields }: TargetEdits): TargetDraft {
  return { ...stored, ...fields, nics: stored.nics.map((nic) => ({ ...nic, ...nicEdits?.[nic.nicId] })) };
}

export function withNicEdit(edits: TargetEdits, nicId: string, edit: Partial<NicDraft>): TargetEdits {
  return { ...edits, nics: { ...edits.nics, [nicId]: { ...edits.nics?.[nicId], ...edit } } };
}

/** Subnets and addresses are those of one network: another has others, and the stored one its own again. */
export function withNetwork(edits: TargetEdits, stored: TargetDraft, networkId: string): TargetEdits {
  const isStored = networkId === stored.networkId;
  const nics = stored.nics.map(({ nicId, subnetName, ipAddress }) => [
    nicId,
    { ...edits.nics?.[nicId], ...(isStored ? { subnetName, ipAddress } : { subnetName: null, ipAddress: '' }) },
  ]);
  return { ...edits, networkId, nics: Object.fromEntries(nics) };
}

export function isSameTarget(one: TargetDraft, other: TargetDraft): boolean {
  return isSameValue(one, other);
}

/** What is to be said to the server: what differs, and of the adapters all, once anything about them does. */
export function targetChange(
  stored: TargetDraft,
  draft: TargetDraft,
  storedResourceGroupId: string,
): TargetChangeRequest {
  const isOtherNetwork = draft.networkId !== stored.networkId;
  const areOtherNics = isOtherNetwork || !isSameValue(draft.nics, stored.nics);
  return {
    ...(draft.vmName === stored.vmName ? {} : { targetVmName: draft.vmName }),
    ...(draft.vmSize === stored.vmSize ? {} : { targetVmSize: draft.vmSize }),
    ...(draft.resourceGroup === stored.resourceGroup
      ? {}
      : { targetResourceGroupId: [...storedResourceGroupId.split('/').slice(0, -1), draft.resourceGroup].join('/') }),
    ...(isOtherNetwork ? { targetNetworkId: draft.networkId === NO_NETWORK ? null : draft.networkId } : {}),
    // A machine without adapters has a subnet of its own, which the other network has not.
    ...(isOtherNetwork && draft.nics.length === 0 ? { targetSubnetName: null } : {}),
    ...(areOtherNics && draft.nics.length > 0 ? { nics: draft.nics.map(nicRequest) } : {}),
  };
}

function nicRequest({ nicId, isSelected, subnetName, ipAddress }: NicDraft) {
  return { nicId, isSelected, subnetName, staticIpAddress: ipAddress || null };
}

/** As the server judges names [Azure docs: support matrix]. */
const MACHINE_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
/** Azure's rule for resource groups: up to 90 of these, the last one no full stop. */
const RESOURCE_GROUP = /^[\p{L}\p{N}_.()-]{0,89}[\p{L}\p{N}_()-]$/u;

export function targetProblems(
  draft: TargetDraft,
  size: ArmTargetSize | undefined,
  network: TargetNetwork | undefined,
): TargetProblems {
  const vmSize = sizeProblem(size, draft.nics.filter(({ isSelected }) => isSelected).length);
  return {
    ...(MACHINE_NAME.test(draft.vmName) ? {} : { vmName: t('target.nameRule') }),
    ...(RESOURCE_GROUP.test(draft.resourceGroup) ? {} : { resourceGroup: t('target.resourceGroupRule') }),
    ...(vmSize === null ? {} : { vmSize }),
    ...(draft.nics.length === 0 || draft.nics.some(({ isSelected }) => isSelected)
      ? {}
      : { nics: t('network.needsAdapter') }),
    addresses: addressProblems(draft.nics, network),
  };
}

export function hasProblems({ addresses, ...others }: TargetProblems): boolean {
  return Object.keys(others).length + Object.keys(addresses).length > 0;
}

/** What speaks against a size; null: nothing, or nobody knows the size. */
export function sizeProblem(size: ArmTargetSize | undefined, adapterCount: number): string | null {
  const stated = size?.properties?.errors?.[0]?.message;
  if (stated) return stated;
  const most = size?.properties?.maxNicsCount;
  return typeof most === 'number' && adapterCount > most
    ? t('target.tooManyAdapters', { count: adapterCount, most, size: size?.name ?? '' })
    : null;
}

function addressProblems(nics: readonly NicDraft[], network: TargetNetwork | undefined): Record<string, string> {
  const seen = new Set<string>();
  const problems: Record<string, string> = {};
  for (const { nicId, isSelected, subnetName, ipAddress } of nics) {
    if (!isSelected || ipAddress === '') continue;
    const problem = seen.has(ipAddress) ? t('network.addressTwice') : addressProblem(ipAddress, subnetName, network);
    if (problem !== null) problems[nicId] = problem;
    seen.add(ipAddress);
  }
  return problems;
}

function addressProblem(
  ipAddress: string,
  subnetName: string | null,
  network: TargetNetwork | undefined,
): string | null {
  const address = parseIpv4(ipAddress);
  if (address === null) return t('network.addressRule');
  const prefix = subnetOf(network, subnetName)?.addressPrefix;
  const range = prefix === undefined ? null : assignableRange(prefix);
  if (range === null || (range[0] <= address && address <= range[1])) return null;
  return t('network.addressRange', { first: formatIpv4(range[0]), last: formatIpv4(range[1]) });
}

function subnetOf(
  network: TargetNetwork | undefined,
  name: string | null,
): TargetNetwork['subnets'][number] | undefined {
  return name === null ? network?.subnets[0] : network?.subnets.find((subnet) => subnet.name === name);
}

/** Of plain data whose fields stand in one order. */
function isSameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
