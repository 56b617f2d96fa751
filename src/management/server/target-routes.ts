import { COMPUTE_SIZES, type ComputeSize } from '../../core/limits/compute-sizes.ts';
import type { ItemView, TargetChange } from '../../engine/engine-api.ts';
import { ARM_TYPES, itemArmId } from './arm-id.ts';
import type { ServerContext } from './context.ts';
import { readInput } from './inputs.ts';
import { ITEM_BASES, itemOf, runOnItem } from './item-routes.ts';
import { pageOf } from './paging.ts';
import { type App, urlOf } from './routes.ts';
import { targetInput, type TargetInput } from './target-inputs.ts';

/** What the machine in Azure will be made as: shown with the item, changed by PATCH. */
export function addTargetRoutes(app: App, server: ServerContext): void {
  for (const base of ITEM_BASES) {
    app.patch(base, async (c) => {
      const { vmId } = itemOf(c, server).item;
      const change = targetChange(await readInput(c.req.raw, targetInput));
      return runOnItem(c, server, { kind: 'changeTarget', vmId, change });
    });
    app.get(`${base}/targetcomputesizes`, (c) => {
      const view = itemOf(c, server);
      const sizes = COMPUTE_SIZES.toSorted((a, b) => (a.name < b.name ? -1 : 1));
      return c.json(
        pageOf(
          sizes,
          (size) => size.name,
          (size) => sizeResource(server, view, size),
          urlOf(c),
        ),
      );
    });
  }
}

/** What the input leaves out, or gives as null, stays; an empty network is none. */
function targetChange({ properties }: TargetInput): TargetChange {
  const { recoveryAzureVMName, recoveryAzureVMSize, selectedRecoveryAzureNetworkId, vmNics } = properties;
  const resourceGroupId = properties.providerSpecificDetails?.recoveryAzureV2ResourceGroupId;
  // A replicated machine is given one adapter: the subnet of the first one selected is its own.
  const nic = vmNics?.find((each) => each.selectionType !== 'NotSelected');
  const subnet = nic?.ipConfigs?.[0]?.recoverySubnetName ?? nic?.recoveryVMSubnetName;
  return {
    ...(recoveryAzureVMName ? { targetVmName: recoveryAzureVMName } : {}),
    ...(recoveryAzureVMSize ? { targetVmSize: recoveryAzureVMSize } : {}),
    ...(resourceGroupId ? { targetResourceGroupId: resourceGroupId } : {}),
    ...(typeof selectedRecoveryAzureNetworkId === 'string'
      ? { targetNetworkId: selectedRecoveryAzureNetworkId === '' ? null : selectedRecoveryAzureNetworkId }
      : {}),
    ...(typeof subnet === 'string' ? { targetSubnetName: subnet === '' ? null : subnet } : {}),
  };
}

/** A size, with what speaks against it for this machine. */
function sizeResource(server: ServerContext, { item }: ItemView, size: ComputeSize): unknown {
  const dataDisks = item.disks.filter((disk) => disk.role === 'Data').length;
  const message = `The machine has ${dataDisks} data disks; ${size.name} takes ${size.maxDataDisks}.`;
  const site = server.sites().ofHost(item.hostId, item.hostName);
  return {
    id: `${itemArmId(site, item.vmId)}/targetComputeSizes/${size.name}`,
    name: size.name,
    type: `${ARM_TYPES.item}/targetComputeSizes`,
    properties: {
      name: size.name,
      friendlyName: size.name,
      cpuCoresCount: size.coreCount,
      memoryInGB: size.memoryGib,
      maxDataDiskCount: size.maxDataDisks,
      maxNicsCount: size.maxNics,
      errors: dataDisks > size.maxDataDisks ? [{ message, severity: 'Error' }] : [],
      highIopsSupported: 'Yes',
    },
  };
}
