import { COMPUTE_SIZES, type ComputeSize } from '../../core/limits/compute-sizes.ts';
import type { NicChoice } from '../../core/model.ts';
import type { ItemView, TargetChange } from '../../engine/engine-api.ts';
import { badRequest, notFound } from './arm-error.ts';
import { ARM_TYPES, itemArmId } from './arm-id.ts';
import type { ServerContext } from './context.ts';
import { readInput } from './inputs.ts';
import { ITEM_BASES, itemOf, runOnItem } from './item-routes.ts';
import { pageOf } from './paging.ts';
import { type App, urlOf } from './routes.ts';
import { targetInput, type TargetInput } from './target-inputs.ts';
import { failUnlessAssignable, failUnlessNetwork, failUnlessSubnet } from './target-network.ts';

/** What the machine in Azure will be made as: shown with the item, changed by PATCH. */
export function addTargetRoutes(app: App, server: ServerContext): void {
  for (const base of ITEM_BASES) {
    app.patch(base, async (c) => {
      const view = itemOf(c, server);
      const change = targetChange(server, view, await readInput(c.req.raw, targetInput));
      return runOnItem(c, server, { kind: 'changeTarget', vmId: view.item.vmId, change });
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
function targetChange(server: ServerContext, { item }: ItemView, { properties }: TargetInput): TargetChange {
  const { recoveryAzureVMName, recoveryAzureVMSize, selectedRecoveryAzureNetworkId, vmNics } = properties;
  const resourceGroupId = properties.providerSpecificDetails?.recoveryAzureV2ResourceGroupId;
  const wantedNetwork = selectedRecoveryAzureNetworkId ?? undefined;
  const networkId = wantedNetwork === undefined ? item.choices.targetNetworkId : wantedNetwork || null;
  if (wantedNetwork) failUnlessNetwork(server, wantedNetwork);
  // An entry that names no adapter is about the machine's own subnet.
  const named = vmNics?.filter(({ nicId }) => nicId) ?? [];
  const nics = named.length === 0 ? undefined : nicChoices(server, item, named, networkId);
  // The machine's own subnet is that of its first adapter: what a machine made without adapters gets.
  const subnet = vmNics?.find((each) => each.selectionType !== 'NotSelected');
  const subnetName = subnet?.ipConfigs?.[0]?.recoverySubnetName ?? subnet?.recoveryVMSubnetName;
  return {
    ...(recoveryAzureVMName ? { targetVmName: recoveryAzureVMName } : {}),
    ...(recoveryAzureVMSize ? { targetVmSize: recoveryAzureVMSize } : {}),
    ...(resourceGroupId ? { targetResourceGroupId: resourceGroupId } : {}),
    ...(wantedNetwork === undefined ? {} : { targetNetworkId: networkId }),
    ...(typeof subnetName === 'string' ? { targetSubnetName: subnetName || null } : {}),
    ...(nics ? { nics } : {}),
  };
}

/** What becomes of each adapter; those that the input leaves out keep what was chosen about them. */
function nicChoices(
  server: ServerContext,
  item: ItemView['item'],
  vmNics: NonNullable<TargetInput['properties']['vmNics']>,
  networkId: string | null,
): readonly NicChoice[] {
  const known = server.sites().machine(item.vmId)?.nics ?? [];
  const choices = new Map(item.choices.nics?.map((choice) => [choice.nicId, choice]));
  for (const { nicId, selectionType, ipConfigs, recoveryVMSubnetName } of vmNics) {
    const nic = known.find((each) => each.nicId.toLowerCase() === nicId?.toLowerCase());
    if (!nic) throw notFound('network adapter', nicId ?? '');
    const subnetName = ipConfigs?.[0]?.recoverySubnetName ?? recoveryVMSubnetName ?? null;
    if (subnetName) failUnlessSubnet(server, networkId, subnetName);
    const staticIpAddress = ipConfigs?.[0]?.recoveryStaticIPAddress || null;
    if (staticIpAddress) failUnlessAssignable(server, networkId, subnetName, staticIpAddress);
    choices.set(nic.nicId, {
      nicId: nic.nicId,
      isSelected: selectionType !== 'NotSelected',
      subnetName: subnetName || null,
      staticIpAddress,
    });
  }
  if (known.every(({ nicId }) => choices.get(nicId)?.isSelected === false)) {
    throw badRequest('InvalidInput', 'properties.vmNics: a machine in Azure has at least one network adapter.');
  }
  return known.flatMap(({ nicId }) => choices.get(nicId) ?? []);
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
