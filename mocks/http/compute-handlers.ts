import type { HttpHandler } from 'msw';
import { PortError } from '../../src/core/errors/fault.ts';
import type { FaultCode } from '../../src/core/errors/fault.ts';
import type { DiskId, VmId } from '../../src/core/model.ts';
import type {
  AzureMachine,
  AzureMachineRef,
  AzureMachineSpec,
  BlobRef,
  Call,
  ComputeApi,
} from '../../src/core/ports.ts';
import { callOf } from './call-of-request.ts';
import { foreignAnswer, retryAfterHeader } from './foreign-answers.ts';
import { jsonAnswer } from './in-process-body.ts';
import { http } from './port-handler.ts';

const SOURCE_TAG = 'lockstep-source';

/** How Azure Resource Manager words a fault: status and error code. Others are its own failure, 500. */
const words: Partial<Record<FaultCode, readonly [status: number, errorCode: string]>> = {
  AzureMachineNotFound: [404, 'ResourceNotFound'],
  BlobNotFound: [404, 'BlobNotFound'],
  InvalidReplicaState: [409, 'PropertyChangeNotAllowed'],
  OperationInProgress: [409, 'OperationNotAllowed'],
  InvalidParameter: [400, 'InvalidParameter'],
  NetworkTimeout: [504, 'GatewayTimeout'],
  PreconditionFailed: [412, 'PreconditionFailed'],
  StorageAccountNotFound: [404, 'StorageAccountNotFound'],
  StorageAuthorization: [403, 'AuthorizationFailed'],
  StorageFull: [409, 'StorageQuotaExceeded'],
  StorageThrottled: [429, 'StorageAccountIsThrottled'],
  ComputeUnavailable: [503, 'ServiceUnavailable'],
};

/** The HTTP form of Azure's virtual machines (src/adapters/compute-arm/README.md) over a compute port: decode, call, encode. */
export function computeHandlers(
  compute: ComputeApi,
  options: { readonly endpoint: string; readonly accountUrl: string },
): HttpHandler[] {
  const { accountUrl } = options;
  const base = options.endpoint.replace(/\/+$/, '');
  const machine = `${base}/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.Compute/virtualMachines/:name`;
  return [
    http.get(
      machine,
      request(async ({ ref, call }) => {
        const found = await compute.getMachine(ref, call);
        if (!found) throw new PortError({ code: 'AzureMachineNotFound', detail: `no machine ${ref.name}` });
        return jsonAnswer(machineBody(ref, found, accountUrl));
      }),
    ),
    http.put(
      machine,
      request(async ({ ref, call, body }) => {
        await compute.createMachine(ref, specOf(await body(), accountUrl), call);
        return jsonAnswer({}, 201);
      }),
    ),
    http.post(
      `${machine}/start`,
      request(async ({ ref, call }) => {
        await compute.startMachine(ref, call);
        return new Response(null, { status: 200 });
      }),
    ),
    http.post(
      `${machine}/powerOff`,
      request(async ({ ref, call }) => {
        await compute.stopMachine(ref, call);
        return new Response(null, { status: 200 });
      }),
    ),
    http.delete(
      machine,
      request(async ({ ref, call }) => {
        await compute.deleteMachine(ref, call);
        return new Response(null, { status: 204 });
      }),
    ),
  ];
}

/** A machine as the adapter puts it. */
interface MachineInput {
  readonly tags: Readonly<Record<string, string>>;
  readonly properties: {
    readonly hardwareProfile: { readonly vmSize: string };
    readonly storageProfile: {
      readonly osDisk: DiskInput & { readonly osType: 'Windows' | 'Linux' };
      readonly dataDisks: readonly DiskInput[];
    };
    readonly networkProfile: {
      readonly virtualNetworkId: string | null;
      readonly networkInterfaceConfigurations?: readonly InterfaceInput[];
      readonly subnetName?: string;
    };
  };
}

interface DiskInput {
  readonly name: DiskId;
  readonly sourceUri: string;
  readonly vhd: { readonly uri: string };
}

interface InterfaceInput {
  readonly name: string;
  readonly properties: {
    readonly ipConfigurations: readonly {
      readonly properties: { readonly subnetName: string | null; readonly privateIPAddress: string | null };
    }[];
  };
}

interface Arrived {
  readonly request: Request;
  readonly params: Readonly<Record<string, string | readonly string[] | undefined>>;
}

interface Decoded {
  readonly ref: AzureMachineRef;
  readonly call: Call;
  readonly body: () => Promise<MachineInput>;
}

function request(act: (decoded: Decoded) => Promise<Response>): (arrived: Arrived) => Promise<Response> {
  return async ({ request: arrived, params }) => {
    const text = (name: string): string => String(params[name] ?? '');
    const resourceGroupId = `/subscriptions/${text('subscription')}/resourceGroups/${text('group')}`;
    try {
      return await act({
        ref: { resourceGroupId, name: text('name') },
        call: callOf(arrived),
        body: async () => (await arrived.json()) as MachineInput,
      });
    } catch (error) {
      return errorAnswer(error);
    }
  };
}

/** The answer for what the port threw; a defect of the world (anything but a PortError) is thrown on. */
function errorAnswer(error: unknown): Response {
  if (!(error instanceof PortError)) throw error;
  const { report } = error;
  const [status, code] = words[report.code] ?? [500, 'InternalServerError'];
  const body = { error: { code, message: report.detail } };
  return foreignAnswer(report) ?? jsonAnswer(body, status, retryAfterHeader(report));
}

function specOf({ tags, properties }: MachineInput, accountUrl: string): AzureMachineSpec {
  const { hardwareProfile, storageProfile, networkProfile } = properties;
  const { osDisk, dataDisks } = storageProfile;
  const nics = networkProfile.networkInterfaceConfigurations?.map(({ name, properties: { ipConfigurations } }) => ({
    nicId: name,
    subnetName: ipConfigurations[0]?.properties.subnetName ?? null,
    staticIpAddress: ipConfigurations[0]?.properties.privateIPAddress ?? null,
  }));
  return {
    vmId: (tags[SOURCE_TAG] ?? '') as VmId,
    size: hardwareProfile.vmSize,
    osType: osDisk.osType,
    networkId: networkProfile.virtualNetworkId,
    ...(nics ? { nics } : {}),
    ...(networkProfile.subnetName === undefined ? {} : { subnetName: networkProfile.subnetName }),
    disks: [osDisk, ...dataDisks].map(({ name, sourceUri, vhd }) => ({
      diskId: name,
      source: blobOf(sourceUri, accountUrl),
      blob: blobOf(vhd.uri, accountUrl),
    })),
  };
}

function machineBody(ref: AzureMachineRef, { vmId, state, disks }: AzureMachine, accountUrl: string): object {
  const [osDisk, ...dataDisks] = disks.map(({ diskId, blob }) => ({
    name: diskId,
    vhd: { uri: `${accountUrl}/${encodeURIComponent(blob.container)}/${blob.name}` },
  }));
  return {
    id: `${ref.resourceGroupId}/providers/Microsoft.Compute/virtualMachines/${ref.name}`,
    name: ref.name,
    tags: { [SOURCE_TAG]: vmId },
    properties: {
      storageProfile: { osDisk, dataDisks },
      instanceView: { statuses: [{ code: state === 'Running' ? 'PowerState/running' : 'PowerState/stopped' }] },
    },
  };
}

/** A page blob by its address in the account. */
function blobOf(uri: string, accountUrl: string): BlobRef {
  const { pathname, searchParams, origin } = new URL(uri);
  if (origin !== new URL(accountUrl).origin) {
    throw new PortError({ code: 'InvalidParameter', detail: `${uri} is not in the account` });
  }
  const [, container = '', ...name] = pathname.split('/').map(decodeURIComponent);
  const snapshot = searchParams.get('snapshot');
  return { container, name: name.join('/'), ...(snapshot === null ? {} : { snapshot }) };
}
