import type { DiskId, ProtectionChoices, VmId } from '../../core/model.ts';
import type { MachineInventory } from '../../core/ports.ts';
import type { AdminCommand } from '../../engine/engine-api.ts';
import { VAULT_PATH } from '../wire.ts';
import { badRequest, notFound } from './arm-error.ts';
import { lastSegment } from './arm-id.ts';
import type { ServerContext } from './context.ts';
import type { EnableInput } from './inputs.ts';
import { siteOf } from './inventory-routes.ts';
import { failUnlessNetwork, failUnlessSubnet, mappedNetwork } from './target-network.ts';

/** Where an item lies in ARM's long form of its address. */
interface ContainerPath {
  readonly fabric: string | undefined;
  readonly container: string | undefined;
}

/** Taken where the request names none. */
const DEFAULT_VM_SIZE = 'Standard_D2s_v5';
const DEFAULT_RESOURCE_GROUP_ID = VAULT_PATH.slice(0, VAULT_PATH.indexOf('/providers/'));

/**
 * The engine's command for a PUT of a replicated item.
 *
 * @param name of the item to be: the machine's GUID
 * @param path of ARM's long form; its parts are undefined in our short one
 */
export function enableCommand(
  server: ServerContext,
  name: string,
  path: ContainerPath,
  input: EnableInput,
): AdminCommand & { readonly kind: 'enableProtection' } {
  const wanted = input.properties.providerSpecificDetails;
  const machine = machineOf(server, name, path);
  const protectable = input.properties.protectableItemId;
  if (protectable !== undefined && lastSegment(protectable).toLowerCase() !== machine.vmId.toLowerCase()) {
    throw badRequest(
      'ProtectableItemMismatch',
      `protectableItemId names another machine than the address, '${machine.vmId}'.`,
    );
  }
  if (wanted.targetAzureNetworkId) failUnlessNetwork(server, wanted.targetAzureNetworkId);
  const networkId = networkOf(server, machine, wanted.targetAzureNetworkId);
  if (wanted.targetAzureSubnetId) failUnlessSubnet(server, networkId, wanted.targetAzureSubnetId);
  const storageAccountId = wanted.targetStorageAccountId ?? server.options.storageAccountId;
  return {
    kind: 'enableProtection',
    vmId: machine.vmId,
    policyId: server.policy(input.properties.policyId).policyId,
    choices: {
      targetVmName: wanted.targetAzureVmName ?? machine.name,
      targetVmSize: wanted.targetVmSize ?? DEFAULT_VM_SIZE,
      targetResourceGroupId: wanted.targetAzureV2ResourceGroupId ?? DEFAULT_RESOURCE_GROUP_ID,
      targetNetworkId: networkId,
      targetSubnetName: wanted.targetAzureSubnetId ?? null,
      storageAccountId,
      logStorageAccountId: wanted.logStorageAccountId ?? storageAccountId,
      ...diskTypeOf(input),
      includedDiskIds: includedDisks(machine, input),
      osType: wanted.osType ?? machine.osType,
    },
  };
}

/** Asked for as null it is none; left out, the mapping of the machine's networks decides. */
function networkOf(
  server: ServerContext,
  { hostId, nics = [] }: MachineInventory,
  wanted: string | null | undefined,
): string | null {
  if (wanted !== undefined) return wanted;
  const { siteName } = server.sites().ofHost(hostId, '');
  return mappedNetwork(
    server,
    siteName,
    nics.map((nic) => nic.switchName),
  );
}

function machineOf(server: ServerContext, name: string, { fabric, container }: ContainerPath): MachineInventory {
  const sites = server.sites();
  const machine = sites.machine(name.toLowerCase() as VmId) ?? sites.machine(name as VmId);
  const isInFabric =
    machine !== undefined &&
    (fabric === undefined ||
      sites.ofHost(machine.hostId, '').fabric === siteOf(server, sites, fabric, container).fabric);
  if (!isInFabric) throw notFound('protectable item', name);
  return machine;
}

/** One type for all disks of a machine; nothing where the request names none. */
function diskTypeOf({ properties }: EnableInput): Pick<ProtectionChoices, 'diskType'> {
  const { diskType, disksToIncludeForManagedDisks } = properties.providerSpecificDetails;
  const named = (disksToIncludeForManagedDisks ?? []).flatMap((disk) => disk.diskType ?? diskType ?? []);
  const types = new Set(named.length > 0 ? named : diskType ? [diskType] : []);
  if (types.size > 1) {
    throw badRequest(
      'MixedDiskTypes',
      'The disks of a machine replicate to disks of one type.',
      `Choose one of ${[...types].join(', ')} for all of them.`,
    );
  }
  const [only] = types;
  return only === undefined ? {} : { diskType: only };
}

/** The disks asked for, in the machine's order; all of them where none is named. */
function includedDisks(machine: MachineInventory, input: EnableInput): DiskId[] {
  const { disksToInclude, disksToIncludeForManagedDisks } = input.properties.providerSpecificDetails;
  const named = disksToInclude ?? disksToIncludeForManagedDisks?.map((disk) => disk.diskId);
  const all = machine.disks.map((disk) => disk.diskId);
  if (!named) return all;
  const wanted = new Set(named.map((id) => id.toLowerCase()));
  const included = all.filter((id) => wanted.has(id.toLowerCase()));
  if (included.length !== wanted.size) {
    const known = new Set(all.map((id) => id.toLowerCase()));
    const unknown = named.filter((id) => !known.has(id.toLowerCase()));
    throw badRequest(
      'DiskNotFound',
      `'${machine.name}' has no disk ${unknown.map((id) => `'${id}'`).join(', ')}.`,
      'Use the vhdId of its disks.',
    );
  }
  return included;
}
