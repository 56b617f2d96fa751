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
import type { VirtualClock } from '../simulation/virtual-clock.ts';
import { givenUp, orderOf, useOf } from './call-order.ts';
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
  ERROR_MORE_DATA,
  failOnBadBlock,
  failOnBadExtent,
  failOnBadBlocks,
  failOnBadSchedule,
  FAILED,
  FILE_NOT_FOUND,
  INVALID_STATE,
  OUT_OF_MEMORY,
  refuse,
} from './host-refusal.ts';
import { CONNECT_TIMEOUT_MS } from './network.ts';
import type { SharedRate } from './shared-rate.ts';
import type { SimulatedHost } from './simulated-host.ts';
import type { SimulatedMachine } from './simulated-machine.ts';
import type { VirtualFile } from './virtual-file.ts';
import type { FaultKind } from './world.ts';

/** What methods take besides reading and sending: they are answered after it. */
const METHOD_MS: Milliseconds = 5;
const SETTINGS_MS: Milliseconds = 300;
const CHECKPOINT_MS: Milliseconds = 2 * SECOND_MS;
const MERGE_MS: Milliseconds = SECOND_MS;
const FREEZE_MS: Milliseconds = 200;
const SHUT_DOWN_MS: Milliseconds = 20 * SECOND_MS;
const START_MS: Milliseconds = 5 * SECOND_MS;
/** The guest's volume shadow copy service brings its writers to rest first. */
const VSS_MS: Milliseconds = 2 * SECOND_MS;

/** What the host API needs of the world around it. */
export interface HostApiParts {
  readonly clock: VirtualClock;
  readonly checksums: Pick<Checksums, 'digest' | 'sha256'>;
  hosts(): readonly SimulatedHost[];
  /** The machine and its host, whether or not faults hide them. */
  find(vmId: VmId): { readonly machine: SimulatedMachine; readonly host: SimulatedHost } | undefined;
  hasFault(kind: FaultKind, target: HostId | VmId): boolean;
  inventory(): readonly HostInventory[];
  /** Whether the VMM server is down from which the host takes its orders. */
  isProviderDown(hostId: HostId): boolean;
  setSchedule(hostId: HostId, schedule: BandwidthSchedule | null): void;
  /** A machine that was lost stands again. */
  found(machine: SimulatedMachine): void;
  /** The machine's record changed. */
  touch(machine: SimulatedMachine): void;
}

/** The hosts' replication service. Each method waits in the world for as long as it takes, then acts at one instant. */
export class WorldHostApi implements HostApi {
  readonly #parts: HostApiParts;

  constructor(parts: HostApiParts) {
    this.#parts = parts;
  }

  async listHosts(call: Call): Promise<readonly HostInventory[]> {
    await this.#wait(METHOD_MS, call);
    return this.#parts.inventory();
  }

  async createReplicationRelationship(
    vmId: VmId,
    settings: { readonly includedDiskIds: readonly DiskId[]; readonly policy: ReplicationPolicy },
    call: Call,
  ): Promise<void> {
    const { machine } = await this.#order(vmId, SETTINGS_MS, call);
    const { name, readinessErrors } = machine.facts;
    if (readinessErrors.length > 0)
      throw refuse('PrerequisitesNotMet', `${name}: ${readinessErrors.join(', ')}`, INVALID_STATE);
    machine.replication.relate(settings.includedDiskIds, settings.policy);
    this.#parts.touch(machine);
  }

  async modifyReplicationSettings(vmId: VmId, policy: ReplicationPolicy, call: Call): Promise<void> {
    const { machine } = await this.#order(vmId, SETTINGS_MS, call);
    machine.replication.modify(policy);
    this.#parts.touch(machine);
  }

  async removeReplicationRelationship(vmId: VmId, call: Call): Promise<void> {
    const { machine } = await this.#order(vmId, SETTINGS_MS, call);
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
    const { machine } = await this.#visit(vmId, METHOD_MS, call);
    machine.replication.stopTracking();
    this.#parts.touch(machine);
  }

  async deleteSnapshot(vmId: VmId, snapshotId: SnapshotId, call: Call): Promise<void> {
    const { machine } = await this.#visit(vmId, MERGE_MS, call);
    machine.replication.deleteCheckpoint(snapshotId);
    this.#parts.touch(machine);
  }

  async getReplicationStatus(vmId: VmId, call: Call): Promise<ReplicationStatus> {
    const { machine } = await this.#visit(vmId, METHOD_MS, call);
    return machine.replication.status();
  }

  async listAllocatedExtents(
    vmId: VmId,
    diskId: DiskId,
    snapshotId: SnapshotId,
    within: Extent,
    call: Call,
  ): Promise<readonly Extent[]> {
    const { machine } = await this.#visit(vmId, METHOD_MS, call);
    this.#failOnBrokenChain(machine);
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
    const { machine, host } = await this.#visit(
      vmId,
      consistency === 'ApplicationConsistent' ? FREEZE_MS + VSS_MS : FREEZE_MS,
      call,
    );
    this.#failOnBrokenChain(machine);
    this.#failOnShortage(host);
    if (consistency === 'ApplicationConsistent') this.#failOnWriters(machine);
    const set = machine.replication.freeze(consistency, this.#parts.clock.now());
    this.#parts.touch(machine);
    return set;
  }

  async readLog(vmId: VmId, diskId: DiskId, logId: LogId, extent: Extent, call: Call): Promise<Uint8Array> {
    const { machine, host } = await this.#visit(vmId, METHOD_MS, call);
    const { fileBytes } = machine.replication.frozenLog(diskId, logId);
    const isInside = extent.offsetBytes >= 0 && endOf(extent) <= fileBytes && extent.lengthBytes <= LARGEST_READ_BYTES;
    if (!isInside)
      throw refuse('InvalidParameter', `log ${logId} of ${fileBytes} bytes has no readable ${describe(extent)}`);
    await this.#use(host.disk, extent.lengthBytes, call);
    return this.#present(vmId).machine.replication.frozenLog(diskId, logId).content.readNow(extent);
  }

  async deleteLogs(vmId: VmId, logIds: readonly LogId[], call: Call): Promise<void> {
    const { machine } = await this.#visit(vmId, METHOD_MS, call);
    machine.replication.deleteLogs(logIds);
    this.#parts.touch(machine);
  }

  async shutDownMachine(vmId: VmId, call: Call): Promise<void> {
    const { machine } = await this.#order(vmId, SHUT_DOWN_MS, call);
    machine.setRunning(false);
    this.#parts.touch(machine);
  }

  async startMachine(vmId: VmId, call: Call): Promise<void> {
    const { machine, host } = await this.#order(vmId, START_MS, call);
    this.#failOnBrokenChain(machine);
    this.#failOnShortage(host);
    machine.setRunning(true);
    this.#parts.touch(machine);
  }

  async createMachine(vmId: VmId, hostId: HostId, disks: readonly NewDisk[], call: Call): Promise<void> {
    const host = this.#parts.hosts().find((each) => each.facts.hostId === hostId);
    const isDown = host !== undefined && this.#parts.hasFault('hostDown', hostId);
    await this.#wait(isDown ? CONNECT_TIMEOUT_MS : SETTINGS_MS, call);
    if (!host) throw refuse('InvalidParameter', `no host ${hostId}`);
    this.#failIfDown(host);
    this.#failIfProviderDown(host);
    const machine = this.#parts.find(vmId)?.machine;
    if (!machine) throw refuse('InvalidParameter', `${host.facts.name} keeps no configuration of ${vmId}`);
    if (!this.#parts.hasFault('vmDeleted', vmId)) return;
    machine.makeAnew(disks, this.#parts.clock.now());
    this.#parts.found(machine);
  }

  async checksumDisk(vmId: VmId, diskId: DiskId, extent: Extent, blockBytes: Bytes, call: Call): Promise<Uint8Array> {
    failOnBadBlock(blockBytes);
    const { machine, host } = await this.#visit(vmId, METHOD_MS, call);
    const { file } = machine.idleDisk(diskId);
    failOnBadExtent(extent, file.sizeBytes, Infinity);
    const bytes = storedBytes(file, extent);
    await this.#use(host.disk, bytes, call);
    await this.#use(host.processor, bytes, call);
    this.#present(vmId).machine.idleDisk(diskId);
    return digestsOf(this.#parts.checksums, file, extent, blockBytes, diskId);
  }

  async writeDisk(vmId: VmId, diskId: DiskId, offsetBytes: Bytes, bytes: Uint8Array, call: Call): Promise<void> {
    const { host } = await this.#visitDisk(vmId, diskId, { offsetBytes, lengthBytes: bytes.length }, call);
    await this.#use(host.disk, bytes.length, call);
    const { machine } = this.#present(vmId);
    machine.idleDisk(diskId).writeBytes(offsetBytes, bytes);
    this.#parts.touch(machine);
  }

  async clearDisk(vmId: VmId, diskId: DiskId, extent: Extent, call: Call): Promise<void> {
    const { machine } = await this.#visitDisk(vmId, diskId, extent, call, Infinity);
    machine.idleDisk(diskId).clear(extent);
    this.#parts.touch(machine);
  }

  async setBandwidth(hostId: HostId, schedule: BandwidthSchedule | null, call: Call): Promise<void> {
    const host = this.#parts.hosts().find((each) => each.facts.hostId === hostId);
    const isDown = host !== undefined && this.#parts.hasFault('hostDown', hostId);
    await this.#wait(isDown ? CONNECT_TIMEOUT_MS : SETTINGS_MS, call);
    if (!host) throw refuse('InvalidParameter', `no host ${hostId}`);
    this.#failIfDown(host);
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
  ): Promise<{ readonly machine: SimulatedMachine; readonly host: SimulatedHost }> {
    const visited = await this.#visit(vmId, METHOD_MS, call);
    this.#failOnBrokenChain(visited.machine);
    this.#failOnShortage(visited.host);
    failOnBadExtent(extent, visited.machine.idleDisk(diskId).file.sizeBytes, limitBytes);
    return visited;
  }

  async #startChain(vmId: VmId, call: Call): Promise<Snapshot> {
    const { machine, host } = await this.#order(vmId, CHECKPOINT_MS, call);
    this.#failOnBrokenChain(machine);
    this.#failOnShortage(host);
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
    const { machine, host } = await this.#visit(vmId, METHOD_MS, call);
    this.#failOnBrokenChain(machine);
    const file = machine.replication.checkpointFile(diskId, snapshotId);
    failOnBad(file.sizeBytes);
    await this.#use(host.disk, storedBytes(file, ...extents), call);
    const present = this.#present(vmId).machine;
    this.#failOnBrokenChain(present);
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
    await this.#use(host.processor, storedBytes(file, ...extents), call);
    this.#present(vmId);
    return file;
  }

  /** Waits for a method to take its time on the machine's host, then answers both as they are. */
  async #visit(
    vmId: VmId,
    durationMs: Milliseconds,
    call: Call,
  ): Promise<{ readonly machine: SimulatedMachine; readonly host: SimulatedHost }> {
    const found = this.#parts.find(vmId);
    const isDown = found !== undefined && this.#parts.hasFault('hostDown', found.host.facts.hostId);
    await this.#wait(isDown ? CONNECT_TIMEOUT_MS : METHOD_MS + durationMs, call);
    return this.#present(vmId);
  }

  /** A visit that the provider makes: on a VMM site it sits on the VMM server. What the agent does goes on without it. */
  async #order(
    vmId: VmId,
    durationMs: Milliseconds,
    call: Call,
  ): Promise<{ readonly machine: SimulatedMachine; readonly host: SimulatedHost }> {
    const visited = await this.#visit(vmId, durationMs, call);
    this.#failIfProviderDown(visited.host);
    return visited;
  }

  #failIfProviderDown({ facts: { hostId, name, vmmServerName } }: SimulatedHost): void {
    if (!this.#parts.isProviderDown(hostId)) return;
    throw refuse('ServerNotConnected', `${name} takes its orders from ${vmmServerName ?? name}, which does not answer`);
  }

  #present(vmId: VmId): { readonly machine: SimulatedMachine; readonly host: SimulatedHost } {
    const found = this.#parts.find(vmId);
    if (found) this.#failIfDown(found.host);
    if (!found || this.#parts.hasFault('vmDeleted', vmId))
      throw refuse('VirtualMachineNotFound', `no host has the machine ${vmId}`, FILE_NOT_FOUND);
    return found;
  }

  #failIfDown(host: SimulatedHost): void {
    if (this.#parts.hasFault('hostDown', host.facts.hostId))
      throw refuse('HostUnreachable', `${host.facts.name} does not answer`);
  }

  #failOnBrokenChain(machine: SimulatedMachine): void {
    if (!this.#parts.hasFault('brokenVhdChain', machine.facts.vmId)) return;
    throw refuse('BrokenVhdChain', `${machine.facts.name}: a differencing disk does not fit its parent`, FAILED);
  }

  /** The guest's VSS writers do not come to rest; crash-consistent freezes do not ask them. */
  #failOnWriters({ facts: { vmId, name } }: SimulatedMachine): void {
    if (!this.#parts.hasFault('vssFailure', vmId)) return;
    throw refuse('VssFailure', `${name}: a VSS writer in the guest failed: more data is available`, ERROR_MORE_DATA);
  }

  #failOnShortage(host: SimulatedHost): void {
    const { hostId, name, volume } = host.facts;
    if (this.#parts.hasFault('lowMemory', hostId)) throw refuse('LowMemory', `${name} is out of memory`, OUT_OF_MEMORY);
    const hasFault = this.#parts.hasFault('lowDiskSpace', hostId);
    if (!host.isLowOnSpace(hasFault)) return;
    throw refuse(
      'LowDiskSpace',
      `${name}: volume ${volume.name} has ${Math.max(0, host.freeBytes(hasFault))} bytes left`,
      FAILED,
    );
  }

  #use(rate: SharedRate, bytes: Bytes, call: Call): Promise<void> {
    return rate.use(bytes, useOf(call));
  }

  #wait(durationMs: Milliseconds, call: Call): Promise<void> {
    return this.#parts.clock.sleep(durationMs, orderOf(call), call.signal, givenUp(call));
  }
}
