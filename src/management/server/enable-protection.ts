import type { DiskId, ProtectionChoices, VmId } from '../../core/model.ts';
import type { MachineInventory } from '../../core/ports.ts';
import type { AdminCommand } from '../../engine/engine-api.ts';
import { VAULT_PATH } from '../wire.ts';
import { badRequest, notFound } from './arm-error.ts';
import { lastSegment } from './arm-id.ts';
import type { ServerContext } from './context.ts';
import type { EnableInput } from './inputs.ts';
import { failUnlessNetwork, mappedNetwork } from './target-network.ts';

/** Taken where the request names none. */
const DEFAULT_VM_SIZE = 'Standard_D2s_v5';
const DEFAULT_RESOURCE_GROUP_ID = VAULT_PATH.slice(0, VAULT_PATH.indexOf('/providers/'));

/**
 * The engine's command for a PUT of a replicated item.
 *
 * @param name of the item to be: the machine's GUID
 * @param fabric of ARM's long path; undefined in our short one
 */
export function enableCommand(
  server: ServerContext,
  name: string,
  fabric: string | undefined,
  input: EnableInput,
): AdminCommand & { readonly kind: 'enableProtection' } {
  const wanted = input.properties.providerSpecificDetails;
  const machine = machineOf(server, name, fabric);
  const protectable = input.properties.protectableItemId;
  if (protectable !== undefined && lastSegment(protectable).toLowerCase() !== machine.vmId.toLowerCase()) {
    throw badRequest(
      'ProtectableItemMismatch',
      `protectableItemId names another machine than the address, '${machine.vmId}'.`,
    );
  }
  if (wanted.targetAzureNetworkId) failUnlessNetwork(server, wanted.targetAzureNetworkId);
  const { siteName } = server.sites().ofHost(machine.hostId, '');
  const switchNames = (machine.nics ?? []).map((nic) => nic.switchName);
  const storageAccountId = wanted.targetStorageAccountId ?? server.options.storageAccountId;
  return {
    kind: 'enableProtection',
    vmId: machine.vmId,
    policyId: server.policy(input.properties.policyId).policyId,
    choices: {
      targetVmName: wanted.targetAzureVmName ?? machine.name,
      targetVmSize: wanted.targetVmSize ?? DEFAULT_VM_SIZE,
      targetResourceGroupId: wanted.targetAzureV2ResourceGroupId ?? DEFAULT_RESOURCE_GROUP_ID,
      // Asked for as null it is none; left out, the mapping of the machine's networks decides.
      targetNetworkId:
        wanted.targetAzureNetworkId === undefined
          ? mappedNetwork(server, siteName, switchNames)
          : wanted.targetAzureNetworkId,
      targetSubnetName: wanted.targetAzureSubnetId ?? null,
      storageAccountId,
      logStorageAccountId: wanted.logStorageAccountId ?? storageAccountId,
      ...diskTypeOf(input),
      includedDiskIds: includedDisks(machine, input),
      osType: wanted.osType ?? machine.osType,
    },
  };
}

function machineOf(server: ServerContext, name: string, fabric: string | undefined): MachineInventory {
  const sites = server.sites();
  const machine = sites.machine(name.toLowerCase() as VmId) ?? sites.machine(name as VmId);
  const isInFabric =
    machine !== undefined &&
    (fabric === undefined || sites.ofHost(machine.hostId, '').fabric === server.site(sites, fabric).fabric);
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
