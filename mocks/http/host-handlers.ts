import type { HttpHandler } from 'msw';
import type { Extent } from '../../src/base/extent.ts';
import { KIB, type Bytes } from '../../src/base/units.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type {
  BandwidthSchedule,
  Consistency,
  DiskId,
  HostId,
  LogId,
  PolicyId,
  ReplicationPolicy,
  SnapshotId,
  VmId,
} from '../../src/core/model.ts';
import type { Call, HostApi, NewDisk } from '../../src/core/ports.ts';
import { callOf } from './call-of-request.ts';
import { blocksOf, digestSumBytes, fineDigestSumBytes } from './comparison.ts';
import { hostErrorAnswer } from './host-errors.ts';
import { InProcessResponse, jsonAnswer } from './in-process-body.ts';
import { http } from './port-handler.ts';

/** The blocks of the two levels on which hosts compare. */
const COARSE_BLOCK_BYTES: Bytes = 64 * KIB;
const FINE_BLOCK_BYTES: Bytes = 4 * KIB;

/** Msvm_ComputerSystem.RequestedState. */
const ENABLED = 2;
const SHUT_DOWN = 4;

/** The host API's HTTP form (src/adapters/host-http/README.md) over a host port: decode, call, encode. */
export function hostHandlers(hosts: HostApi, options: { readonly baseUrl: string }): HttpHandler[] {
  const base = options.baseUrl.replace(/\/+$/, '');
  const machine = `${base}/hosts/:hostId/machines/:vmId`;
  const snapshot = `${machine}/disks/:diskId/snapshots/:snapshotId`;
  const service = `${machine}/Msvm_ReplicationService`;
  const agent = `${machine}/ReplicationAgent`;

  return [
    http.get(
      `${base}/hosts`,
      method(async ({ call }) => ({ Hosts: await hosts.listHosts(call) })),
    ),
    http.post(
      `${base}/hosts/:hostId/ReplicationAgent/SetBandwidth`,
      method(async ({ hostId, input, call }) => {
        await hosts.setBandwidth(hostId, (await input()).Schedule ?? null, call);
      }),
    ),
    http.post(
      `${service}/CreateReplicationRelationship`,
      method(async ({ vmId, input, call }) => {
        const data = required((await input()).ReplicationSettingData, 'ReplicationSettingData');
        const settings = { includedDiskIds: data.IncludedDisks, policy: policyOf(data) };
        await hosts.createReplicationRelationship(vmId, settings, call);
      }),
    ),
    http.post(
      `${service}/ModifyReplicationSettings`,
      method(async ({ vmId, input, call }) => {
        const data = required((await input()).ReplicationSettingData, 'ReplicationSettingData');
        await hosts.modifyReplicationSettings(vmId, policyOf(data), call);
      }),
    ),
    http.post(
      `${service}/RemoveReplicationRelationship`,
      method(({ vmId, call }) => hosts.removeReplicationRelationship(vmId, call)),
    ),
    http.post(
      `${service}/StartReplication`,
      method(async ({ vmId, call }) => ({ Snapshot: await hosts.startReplication(vmId, call) })),
    ),
    http.post(
      `${service}/Resynchronize`,
      method(async ({ vmId, call }) => ({ Snapshot: await hosts.resynchronize(vmId, call) })),
    ),
    http.post(
      `${machine}/Msvm_VirtualSystemSnapshotService/DestroySnapshot`,
      method(async ({ vmId, input, call }) =>
        hosts.deleteSnapshot(vmId, required((await input()).AffectedSnapshot, 'AffectedSnapshot'), call),
      ),
    ),
    http.get(
      `${machine}/Msvm_ReplicationRelationship`,
      method(async ({ vmId, call }) => ({ Relationship: await hosts.getReplicationStatus(vmId, call) })),
    ),
    http.post(
      `${agent}/StopTracking`,
      method(({ vmId, call }) => hosts.stopTracking(vmId, call)),
    ),
    http.post(
      `${agent}/FreezeLogs`,
      method(async ({ vmId, input, call }) => ({
        LogSet: await hosts.freezeLogs(vmId, required((await input()).Consistency, 'Consistency'), call),
      })),
    ),
    http.post(
      `${agent}/DeleteLogs`,
      method(async ({ vmId, input, call }) => hosts.deleteLogs(vmId, required((await input()).LogIds, 'LogIds'), call)),
    ),
    http.post(
      `${machine}/Msvm_ComputerSystem/RequestStateChange`,
      method(async ({ vmId, input, call }) => {
        const state = required((await input()).RequestedState, 'RequestedState');
        if (state !== ENABLED && state !== SHUT_DOWN) throw invalid(`no state to ask for: ${state}`);
        await (state === ENABLED ? hosts.startMachine(vmId, call) : hosts.shutDownMachine(vmId, call));
      }),
    ),
    http.post(
      `${base}/hosts/:hostId/Msvm_VirtualSystemManagementService/DefineSystem`,
      method(async ({ hostId, input, call }) => {
        const { VirtualSystemIdentifier, Disks } = await input();
        const vmId = required(VirtualSystemIdentifier, 'VirtualSystemIdentifier');
        await hosts.createMachine(vmId, hostId, required(Disks, 'Disks'), call);
      }),
    ),
    http.post(
      `${agent}/ClearDisk`,
      method(async ({ vmId, input, call }) => {
        const { DiskId: diskId, OffsetBytes, LengthBytes } = await input();
        const extent = {
          offsetBytes: required(OffsetBytes, 'OffsetBytes'),
          lengthBytes: required(LengthBytes, 'LengthBytes'),
        };
        await hosts.clearDisk(vmId, required(diskId, 'DiskId'), extent, call);
      }),
    ),
    http.put(
      `${machine}/disks/:diskId/content`,
      method(async ({ vmId, diskId, contentRange, body, call }) => {
        const content = await body();
        const { offsetBytes, lengthBytes } = contentRange();
        if (content.length !== lengthBytes)
          throw invalid(`${content.length} bytes came, ${lengthBytes} were announced`);
        await hosts.writeDisk(vmId, diskId, offsetBytes, content, call);
      }),
    ),
    http.get(
      `${machine}/disks/:diskId/checksums`,
      bytes(200, ({ vmId, diskId, query, call }) =>
        hosts.checksumDisk(vmId, diskId, extentOf(query), numberOf(query, 'blockBytes'), call),
      ),
    ),
    http.get(
      `${snapshot}/extents`,
      method(async ({ vmId, diskId, snapshotId, query, call }) => ({
        Extents: await hosts.listAllocatedExtents(vmId, diskId, snapshotId, extentOf(query), call),
      })),
    ),
    http.get(
      `${snapshot}/content`,
      bytes(206, ({ vmId, diskId, snapshotId, range, call }) =>
        hosts.readExtent(vmId, diskId, snapshotId, range(), call),
      ),
    ),
    http.get(
      `${snapshot}/blocks`,
      bytes(200, ({ vmId, diskId, snapshotId, query, call }) => {
        const blocks = blocksOf(extentOf(query), query.get('blocks') ?? '', FINE_BLOCK_BYTES);
        return hosts.readBlocks(vmId, diskId, snapshotId, blocks, call);
      }),
    ),
    http.get(
      `${snapshot}/comparison`,
      bytes(200, async ({ vmId, diskId, snapshotId, query, call }) => {
        const sha256 = query.get('sha256') ?? '';
        return digestSumBytes(await hosts.compareExtent(vmId, diskId, snapshotId, extentOf(query), sha256, call));
      }),
    ),
    http.get(
      `${snapshot}/fine-comparison`,
      bytes(200, async ({ vmId, diskId, snapshotId, query, call }) => {
        const sha256 = query.get('sha256') ?? '';
        return fineDigestSumBytes(await hosts.compareFinely(vmId, diskId, snapshotId, extentOf(query), sha256, call));
      }),
    ),
    http.get(
      `${snapshot}/fine-checksums`,
      bytes(200, ({ vmId, diskId, snapshotId, query, call }) => {
        const regions = blocksOf(extentOf(query), query.get('regions') ?? '', COARSE_BLOCK_BYTES);
        return hosts.fineDigests(vmId, diskId, snapshotId, regions, call);
      }),
    ),
    http.get(
      `${snapshot}/checksums`,
      bytes(200, ({ vmId, diskId, snapshotId, query, call }) =>
        hosts.checksumExtent(vmId, diskId, snapshotId, extentOf(query), numberOf(query, 'blockBytes'), call),
      ),
    ),
    http.get(
      `${machine}/disks/:diskId/logs/:logId/content`,
      bytes(206, ({ vmId, diskId, logId, range, call }) => hosts.readLog(vmId, diskId, logId, range(), call)),
    ),
  ];
}

/** Parameters of the methods, as the adapter sends them. */
interface Input {
  readonly ReplicationSettingData?: ReplicationSettingData;
  readonly AffectedSnapshot?: SnapshotId;
  readonly Consistency?: Consistency;
  readonly LogIds?: readonly LogId[];
  readonly RequestedState?: number;
  readonly VirtualSystemIdentifier?: VmId;
  readonly Disks?: readonly NewDisk[];
  readonly DiskId?: DiskId;
  readonly OffsetBytes?: number;
  readonly LengthBytes?: number;
  readonly Schedule?: BandwidthSchedule | null;
}

interface ReplicationSettingData {
  readonly IncludedDisks: readonly DiskId[];
  readonly PolicyId: PolicyId;
  readonly PolicyName: string;
  readonly ReplicationInterval: 30 | 300 | 900;
  readonly RecoveryHistory: number;
  readonly ApplicationConsistentSnapshotInterval: number;
  readonly InitialReplicationStartTime: string | null;
  readonly AutoResynchronizeEnabled: boolean;
  readonly AutoResynchronizeIntervalStart: string;
  readonly AutoResynchronizeIntervalEnd: string;
}

interface Decoded {
  readonly hostId: HostId;
  readonly vmId: VmId;
  readonly diskId: DiskId;
  readonly snapshotId: SnapshotId;
  readonly logId: LogId;
  readonly query: URLSearchParams;
  readonly call: Call;
  /** The method's parameters. */
  readonly input: () => Promise<Input>;
  /** The `Range` header, half-open. */
  readonly range: () => Extent;
  /** The `Content-Range` header, half-open. */
  readonly contentRange: () => Extent;
  readonly body: () => Promise<Uint8Array>;
}

interface Arrived {
  readonly request: Request;
  readonly params: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** A method of WMI: answers 200 with its return value and out-parameters. */
function method(invoke: (decoded: Decoded) => Promise<object | void>): (arrived: Arrived) => Promise<Response> {
  return async (arrived) => {
    try {
      return jsonAnswer({ ReturnValue: 0, ...(await invoke(decode(arrived))) });
    } catch (error) {
      return hostErrorAnswer(error, 200);
    }
  };
}

/** A read: answers with the bytes themselves. */
function bytes(
  status: 200 | 206,
  read: (decoded: Decoded) => Promise<Uint8Array>,
): (arrived: Arrived) => Promise<Response> {
  return async (arrived) => {
    try {
      const headers = { 'content-type': 'application/octet-stream' };
      return new InProcessResponse(await read(decode(arrived)), { status, headers });
    } catch (error) {
      return hostErrorAnswer(error, 500);
    }
  };
}

function decode({ request, params }: Arrived): Decoded {
  const id = (name: string): string => {
    const value = params[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    hostId: id('hostId') as HostId,
    vmId: id('vmId') as VmId,
    diskId: id('diskId') as DiskId,
    snapshotId: id('snapshotId') as SnapshotId,
    logId: id('logId') as LogId,
    query: new URL(request.url).searchParams,
    call: callOf(request),
    input: async () => (await request.json()) as Input,
    range: () => rangeOf(request.headers, 'range', /^bytes=(\d{1,15})-(\d{1,15})$/),
    contentRange: () => rangeOf(request.headers, 'content-range', /^bytes (\d{1,15})-(\d{1,15})\/\*$/),
    body: async () => new Uint8Array(await request.arrayBuffer()),
  };
}

function policyOf(data: ReplicationSettingData): ReplicationPolicy {
  return {
    policyId: data.PolicyId,
    name: data.PolicyName,
    replicationIntervalSeconds: data.ReplicationInterval,
    recoveryPointHistoryHours: data.RecoveryHistory,
    applicationConsistentFrequencyHours: data.ApplicationConsistentSnapshotInterval,
    initialReplicationStartTime: data.InitialReplicationStartTime,
    resyncWindow: {
      isEnabled: data.AutoResynchronizeEnabled,
      startLocal: data.AutoResynchronizeIntervalStart,
      endLocal: data.AutoResynchronizeIntervalEnd,
    },
  };
}

function extentOf(query: URLSearchParams): Extent {
  return { offsetBytes: numberOf(query, 'offsetBytes'), lengthBytes: numberOf(query, 'lengthBytes') };
}

function numberOf(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? '';
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw invalid(`${name} is no count of bytes: "${text}"`);
}

function rangeOf(headers: Headers, name: string, pattern: RegExp): Extent {
  const match = pattern.exec(headers.get(name) ?? '');
  const offsetBytes = Number(match?.[1]);
  const lengthBytes = Number(match?.[2]) - offsetBytes + 1;
  if (lengthBytes > 0) return { offsetBytes, lengthBytes };
  throw invalid(`no byte range: "${headers.get(name) ?? ''}"`);
}

function required<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value;
  throw invalid(`${name} is missing`);
}

function invalid(detail: string): PortError {
  return new PortError({ code: 'InvalidParameter', detail });
}
