import { assert } from '../../base/assert.ts';
import { PortError } from '../../core/errors/fault.ts';
import { COMPUTE_SIZES } from '../../core/limits/compute-sizes.ts';
import type { DiskSnapshot } from '../../core/model.ts';
import type { AzureMachineRef, AzureMachineSpec, AzureNic, BlobRef, ComputeApi } from '../../core/ports.ts';
import { azureDiskBlob, azureMachineName } from '../../core/protection/blob-names.ts';
import type { AzureMachineRole, AzureMachineSource, Effect } from '../../core/protection/effect.ts';
import type { EffectResult } from '../../core/protection/event.ts';
import { diskOf, replicaBlob, type EffectContext } from './context.ts';

/** Does one thing with the machine in Azure that a failover or its test makes. Each may be done again. */
export async function actOnAzureMachine(
  context: EffectContext,
  { role, act, source }: Extract<Effect, { readonly kind: 'AzureMachine' }>,
): Promise<EffectResult> {
  const { compute, call } = context;
  const ref = azureMachineRef(context, role);
  switch (act) {
    case 'check':
      await failIfTaken(context, ref);
      break;
    case 'create':
      assert(source !== null, 'a machine is made of something');
      await compute.createMachine(ref, specOf(context, role, source), call);
      if (role === 'failover') return { kind: 'AzureMachineActed', act, snapshots: await snapshotAzureDisks(context) };
      break;
    case 'start':
      await compute.startMachine(ref, call);
      break;
    case 'stop':
      if (!(await isOurs(context, role))) throw notFound(ref);
      await compute.stopMachine(ref, call);
      break;
    case 'delete':
      if (await isOurs(context, role)) await compute.deleteMachine(ref, call);
      break;
  }
  return { kind: role === 'test' ? 'TestMachineActed' : 'AzureMachineActed', act };
}

export function azureMachineRef({ item }: Pick<EffectContext, 'item'>, role: AzureMachineRole): AzureMachineRef {
  const { targetResourceGroupId, targetVmName } = item.choices;
  return { resourceGroupId: targetResourceGroupId, name: azureMachineName(targetVmName, role) };
}

/** A machine of the same name with other disks is somebody else's, and none of our business. */
async function isOurs({ compute, item, call }: EffectContext, role: AzureMachineRole): Promise<boolean> {
  const found = await compute.getMachine(azureMachineRef({ item }, role), call);
  return (
    found?.vmId === item.vmId &&
    found.disks.length > 0 &&
    found.disks.every(({ diskId, blob }) => blob.name === azureDiskBlob(item, diskId, role).name)
  );
}

function notFound({ name }: AzureMachineRef): PortError {
  return new PortError({ code: 'AzureMachineNotFound', detail: `There is no virtual machine ${name} of ours.` });
}

/** Before it is made nothing of its name may stand there. */
async function failIfTaken({ compute, call }: EffectContext, ref: AzureMachineRef): Promise<void> {
  const found = await compute.getMachine(ref, call);
  if (!found) return;
  throw new PortError({
    code: 'AzureMachineExists',
    detail: `${ref.resourceGroupId} has a virtual machine ${ref.name} already.`,
  });
}

function specOf(context: EffectContext, role: AzureMachineRole, source: AzureMachineSource): AzureMachineSpec {
  const { item } = context;
  const disks = source.point.snapshots.map(({ diskId, snapshot }) => {
    const from: BlobRef = replicaBlob(item, diskOf(context, diskId), snapshot);
    return { diskId, source: from, blob: azureDiskBlob(item, diskId, role) };
  });
  const { targetVmSize: size, osType } = item.choices;
  return {
    vmId: item.vmId,
    size,
    osType,
    networkId: source.networkId,
    ...adaptersOf(context, source.networkId),
    disks,
  };
}

/**
 * Its adapters, or the subnet of the one that Azure gives it where none are known. Subnets and addresses are of the
 * item's own network: in another one, as a test may name, adapters go without [TG4].
 */
function adaptersOf(context: EffectContext, networkId: string | null): Pick<AzureMachineSpec, 'nics' | 'subnetName'> {
  const { choices } = context.item;
  const isOwnNetwork = networkId?.toLowerCase() === choices.targetNetworkId?.toLowerCase();
  const machineSubnet = isOwnNetwork ? choices.targetSubnetName : null;
  const nics = adaptersToMake(context);
  if (nics.length === 0) return machineSubnet === null ? {} : { subnetName: machineSubnet };
  return {
    nics: nics.map(({ nicId, subnetName, staticIpAddress }) => ({
      nicId,
      subnetName: isOwnNetwork ? (subnetName ?? machineSubnet) : null,
      staticIpAddress: isOwnNetwork ? staticIpAddress : null,
    })),
  };
}

/** Those chosen, then the machine's others about which nothing was said, as many as the size takes [TG5]. */
function adaptersToMake({ item: { choices, nicIds = [] } }: EffectContext): readonly AzureNic[] {
  const told = choices.nics ?? [];
  const chosen = told.filter(({ isSelected }) => isSelected);
  const others = nicIds
    .filter((nicId) => told.every((choice) => choice.nicId !== nicId))
    .map((nicId) => ({ nicId, subnetName: null, staticIpAddress: null }));
  const most = COMPUTE_SIZES.find(({ name }) => name === choices.targetVmSize)?.maxNics;
  const room = most === undefined ? others.length : Math.max(0, most - chosen.length);
  return [...chosen, ...others.slice(0, room)];
}

/** Each disk as it is now; while their guest writes on they are of no one instant. */
export async function snapshotAzureDisks({ storage, item, call }: EffectContext): Promise<readonly DiskSnapshot[]> {
  const snapshots: DiskSnapshot[] = [];
  for (const { diskId } of item.disks) {
    const snapshot = await storage.snapshotBlob(azureDiskBlob(item, diskId, 'failover'), {}, call);
    snapshots.push({ diskId, snapshot });
  }
  return snapshots;
}

/** Where no compute service is connected: every method says so. */
export const NO_COMPUTE: ComputeApi = {
  getMachine: unavailable,
  createMachine: unavailable,
  startMachine: unavailable,
  stopMachine: unavailable,
  deleteMachine: unavailable,
};

function unavailable(): Promise<never> {
  const detail = 'The engine was started without a compute service.';
  return Promise.reject(new PortError({ code: 'ComputeUnavailable', detail }));
}
