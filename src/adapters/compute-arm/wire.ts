/** A virtual machine as Microsoft.Compute has it, as far as a replica needs it, and the way there and back. */
import * as z from 'zod/mini';
import { assert } from '../../base/assert.ts';
import type { DiskId, VmId } from '../../core/model.ts';
import type { AzureMachine, AzureMachineSpec, BlobRef } from '../../core/ports.ts';

/** Names the source of a machine among its tags. */
export const SOURCE_TAG = 'lockstep-source';

const disk = z.object({ name: z.string(), vhd: z.object({ uri: z.string() }) });

export const machineAnswer = z.object({
  tags: z.record(z.string(), z.string()),
  properties: z.object({
    storageProfile: z.object({ osDisk: disk, dataDisks: z.array(disk) }),
    instanceView: z.object({ statuses: z.array(z.object({ code: z.string() })) }),
  }),
});

/** The port's machine; undefined: not one that this product made. */
export function machineOf(answer: z.infer<typeof machineAnswer>, accountUrl: string): AzureMachine | undefined {
  const { storageProfile, instanceView } = answer.properties;
  const vmId = answer.tags[SOURCE_TAG];
  const disks = [storageProfile.osDisk, ...storageProfile.dataDisks].map(({ name, vhd }) => {
    const blob = blobOf(vhd.uri, accountUrl);
    return blob && { diskId: name as DiskId, blob };
  });
  if (vmId === undefined || disks.includes(undefined)) return undefined;
  const isRunning = instanceView.statuses.some(({ code }) => code === 'PowerState/running');
  return {
    vmId: vmId as VmId,
    state: isRunning ? 'Running' : 'Stopped',
    disks: disks.filter((each) => each !== undefined),
  };
}

/** The body of a PUT. The first disk is the operating system's. */
export function machineBody(spec: AzureMachineSpec, accountUrl: string): object {
  const [osDisk, ...dataDisks] = spec.disks.map(({ diskId, source, blob }) => ({
    name: diskId,
    createOption: 'Copy',
    deleteOption: 'Delete',
    sourceUri: uriOf(source, accountUrl),
    vhd: { uri: uriOf(blob, accountUrl) },
  }));
  assert(osDisk !== undefined, 'a machine is made of at least one disk');
  return {
    tags: { [SOURCE_TAG]: spec.vmId },
    properties: {
      hardwareProfile: { vmSize: spec.size },
      storageProfile: {
        osDisk: { osType: spec.osType, ...osDisk },
        dataDisks: dataDisks.map((each, lun) => ({ lun, ...each })),
      },
      networkProfile: {
        virtualNetworkId: spec.networkId,
        // Absent: one, in the subnet named here, or in the network's first.
        ...(spec.nics ? { networkInterfaceConfigurations: spec.nics.map(interfaceBody) } : {}),
        ...(spec.subnetName === undefined ? {} : { subnetName: spec.subnetName }),
      },
    },
  };
}

function interfaceBody({ nicId, subnetName, staticIpAddress }: NonNullable<AzureMachineSpec['nics']>[number]): object {
  return {
    name: nicId,
    properties: {
      ipConfigurations: [
        {
          properties: {
            subnetName,
            privateIPAddress: staticIpAddress,
            privateIPAllocationMethod: staticIpAddress === null ? 'Dynamic' : 'Static',
          },
        },
      ],
    },
  };
}

/** The address of a page blob, or of its snapshot. */
export function uriOf({ container, name, snapshot }: BlobRef, accountUrl: string): string {
  const path = [container, ...name.split('/')].map(encodeURIComponent).join('/');
  return `${accountUrl}/${path}${snapshot === undefined ? '' : `?snapshot=${encodeURIComponent(snapshot)}`}`;
}

/** undefined: not in this account. */
export function blobOf(uri: string, accountUrl: string): BlobRef | undefined {
  if (!uri.startsWith(`${accountUrl}/`)) return undefined;
  const url = new URL(uri);
  const [container = '', ...rest] = url.pathname
    .slice(new URL(accountUrl).pathname.replace(/\/$/, '').length + 1)
    .split('/')
    .map(decodeURIComponent);
  const snapshot = url.searchParams.get('snapshot');
  return { container, name: rest.join('/'), ...(snapshot === null ? {} : { snapshot }) };
}
