import { assert } from '../../base/assert.ts';
import { endOf, totalLength } from '../../base/extent.ts';
import type { Extent } from '../../base/extent.ts';
import type { Instant } from '../../base/units.ts';
import { PortError } from '../../core/errors/fault.ts';
import type { HostId, ReplicationPolicy, VmId } from '../../core/model.ts';
import type { Call, HostApi, HostInventory, Snapshot } from '../../core/ports.ts';
import { createExchange } from '../http/exchange.ts';
import type { ExchangeOptions } from '../http/exchange.ts';
import {
  blockBits,
  COARSE_BLOCK_BYTES,
  digestSumOf,
  fineDigestSumOf,
  FINE_BLOCK_BYTES,
  SHORT_DIGEST_BYTES,
  SUM_BYTES,
} from './comparison.ts';
import { createHostMethods } from './host-methods.ts';
import type { HostMethods } from './host-methods.ts';
import { extentsAnswer, hostsAnswer, logsAnswer, outcome, snapshotAnswer, statusAnswer } from './wire.ts';

export interface HostHttpOptions extends ExchangeOptions {
  /** Base address that speaks for a host, or (null) the one that lists them all. A gateway answers the same for all. */
  readonly endpointOf: (hostId: HostId | null) => string;
  /** For `Retry-After` dates. */
  readonly now: () => Instant;
}

/** Length of one digest of `checksumExtent`. */
const DIGEST_BYTES = 16;

const SERVICE = 'Msvm_ReplicationService';
/** What the replication agent adds to WMI: logs belong to it, not to the service. */
const AGENT = 'ReplicationAgent';

/**
 * The Hyper-V host API over HTTP; README.md has the routes. A machine is reached through its host,
 * which is learnt from `listHosts`; a machine not seen yet costs one listing more.
 */
export function createHostHttp(options: HostHttpOptions): HostApi {
  const methods = createHostMethods(createExchange(options), options.now);
  const { listHosts, hostUrl, atMachine } = createDirectory(options, methods);

  const invoke = (vmId: VmId, method: string, parameters: object, call: Call): Promise<void> =>
    atMachine(vmId, call, async (url) => {
      await methods.post(`${url}/${method}`, parameters, outcome, `${method} ${vmId}`, call);
    });
  const takeSnapshot = (vmId: VmId, method: string, parameters: object, call: Call): Promise<Snapshot> =>
    atMachine(vmId, call, async (url) => {
      const answer = await methods.post(`${url}/${method}`, parameters, snapshotAnswer, `${method} ${vmId}`, call);
      return answer.Snapshot;
    });

  return {
    listHosts,

    createReplicationRelationship: (vmId, { includedDiskIds, policy }, call) => {
      const ReplicationSettingData = { IncludedDisks: includedDiskIds, ...settingData(policy) };
      return invoke(vmId, `${SERVICE}/CreateReplicationRelationship`, { ReplicationSettingData }, call);
    },
    modifyReplicationSettings: (vmId, policy, call) =>
      invoke(vmId, `${SERVICE}/ModifyReplicationSettings`, { ReplicationSettingData: settingData(policy) }, call),
    removeReplicationRelationship: (vmId, call) => invoke(vmId, `${SERVICE}/RemoveReplicationRelationship`, {}, call),
    // 1: over the network. A null StartTime means now.
    startReplication: (vmId, call) =>
      takeSnapshot(vmId, `${SERVICE}/StartReplication`, { InitialReplicationType: 1, StartTime: null }, call),
    resynchronize: (vmId, call) => takeSnapshot(vmId, `${SERVICE}/Resynchronize`, { StartTime: null }, call),
    stopTracking: (vmId, call) => invoke(vmId, `${AGENT}/StopTracking`, {}, call),
    deleteSnapshot: (vmId, snapshotId, call) =>
      invoke(vmId, 'Msvm_VirtualSystemSnapshotService/DestroySnapshot', { AffectedSnapshot: snapshotId }, call),

    getReplicationStatus: (vmId, call) =>
      atMachine(vmId, call, async (url) => {
        const subject = `replication status of ${vmId}`;
        return (await methods.get(`${url}/Msvm_ReplicationRelationship`, statusAnswer, subject, call)).Relationship;
      }),

    listAllocatedExtents: async (vmId, diskId, snapshotId, within, call) => {
      if (within.lengthBytes === 0) return [];
      const path = `${snapshotPath(diskId, snapshotId)}/extents?${extentQuery(within)}`;
      const subject = `allocated extents of ${vmId}/${diskId}`;
      return atMachine(vmId, call, async (url) => {
        const { Extents } = await methods.get(`${url}${path}`, extentsAnswer, subject, call);
        failUnlessAscending(Extents, within, subject);
        return Extents;
      });
    },
    readExtent: (vmId, diskId, snapshotId, extent, call) => {
      const path = `${snapshotPath(diskId, snapshotId)}/content`;
      const subject = `${describe(extent)} of ${vmId}/${diskId}`;
      return atMachine(vmId, call, (url) => methods.readRange(`${url}${path}`, extent, subject, call));
    },
    readBlocks: async (vmId, diskId, snapshotId, extents, call) => {
      if (extents.length === 0) return new Uint8Array(0);
      const { within, bits } = blockBits(extents, FINE_BLOCK_BYTES);
      const path = `${snapshotPath(diskId, snapshotId)}/blocks?${extentQuery(within)}&blocks=${bits}`;
      const subject = `blocks within ${describe(within)} of ${vmId}/${diskId}`;
      return atMachine(vmId, call, (url) => methods.readBytes(`${url}${path}`, [totalLength(extents)], subject, call));
    },
    compareExtent: async (vmId, diskId, snapshotId, extent, knownSha256, call) => {
      const path = `${snapshotPath(diskId, snapshotId)}/comparison?${extentQuery(extent)}&sha256=${knownSha256}`;
      const digestBytes = Math.ceil(extent.lengthBytes / COARSE_BLOCK_BYTES) * SHORT_DIGEST_BYTES;
      const subject = `comparison of ${describe(extent)} of ${vmId}/${diskId}`;
      return atMachine(vmId, call, async (url) => {
        const lengths = [SUM_BYTES, SUM_BYTES + digestBytes];
        const answer = await methods.readBytes(`${url}${path}`, lengths, subject, call);
        return digestSumOf(answer, knownSha256, subject);
      });
    },
    compareFinely: async (vmId, diskId, snapshotId, extent, knownSha256, call) => {
      const path = `${snapshotPath(diskId, snapshotId)}/fine-comparison?${extentQuery(extent)}&sha256=${knownSha256}`;
      const coarseBytes = Math.ceil(extent.lengthBytes / COARSE_BLOCK_BYTES) * DIGEST_BYTES;
      const fineBytes = Math.ceil(extent.lengthBytes / FINE_BLOCK_BYTES) * SHORT_DIGEST_BYTES;
      const subject = `fine comparison of ${describe(extent)} of ${vmId}/${diskId}`;
      return atMachine(vmId, call, async (url) => {
        const lengths = [SUM_BYTES + coarseBytes, SUM_BYTES + coarseBytes + fineBytes];
        const answer = await methods.readBytes(`${url}${path}`, lengths, subject, call);
        return fineDigestSumOf(answer, coarseBytes, knownSha256, subject);
      });
    },
    fineDigests: async (vmId, diskId, snapshotId, extents, call) => {
      if (extents.length === 0) return new Uint8Array(0);
      const { within, bits } = blockBits(extents, COARSE_BLOCK_BYTES);
      const path = `${snapshotPath(diskId, snapshotId)}/fine-checksums?${extentQuery(within)}&regions=${bits}`;
      const blocks = extents.reduce((sum, { lengthBytes }) => sum + Math.ceil(lengthBytes / FINE_BLOCK_BYTES), 0);
      const subject = `fine checksums within ${describe(within)} of ${vmId}/${diskId}`;
      return atMachine(vmId, call, (url) =>
        methods.readBytes(`${url}${path}`, [blocks * SHORT_DIGEST_BYTES], subject, call),
      );
    },
    checksumExtent: async (vmId, diskId, snapshotId, extent, blockBytes, call) => {
      assert(blockBytes > 0, `block size must be positive, got ${blockBytes}`);
      if (extent.lengthBytes === 0) return new Uint8Array(0);
      const path = `${snapshotPath(diskId, snapshotId)}/checksums?${extentQuery(extent)}&blockBytes=${blockBytes}`;
      const lengthBytes = Math.ceil(extent.lengthBytes / blockBytes) * DIGEST_BYTES;
      const subject = `checksums of ${describe(extent)} of ${vmId}/${diskId}`;
      return atMachine(vmId, call, (url) => methods.readBytes(`${url}${path}`, [lengthBytes], subject, call));
    },

    freezeLogs: (vmId, consistency, call) =>
      atMachine(vmId, call, async (url) => {
        const parameters = { Consistency: consistency };
        const subject = `FreezeLogs ${vmId}`;
        return (await methods.post(`${url}/${AGENT}/FreezeLogs`, parameters, logsAnswer, subject, call)).LogSet;
      }),
    readLog: (vmId, diskId, logId, extent, call) => {
      const path = `/disks/${segment(diskId)}/logs/${segment(logId)}/content`;
      const subject = `${describe(extent)} of log ${logId} of ${vmId}/${diskId}`;
      return atMachine(vmId, call, (url) => methods.readRange(`${url}${path}`, extent, subject, call));
    },
    deleteLogs: (vmId, logIds, call) => invoke(vmId, `${AGENT}/DeleteLogs`, { LogIds: logIds }, call),

    // Msvm_ComputerSystem: 2 enabled, 4 shut down.
    shutDownMachine: (vmId, call) =>
      invoke(vmId, 'Msvm_ComputerSystem/RequestStateChange', { RequestedState: 4 }, call),
    startMachine: (vmId, call) => invoke(vmId, 'Msvm_ComputerSystem/RequestStateChange', { RequestedState: 2 }, call),
    async createMachine(vmId, hostId, disks, call) {
      const url = `${hostUrl(hostId)}/Msvm_VirtualSystemManagementService/DefineSystem`;
      const parameters = { VirtualSystemIdentifier: vmId, Disks: disks };
      await methods.post(url, parameters, outcome, `DefineSystem ${vmId}`, call);
    },
    checksumDisk: async (vmId, diskId, extent, blockBytes, call) => {
      assert(blockBytes > 0, `block size must be positive, got ${blockBytes}`);
      if (extent.lengthBytes === 0) return new Uint8Array(0);
      const path = `/disks/${segment(diskId)}/checksums?${extentQuery(extent)}&blockBytes=${blockBytes}`;
      const lengthBytes = Math.ceil(extent.lengthBytes / blockBytes) * DIGEST_BYTES;
      const subject = `checksums of ${describe(extent)} of disk ${vmId}/${diskId}`;
      return atMachine(vmId, call, (url) => methods.readBytes(`${url}${path}`, [lengthBytes], subject, call));
    },
    writeDisk: (vmId, diskId, offsetBytes, bytes, call) => {
      const path = `/disks/${segment(diskId)}/content`;
      const subject = `write at ${offsetBytes} of disk ${vmId}/${diskId}`;
      return atMachine(vmId, call, (url) => methods.putBytes(`${url}${path}`, offsetBytes, bytes, subject, call));
    },
    clearDisk: (vmId, diskId, { offsetBytes, lengthBytes }, call) => {
      const parameters = { DiskId: diskId, OffsetBytes: offsetBytes, LengthBytes: lengthBytes };
      return invoke(vmId, `${AGENT}/ClearDisk`, parameters, call);
    },

    async setBandwidth(hostId, schedule, call) {
      const url = `${hostUrl(hostId)}/${AGENT}/SetBandwidth`;
      await methods.post(url, { Schedule: schedule }, outcome, `SetBandwidth ${hostId}`, call);
    },
  };
}

/** Which machine is on which host. Machines move: one that its host no longer knows is looked up again. */
function createDirectory(options: HostHttpOptions, methods: HostMethods) {
  const hostOf = new Map<VmId, HostId>();
  const base = (hostId: HostId | null): string => options.endpointOf(hostId).replace(/\/+$/, '');
  const hostUrl = (hostId: HostId): string => `${base(hostId)}/hosts/${segment(hostId)}`;

  const listHosts = async (call: Call): Promise<readonly HostInventory[]> => {
    const { Hosts } = await methods.get(`${base(null)}/hosts`, hostsAnswer, 'list of hosts', call);
    hostOf.clear();
    for (const host of Hosts) for (const machine of host.machines) hostOf.set(machine.vmId, host.hostId);
    return Hosts;
  };

  const machineUrl = async (vmId: VmId, call: Call): Promise<string> => {
    if (!hostOf.has(vmId)) await listHosts(call);
    const hostId = hostOf.get(vmId);
    if (hostId) return `${hostUrl(hostId)}/machines/${segment(vmId)}`;
    throw new PortError({ code: 'VirtualMachineNotFound', detail: `no host has the machine ${vmId}` });
  };

  /**
   * Asks the host of a machine, under the machine's address. A host that has it no longer did nothing: where another
   * one has it now, that one is asked, once.
   */
  const atMachine = async <T>(vmId: VmId, call: Call, ask: (url: string) => Promise<T>): Promise<T> => {
    const url = await machineUrl(vmId, call);
    try {
      return await ask(url);
    } catch (error) {
      if (!(error instanceof PortError && error.report.code === 'VirtualMachineNotFound')) throw error;
      hostOf.delete(vmId);
      const movedUrl = await machineUrl(vmId, call);
      if (movedUrl === url) throw error;
      return ask(movedUrl);
    }
  };

  return { listHosts, hostUrl, atMachine };
}

/** The policy as the service's settings; names and minutes of day as the service has them. */
function settingData(policy: ReplicationPolicy): object {
  return {
    PolicyId: policy.policyId,
    PolicyName: policy.name,
    ReplicationInterval: policy.replicationIntervalSeconds,
    RecoveryHistory: policy.recoveryPointHistoryHours,
    ApplicationConsistentSnapshotInterval: policy.applicationConsistentFrequencyHours,
    InitialReplicationStartTime: policy.initialReplicationStartTime,
    AutoResynchronizeEnabled: policy.resyncWindow.isEnabled,
    AutoResynchronizeIntervalStart: policy.resyncWindow.startLocal,
    AutoResynchronizeIntervalEnd: policy.resyncWindow.endLocal,
  };
}

/** A copy plan walks these in order: extents out of order or out of bounds would copy the wrong bytes. */
function failUnlessAscending(extents: readonly Extent[], within: Extent, subject: string): void {
  let last = within.offsetBytes;
  for (const extent of extents) {
    if (extent.offsetBytes < last || extent.lengthBytes === 0 || endOf(extent) > endOf(within)) {
      const detail = `${subject}: ${describe(extent)} is out of order or outside ${describe(within)}`;
      throw new PortError({ code: 'UnexpectedAnswer', detail });
    }
    last = endOf(extent);
  }
}

function snapshotPath(diskId: string, snapshotId: string): string {
  return `/disks/${segment(diskId)}/snapshots/${segment(snapshotId)}`;
}

function extentQuery(extent: Extent): string {
  return `offsetBytes=${extent.offsetBytes}&lengthBytes=${extent.lengthBytes}`;
}

function segment(id: string): string {
  return encodeURIComponent(id);
}

function describe(extent: Extent): string {
  return `[${extent.offsetBytes}, ${endOf(extent)})`;
}
