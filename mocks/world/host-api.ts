import type { Extent } from '../../src/base/extent.ts';
import { endOf } from '../../src/base/extent.ts';
import type { Bytes, Milliseconds } from '../../src/base/units.ts';
import { SECOND_MS } from '../../src/base/units.ts';
import type {
  BandwidthSchedule,
  Consistency,
  DiskId,
  HostId,
  LogId,
  ReplicationPolicy,
  SnapshotId,
  VmId,
} from '../../src/core/model.ts';
import type {
  Call,
  Checksums,
  DigestSum,
  FineDigestSum,
  FrozenLogSet,
  HostApi,
  HostInventory,
  NewDisk,
  ReplicationStatus,
  Snapshot,
} from '../../src/core/ports.ts';
import {
  bytesOf,
  COARSE_BLOCK_BYTES,
  digestsOf,
  digestSumOf,
  FINE_BLOCK_BYTES,
  fineDigestsOf,
  LARGEST_READ_BYTES,
  storedBytes,
} from './checkpoint-reading.ts';
import {
  describe,
  failOnBadBlock,
  failOnBadExtent,
  failOnBadBlocks,
  failOnBadSchedule,
  INVALID_STATE,
  refuse,
} from './host-refusal.ts';
import { HostVisits, METHOD_MS, type HostVisitsParts, type PresentMachine } from './host-visits.ts';
import type { SimulatedHost } from './simulated-host.ts';
import type { SimulatedMachine } from './simulated-machine.ts';
import type { VirtualFile } from './virtual-file.ts';

const SETTINGS_MS: Milliseconds = 300;
const CHECKPOINT_MS: Milliseconds = 2 * SECOND_MS;
const MERGE_MS: Milliseconds = SECOND_MS;
const FREEZE_MS: Milliseconds = 200;
const SHUT_DOWN_MS: Milliseconds = 20 * SECOND_MS;
const START_MS: Milliseconds = 5 * SECOND_MS;
/** The guest's volume shadow copy service brings its writers to rest first. */
const VSS_MS: Milliseconds = 2 * SECOND_MS;

/** What the host API needs of the world around it. */
export interface HostApiParts extends HostVisitsParts {
  readonly checksums: Pick<Checksums, 'digest' | 'sha256'>;
  inventory(): readonly HostInventory[];
  setSchedule(hostId: HostId, schedule: BandwidthSchedule | null): void;
  /** A machine that was lost stands again. */
  found(machine: SimulatedMachine): void;
  /** The machine's record changed. */
  touch(machine: SimulatedMachine): void;
}

/** The hosts' replication service. Each method waits in the world for as long as it takes, then acts at one instant. */
export class WorldHostApi implements HostApi {
  readonly #parts: HostApiParts;
  readonly #visits: HostVisits;

  constructor(parts: HostApiParts) {
    this.#parts = parts;
    this.#visits = new HostVisits(parts);
  }

  async listHosts(call: Call): Promise<readonly HostInventory[]> {
    await this.#visits.wait(METHOD_MS, call);
    return this.#parts.inventory();
  }

  async createReplicationRelationship(
    vmId: VmId,
    settings: { readonly includedDiskIds: readonly DiskId[]; readonly policy: ReplicationPolicy },
    call: Call,
  ): Promise<void> {
    const { machine } = await this.#visits.order(vmId, SETTINGS_MS, call);
    const { name, readinessErrors } = machine.facts;
    if (readinessErrors.length > 0)
      throw refuse('PrerequisitesNotMet', `${name}: ${readinessErrors.join(', ')}`, INVALID_STATE);
    machine.replication.relate(settings.includedDiskIds, settings.policy);
    this.#parts.touch(machine);
  }

  async modifyReplicationSettings(vmId: VmId, policy: ReplicationPolicy, call: Call): Promise<void> {
    const { machine } = await this.#visits.order(vmId, SETTINGS_MS, call);
    machine.replication.modify(policy);
    this.#parts.touch(machine);
  }

  async removeReplicationRelationship(vmId: VmId, call: Call): Promise<void> {
    const { machine } = await this.#visits.order(vmId, SETTINGS_MS, call);
    machine.replication.unrelate();
    this.#parts.touch(machine);
  }

  startReplication(vmId: VmId, call: Call): Promise<Snapshot> {
    return this.#startChain(vmId, call);
  }

  resynchronize(vmId: VmId, call: Call): Promise<Snapshot> {
    return this.#startChain(vmId, call);
  }

  async stopTracking(vmId: VmId, call: Call): Promise<void> {
    const { machine } = await this.#visits.visit(vmId, METHOD_MS, call);
    machine.replication.stopTracking();
    this.#parts.touch(machine);
  }

  async deleteSnapshot(vmId: VmId, snapshotId: SnapshotId, call: Call): Promise<void> {
    const { machine } = await this.#visits.visit(vmId, MERGE_MS, call);
    machine.replication.deleteCheckpoint(snapshotId);
    this.#parts.touch(machine);
  }

  async getReplicationStatus(vmId: VmId, call: Call): Promise<ReplicationStatus> {
    const { machine } = await this.#visits.visit(vmId, METHOD_MS, call);
    return machine.replication.status();
  }

  async listAllocatedExtents(
    vmId: VmId,
    diskId: DiskId,
    snapshotId: SnapshotId,
    within: Extent,
    call: Call,
  ): Promise<readonly Extent[]> {
    const { machine } = await this.#visits.visit(vmId, METHOD_MS, call);
    this.#visits.failOnBrokenChain(machine);
    return machine.replication.checkpointFile(diskId, snapshotId).presentExtents(within);
  }

  async readExtent(
    vmId: VmId,
    diskId: DiskId,
    snapshotId: SnapshotId,
    extent: Extent,
    call: Call,
  ): Promise<Uint8Array> {
    const failOnBad = (sizeBytes: Bytes) => failOnBadExtent(extent, sizeBytes, LARGEST_READ_BYTES);
    const { file } = await this.#readFromDisk(vmId, diskId, snapshotId, [extent], failOnBad, call);
    return bytesOf(file, [extent], diskId);
  }

  async readBlocks(
    vmId: VmId,
    diskId: DiskId,
    snapshotId: SnapshotId,
    extents: readonly Extent[],
    call: Call,
  ): Promise<Uint8Array> {
    const failOnBad = (sizeBytes: Bytes) =>
      failOnBadBlocks(extents, { blockBytes: FINE_BLOCK_BYTES, sizeBytes, limitBytes: LARGEST_READ_BYTES });
    const { file } = await this.#readFromDisk(vmId, diskId, snapshotId, extents, failOnBad, call);
    return bytesOf(file, extents, diskId);
  }

  async compareExtent(
    vmId: VmId,
    diskId: DiskId,
    snapshotId: SnapshotId,
    extent: Extent,
    knownSha256: string,
    call: Call,
  ): Promise<DigestSum> {
    const digests = await this.checksumExtent(vmId, diskId, snapshotId, extent, COARSE_BLOCK_BYTES, call);
    return digestSumOf(this.#parts.checksums, digests, knownSha256);
  }

  async compareFinely(
    vmId: VmId,
    diskId: DiskId,
    snapshotId: SnapshotId,
    extent: Extent,
    knownSha256: string,
    call: Call,
  ): Promise<FineDigestSum> {
    const { checksums } = this.#parts;
    const failOnBad = (sizeBytes: Bytes) => failOnBadExtent(extent, sizeBytes, Infinity);
    const file = await this.#digestFromDisk(vmId, diskId, snapshotId, [extent], failOnBad, call);
    const fine = await digestsOf(checksums, file, extent, FINE_BLOCK_BYTES, diskId);
    const coarseDigests = await digestsOf(checksums, file, extent, COARSE_BLOCK_BYTES, diskId);
    return { ...(await digestSumOf(checksums, fine, knownSha256)), coarseDigests };
  }

  async fineDigests(
    vmId: VmId,
    diskId: DiskId,
    snapshotId: SnapshotId,
    extents: readonly Extent[],
    call: Call,
  ): Promise<Uint8Array> {
    const failOnBad = (sizeBytes: Bytes) =>
      failOnBadBlocks(extents, { blockBytes: COARSE_BLOCK_BYTES, sizeBytes, limitBytes: Infinity });
    const file = await this.#digestFromDisk(vmId, diskId, snapshotId, extents, failOnBad, call);
    return fineDigestsOf(this.#parts.checksums, file, extents, diskId);
  }

  async checksumExtent(
    vmId: VmId,
    diskId: DiskId,
    snapshotId: SnapshotId,
    extent: Extent,
    blockBytes: Bytes,
    call: Call,
  ): Promise<Uint8Array> {
    failOnBadBlock(blockBytes);
    const failOnBad = (sizeBytes: Bytes) => failOnBadExtent(extent, sizeBytes, Infinity);
    const file = await this.#digestFromDisk(vmId, diskId, snapshotId, [extent], failOnBad, call);
    return digestsOf(this.#parts.checksums, file, extent, blockBytes, diskId);
  }

  async freezeLogs(vmId: VmId, consistency: Consistency, call: Call): Promise<FrozenLogSet> {
    const { machine, host } = await this.#visits.visit(
      vmId,
      consistency === 'ApplicationConsistent' ? FREEZE_MS + VSS_MS : FREEZE_MS,
      call,
    );
    this.#visits.failOnBrokenChain(machine);
    this.#visits.failOnShortage(host);
    if (consistency === 'ApplicationConsistent') this.#visits.failOnWriters(machine);
    const set = machine.replication.freeze(consistency, this.#parts.clock.now());
    this.#parts.touch(machine);
    return set;
  }

  async readLog(vmId: VmId, diskId: DiskId, logId: LogId, extent: Extent, call: Call): Promise<Uint8Array> {
    const { machine, host } = await this.#visits.visit(vmId, METHOD_MS, call);
    const { fileBytes } = machine.replication.frozenLog(diskId, logId);
    const isInside = extent.offsetBytes >= 0 && endOf(extent) <= fileBytes && extent.lengthBytes <= LARGEST_READ_BYTES;
    if (!isInside)
      throw refuse('InvalidParameter', `log ${logId} of ${fileBytes} bytes has no readable ${describe(extent)}`);
    await this.#visits.use(host.disk, extent.lengthBytes, call);
    return this.#visits.present(vmId).machine.replication.frozenLog(diskId, logId).content.readNow(extent);
  }

  async deleteLogs(vmId: VmId, logIds: readonly LogId[], call: Call): Promise<void> {
    const { machine } = await this.#visits.visit(vmId, METHOD_MS, call);
    machine.replication.deleteLogs(logIds);
    this.#parts.touch(machine);
  }

  async shutDownMachine(vmId: VmId, call: Call): Promise<void> {
    const { machine } = await this.#visits.order(vmId, SHUT_DOWN_MS, call);
    machine.setRunning(false);
    this.#parts.touch(machine);
  }

  async startMachine(vmId: VmId, call: Call): Promise<void> {
    const { machine, host } = await this.#visits.order(vmId, START_MS, call);
    this.#visits.failOnBrokenChain(machine);
    this.#visits.failOnShortage(host);
    machine.setRunning(true);
    this.#parts.touch(machine);
  }

  async createMachine(vmId: VmId, hostId: HostId, disks: readonly NewDisk[], call: Call): Promise<void> {
    const host = await this.#visits.visitHost(hostId, SETTINGS_MS, call);
    this.#visits.failIfProviderDown(host);
    const machine = this.#parts.find(vmId)?.machine;
    if (!machine) throw refuse('InvalidParameter', `${host.facts.name} keeps no configuration of ${vmId}`);
    if (!this.#parts.hasFault('vmDeleted', vmId)) return;
    machine.makeAnew(disks, this.#parts.clock.now());
    this.#parts.found(machine);
  }

  async checksumDisk(vmId: VmId, diskId: DiskId, extent: Extent, blockBytes: Bytes, call: Call): Promise<Uint8Array> {
    failOnBadBlock(blockBytes);
    const { machine, host } = await this.#visits.visit(vmId, METHOD_MS, call);
    const { file } = machine.idleDisk(diskId);
    failOnBadExtent(extent, file.sizeBytes, Infinity);
    const bytes = storedBytes(file, extent);
    await this.#visits.use(host.disk, bytes, call);
    await this.#visits.use(host.processor, bytes, call);
    this.#visits.present(vmId).machine.idleDisk(diskId);
    return digestsOf(this.#parts.checksums, file, extent, blockBytes, diskId);
  }

  async writeDisk(vmId: VmId, diskId: DiskId, offsetBytes: Bytes, bytes: Uint8Array, call: Call): Promise<void> {
    const { host } = await this.#visitDisk(vmId, diskId, { offsetBytes, lengthBytes: bytes.length }, call);
    await this.#visits.use(host.disk, bytes.length, call);
    const { machine } = this.#visits.present(vmId);
    machine.idleDisk(diskId).writeBytes(offsetBytes, bytes);
    this.#parts.touch(machine);
  }

  async clearDisk(vmId: VmId, diskId: DiskId, extent: Extent, call: Call): Promise<void> {
    const { machine } = await this.#visitDisk(vmId, diskId, extent, call, Infinity);
    machine.idleDisk(diskId).clear(extent);
    this.#parts.touch(machine);
  }

  async setBandwidth(hostId: HostId, schedule: BandwidthSchedule | null, call: Call): Promise<void> {
    await this.#visits.visitHost(hostId, SETTINGS_MS, call);
    if (schedule) failOnBadSchedule(schedule, this.#parts.clock.now());
    this.#parts.setSchedule(hostId, schedule);
  }

  /** A machine whose disk may be written from outside, with room for it. */
  async #visitDisk(
    vmId: VmId,
    diskId: DiskId,
    extent: Extent,
    call: Call,
    limitBytes: Bytes = LARGEST_READ_BYTES,
  ): Promise<PresentMachine> {
    const visited = await this.#visits.visit(vmId, METHOD_MS, call);
    this.#visits.failOnBrokenChain(visited.machine);
    this.#visits.failOnShortage(visited.host);
    failOnBadExtent(extent, visited.machine.idleDisk(diskId).file.sizeBytes, limitBytes);
    return visited;
  }

  async #startChain(vmId: VmId, call: Call): Promise<Snapshot> {
    const { machine, host } = await this.#visits.order(vmId, CHECKPOINT_MS, call);
    this.#visits.failOnBrokenChain(machine);
    this.#visits.failOnShortage(host);
    const snapshot = machine.replication.startChain(call.requestId, this.#parts.clock.now());
    this.#parts.touch(machine);
    return snapshot;
  }

  /**
   * Waits for the host's disk to read what is stored in the extents; answers the checkpoint's file as it is then.
   *
   * @param failOnBad refuses extents that a disk of this size does not have
   */
  async #readFromDisk(
    vmId: VmId,
    diskId: DiskId,
    snapshotId: SnapshotId,
    extents: readonly Extent[],
    failOnBad: (sizeBytes: Bytes) => void,
    call: Call,
  ): Promise<{ readonly file: VirtualFile; readonly host: SimulatedHost }> {
    const { machine, host } = await this.#visits.visit(vmId, METHOD_MS, call);
    this.#visits.failOnBrokenChain(machine);
    const file = machine.replication.checkpointFile(diskId, snapshotId);
    failOnBad(file.sizeBytes);
    await this.#visits.use(host.disk, storedBytes(file, ...extents), call);
    const present = this.#visits.present(vmId).machine;
    this.#visits.failOnBrokenChain(present);
    return { file: present.replication.checkpointFile(diskId, snapshotId), host };
  }

  /** The same, and for its processor to digest it. */
  async #digestFromDisk(
    vmId: VmId,
    diskId: DiskId,
    snapshotId: SnapshotId,
    extents: readonly Extent[],
    failOnBad: (sizeBytes: Bytes) => void,
    call: Call,
  ): Promise<VirtualFile> {
    const { file, host } = await this.#readFromDisk(vmId, diskId, snapshotId, extents, failOnBad, call);
    await this.#visits.use(host.processor, storedBytes(file, ...extents), call);
    this.#visits.present(vmId);
    return file;
  }
}
