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
  return {
    ...(recoveryAzureVMName ? { targetVmName: recoveryAzureVMName } : {}),
    ...(recoveryAzureVMSize ? { targetVmSize: recoveryAzureVMSize } : {}),
    ...(resourceGroupId ? { targetResourceGroupId: resourceGroupId } : {}),
    ...(wantedNetwork === undefined ? {} : { targetNetworkId: networkId }),
    ...placesIn(server, networkId, item, vmNics ?? []),
  };
}

type NicInputs = NonNullable<TargetInput['properties']['vmNics']>;

/** Where the machine and its adapters are in the network. What was chosen for another network is given up [TG4]. */
function placesIn(
  server: ServerContext,
  networkId: string | null,
  item: ItemView['item'],
  vmNics: NicInputs,
): Pick<TargetChange, 'targetSubnetName' | 'nics'> {
  const isOtherNetwork = networkId?.toLowerCase() !== item.choices.targetNetworkId?.toLowerCase();
  const kept = isOtherNetwork ? item.choices.nics?.map(withoutPlace) : item.choices.nics;
  // An entry that names no adapter is about the machine's own subnet.
  const named = vmNics.filter(({ nicId }) => nicId);
  const nics = named.length > 0 ? nicChoices(server, item, named, networkId, kept ?? []) : isOtherNetwork && kept;
  // The machine's own subnet is that of its first adapter: what a machine made without adapters gets.
  const first = vmNics.find((each) => each.selectionType !== 'NotSelected');
  const subnetName = (first && subnetOf(first)) ?? (isOtherNetwork ? '' : undefined);
  if (subnetName) failUnlessSubnet(server, networkId, subnetName);
  return {
    ...(subnetName === undefined ? {} : { targetSubnetName: subnetName || null }),
    ...(nics ? { nics } : {}),
  };
}

function withoutPlace(choice: NicChoice): NicChoice {
  return { ...choice, subnetName: null, staticIpAddress: null };
}

function subnetOf({ ipConfigs, recoveryVMSubnetName }: NicInputs[number]): string | null | undefined {
  return ipConfigs?.[0]?.recoverySubnetName ?? recoveryVMSubnetName;
}

/** What becomes of each adapter; those that the input leaves out keep what was chosen about them, or come along. */
function nicChoices(
  server: ServerContext,
  item: ItemView['item'],
  vmNics: NicInputs,
  networkId: string | null,
  kept: readonly NicChoice[],
): readonly NicChoice[] {
  const known = server.sites().machine(item.vmId)?.nics ?? [];
  const choices = new Map(kept.map((choice) => [choice.nicId, choice]));
  for (const input of vmNics) {
    const nic = known.find((each) => each.nicId.toLowerCase() === input.nicId?.toLowerCase());
    if (!nic) throw notFound('network adapter', input.nicId ?? '');
    const subnetName = subnetOf(input) || null;
    if (subnetName) failUnlessSubnet(server, networkId, subnetName);
    const staticIpAddress = input.ipConfigs?.[0]?.recoveryStaticIPAddress || null;
    if (staticIpAddress) failUnlessAssignable(server, networkId, subnetName, staticIpAddress);
    const isSelected = input.selectionType !== 'NotSelected';
    choices.set(nic.nicId, { nicId: nic.nicId, isSelected, subnetName, staticIpAddress });
  }
  const all = known.map(
    ({ nicId }) => choices.get(nicId) ?? { nicId, isSelected: true, subnetName: null, staticIpAddress: null },
  );
  if (all.every(({ isSelected }) => !isSelected)) {
    throw badRequest('InvalidInput', 'properties.vmNics: a machine in Azure has at least one network adapter.');
  }
  return all;
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
