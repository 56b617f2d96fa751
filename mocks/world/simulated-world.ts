import { assert } from '../../src/base/assert.ts';
import type { Extent } from '../../src/base/extent.ts';
import type { Rng } from '../../src/base/rng.ts';
import { after } from '../../src/base/units.ts';
import type { Bytes, Instant } from '../../src/base/units.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { DiskId, HostId, ReplicationPolicy, VmId } from '../../src/core/model.ts';
import type { AzureMachineRef, BlobRef, Checksums, HostInventory, Mutation } from '../../src/core/ports.ts';
import type { DiskImage } from '../../src/formats/disk-image.ts';
import type { VirtualClock } from '../simulation/virtual-clock.ts';
import type { BlockStore } from './block-store.ts';
import { AzureMachines } from './azure-machines.ts';
import type { Guest } from './azure-machines.ts';
import { AZURE_GUEST_ORDER, GUEST_ORDER } from './call-order.ts';
import { ChangeLog } from './change-log.ts';
import { WorldComputeApi } from './compute-api.ts';
import { Faults } from './faults.ts';
import { firstDifference } from './content-comparison.ts';
import { drawGuid } from './guid.ts';
import { WorldHostApi } from './host-api.ts';
import { ImageLayer } from './image-layer.ts';
import { ImportedImages } from './imported-images.ts';
import { importRng, makeMachine, planImport } from './machine-maker.ts';
import { Network } from './network.ts';
import type { LinkRecord } from './network.ts';
import type { SimulatedHost } from './simulated-host.ts';
import type { SimulatedMachine } from './simulated-machine.ts';
import { StorageAccount } from './storage-account.ts';
import { WorldStorageApi } from './storage-api.ts';
import type { VirtualFile } from './virtual-file.ts';
import { WAKE_MS, WORKLOADS } from './workload.ts';
import { digestOf } from './world-digest.ts';
import type { FileFinder, ImportRecord, StateRecord, WorldRecords } from './world-records.ts';
import { HISTORY_TABLE, LINK_TABLE, MACHINE_TABLE, STATE_KEY, STATE_TABLE } from './world-records.ts';
import type {
  ActiveFault,
  AdoptedReplica,
  AdoptedSnapshot,
  FaultKind,
  ImportRequest,
  OpenContent,
  PendingImage,
  SourceContent,
  StoredBlob,
  World,
  WorldHost,
  WorldMachine,
} from './world.ts';

export interface SimulatedWorldParts {
  readonly scenario: string;
  readonly seed: string;
  readonly clock: VirtualClock;
  readonly store: BlockStore;
  readonly rng: Rng;
  readonly checksums: Pick<Checksums, 'digest' | 'sha256'>;
}

/** The world: hosts with their machines, the network and the storage account, under one clock. */
export class SimulatedWorld implements World {
  readonly scenario: string;
  readonly seed: string;
  readonly clock: VirtualClock;
  readonly hostApi: WorldHostApi;
  readonly storageApi: WorldStorageApi;
  readonly computeApi: WorldComputeApi;
  readonly #store: BlockStore;
  readonly #rng: Rng;
  readonly #changes = new ChangeLog();
  readonly #faults = new Faults();
  readonly #network: Network;
  readonly #account: StorageAccount;
  readonly #azure: AzureMachines;
  /** Wakes the guests in Azure; null while none runs. */
  #azureDisarm: (() => void) | null = null;
  readonly #hosts: SimulatedHost[] = [];
  readonly #machines = new Map<VmId, { readonly machine: SimulatedMachine; readonly host: SimulatedHost }>();
  readonly #images = new ImportedImages(this.#changes);
  readonly #disarms: (() => void)[] = [];
  /** Machines whose record changed since the last take: of thousands a few. */
  readonly #touched = new Set<SimulatedMachine>();

  constructor({ scenario, seed, clock, store, rng, checksums }: SimulatedWorldParts) {
    this.scenario = scenario;
    this.seed = seed;
    this.clock = clock;
    this.#store = store;
    this.#rng = rng;
    this.#network = new Network(clock, rng.fork('network'));
    this.#account = new StorageAccount(store, this.#changes);
    this.storageApi = new WorldStorageApi({
      account: this.#account,
      clock,
      network: this.#network,
      faults: this.#faults,
    });
    this.#azure = new AzureMachines({
      account: this.#account,
      rng: rng.fork('azure'),
      guestOf: (vmId) => this.#guestOf(vmId),
    });
    this.computeApi = new WorldComputeApi({
      clock,
      machines: this.#azure,
      faults: this.#faults,
      changed: () => this.#armAzure(),
    });
    this.hostApi = new WorldHostApi({
      clock,
      checksums,
      hosts: () => this.#hosts,
      find: (vmId) => this.#machines.get(vmId),
      hasFault: (kind, target) => this.#faults.has(kind, target),
      inventory: () => this.inventory(),
      isProviderDown: (hostId) => this.#vmmFault(hostId) !== undefined,
      setSchedule: (hostId, schedule) => this.#changeLink(hostId, { schedule }),
      found: ({ facts: { vmId } }) => {
        const lost = this.#faults.find('vmDeleted', vmId);
        if (lost) this.#faults.end(lost.id);
      },
      touch: (machine) => this.#touch(machine),
    });
  }

  // ── making (create-world.ts) ──

  addHost(host: SimulatedHost, link: LinkRecord): void {
    const { hostId, name } = host.facts;
    this.#hosts.push(host);
    this.#network.addLink(hostId, name, link, (at) => host.utcOffsetAt(at));
    this.#touchLink(hostId);
  }

  /** The machine's host is there already. Its guest runs from now on. */
  addMachine(machine: SimulatedMachine): void {
    const host = this.#hosts.find((each) => each.facts.hostId === machine.facts.hostId);
    assert(host !== undefined, `no host ${machine.facts.hostId}`);
    const index = this.#machines.size;
    host.machines.push(machine);
    this.#machines.set(machine.facts.vmId, { machine, host });
    this.#touch(machine);
    this.#armGuest(machine, host, index);
  }

  addImport(record: ImportRecord, layer: ImageLayer): void {
    this.#images.add(record, layer);
  }

  /** What machines do not carry themselves. What was restored is durable already. */
  restore(records: WorldRecords, fileOf: FileFinder): void {
    this.#faults.restore(records.state.faults);
    for (const fault of this.#faults.active) this.#applyToLink(fault);
    this.#account.restore(records.state.account, records.containers, records.blobs, fileOf);
    this.#azure.restore(records.state.azureMachines ?? []);
    this.#armAzure();
    this.#changes.take();
  }

  // ── what is there ──

  hosts(): readonly WorldHost[] {
    return this.#hosts.map((host) => {
      const { hostId, name, siteName, vmmServerName: vmmServer } = host.facts;
      const utcOffsetMinutes = host.utcOffsetAt(this.clock.now());
      const { bitsPerSecond, latencyMs } = this.#network.linkOf(hostId);
      return { hostId, name, siteName, vmmServer, utcOffsetMinutes, linkBitsPerSecond: bitsPerSecond, latencyMs };
    });
  }

  machines(): readonly WorldMachine[] {
    return [...this.#machines.values()].map(({ machine: { facts, workload, disks, replication } }) => ({
      vmId: facts.vmId,
      name: facts.name,
      hostId: facts.hostId,
      workload,
      isImported: facts.isImported,
      policy: replication.policy,
      hasCheckpoint: replication.hasCheckpoint,
      disks: disks.map(({ facts: { diskId, name }, sizeBytes, activeLog, frozenLog }) => {
        const frozenLogBytes = frozenLog?.fileBytes ?? 0;
        return { diskId, name, sizeBytes, logBytes: (activeLog?.fileBytes ?? 0) + frozenLogBytes, frozenLogBytes };
      }),
    }));
  }

  azureMachines(): ReturnType<AzureMachines['list']> {
    return this.#azure.list();
  }

  isRunningAtHome(vmId: VmId): boolean {
    return this.#machines.get(vmId)?.machine.isRunning === true && !this.#faults.has('vmDeleted', vmId);
  }

  inventory(): readonly HostInventory[] {
    const now = this.clock.now();
    return this.#hosts.map((host) => {
      const { hostId } = host.facts;
      const present = host.machines.filter((machine) => !this.#faults.has('vmDeleted', machine.facts.vmId));
      const silentSince = { agent: this.#silentSince(hostId), provider: this.#vmmFault(hostId)?.since ?? null };
      return host.inventory(present, this.#faults.has('lowDiskSpace', hostId), silentSince, now);
    });
  }

  /** A host that is down, or has lost its link, is heard of no more. */
  #silentSince(hostId: HostId): Instant | null {
    const [first] = (['hostDown', 'linkDown'] as const)
      .flatMap((kind) => this.#faults.find(kind, hostId)?.since ?? [])
      .toSorted((a, b) => a - b);
    return first ?? null;
  }

  /** The VMM server that the host stands behind is down; the fault is known by any of its hosts. */
  #vmmFault(hostId: HostId): ActiveFault | undefined {
    const serverOf = (id: string): string | null =>
      this.#hosts.find((host) => host.facts.hostId === id)?.facts.vmmServerName ?? null;
    const server = serverOf(hostId);
    if (server === null) return undefined;
    return this.#faults.active.find(({ kind, target }) => kind === 'vmmServerDown' && serverOf(target) === server);
  }

  blobs(): readonly StoredBlob[] {
    return this.#account.blobs().map(({ container, name, snapshots }) => ({ container, name, snapshots }));
  }

  // ── the lab's controls ──

  setWorkload(vmId: VmId, workload: string): void {
    const { machine } = this.#known(vmId);
    const kind = WORKLOADS.find((each) => each === workload);
    if (!kind) throw new RangeError(`no workload "${workload}"; there are: ${WORKLOADS.join(', ')}`);
    machine.setWorkload(kind, this.#rng.fork(`workload ${vmId} ${kind} ${this.clock.now()}`));
    this.#touch(machine);
  }

  startFault(kind: FaultKind, target: string): ActiveFault {
    const aimed = this.#aim(kind, target);
    const running = this.#faults.find(kind, aimed);
    if (running) return running;
    const fault = this.#faults.start(kind, aimed, this.clock.now());
    this.#applyToLink(fault);
    return fault;
  }

  endFault(faultId: string): void {
    const ended = this.#faults.end(faultId);
    if (!ended) return;
    this.#applyToLink(ended);
    // Both were away with their logs open.
    if (ended.kind === 'hostDown') this.crashHost(ended.target as HostId);
    if (ended.kind === 'vmDeleted') this.#loseTrack(this.#known(ended.target as VmId).machine);
  }

  faults(): readonly ActiveFault[] {
    return this.#faults.active;
  }

  setLink(hostId: HostId, link: Partial<Omit<LinkRecord, 'schedule'>>): void {
    this.#knownHost(hostId);
    this.#changeLink(hostId, link);
  }

  crashHost(hostId: HostId): void {
    for (const machine of this.#knownHost(hostId).machines) this.#loseTrack(machine);
  }

  editDiskOffline(vmId: VmId, diskId: DiskId): void {
    const { machine } = this.#known(vmId);
    machine.editOffline(diskId, this.clock.now());
    this.#touch(machine);
  }

  loseActiveLogs(vmId: VmId): void {
    const { machine } = this.#known(vmId);
    machine.replication.loseActiveLogs(this.clock.now());
    this.#touch(machine);
  }

  resizeDisk(vmId: VmId, diskId: DiskId, sizeBytes: Bytes): void {
    const { machine } = this.#known(vmId);
    machine.resizeDisk(diskId, sizeBytes, this.clock.now());
    this.#touch(machine);
  }

  adoptReplica(vmId: VmId, policy: ReplicationPolicy, { places, cacheContainer }: AdoptedReplica): AdoptedSnapshot {
    const { machine } = this.#known(vmId);
    const [{ replication }, now] = [machine, this.clock.now()];
    const diskIds = places.map(({ diskId }) => diskId);
    replication.relate(diskIds, policy);
    const { sizes, ...base } = replication.startChain(`${vmId}.adopted`, now);
    this.#account.createContainer(cacheContainer);
    const snapshots = places.map(({ diskId, blob }) => {
      this.#account.adopt(replication.checkpointFile(diskId, base.snapshotId), blob, now);
      return { diskId, snapshot: this.#account.takeSnapshot(blob, {}, now) };
    });
    replication.deleteCheckpoint(base.snapshotId);
    this.#touch(machine);
    return { base, sizes, snapshots };
  }

  writeAsGuest(vmId: VmId, diskId: DiskId, extent: Extent): void {
    const { machine } = this.#known(vmId);
    machine.writeAsGuest(diskId, extent, this.clock.now());
    this.#touch(machine);
  }

  breakLease(blob: BlobRef, taker: string | null): void {
    this.#account.breakLease(blob, taker, this.clock.now());
  }

  leaseIdOf(blob: BlobRef): string | null {
    return this.#account.leaseIdOf(blob, this.clock.now());
  }

  writeInAzure(ref: AzureMachineRef, diskId: DiskId, extent: Extent): boolean {
    return this.#azure.writeAsGuest(ref, diskId, extent, this.clock.now());
  }

  // ── imported images ──

  async importMachine({ hostId, name, image, release }: ImportRequest): Promise<VmId> {
    this.#knownHost(hostId);
    this.#failOnNameInUse(name);
    const letGo = this.clock.hold();
    try {
      const rng = importRng(this.#rng, name);
      const vmId = drawGuid(rng.fork('id')) as VmId;
      const diskId = drawGuid(rng.fork('disk')) as DiskId;
      const layer = await ImageLayer.over(`${vmId}/${diskId}`, image, release);
      // Another import of that name may have come first meanwhile.
      this.#failOnNameInUse(name);
      const record: ImportRecord = {
        vmId,
        diskId,
        name,
        hostId,
        format: image.format,
        index: this.#images.count,
        image: layer.record,
      };
      this.addImport(record, layer);
      this.addMachine(makeMachine(planImport(record, layer, rng), this.#store, this.clock.now()));
      return vmId;
    } finally {
      letGo();
    }
  }

  pendingImages(): readonly PendingImage[] {
    return this.#images.pending();
  }

  reattachImage(vmId: VmId, diskId: DiskId, image: DiskImage, release?: () => void): void {
    this.#images.reattach(vmId, diskId, image, release);
  }

  // ── proofs ──

  sourceContentAt(vmId: VmId, diskId: DiskId, at: Instant | null): SourceContent | undefined {
    const file = this.#sourceAt(vmId, diskId, at);
    return file && { sizeBytes: file.sizeBytes, read: (extent) => file.read(extent) };
  }

  openSource(vmId: VmId, diskId: DiskId, at: Instant | null): OpenContent | undefined {
    const file = this.#sourceAt(vmId, diskId, at);
    return file && opened(file.clone());
  }

  openBlob(blob: BlobRef): OpenContent {
    return opened(this.#account.open(blob));
  }

  firstDifference(blob: BlobRef, vmId: VmId, diskId: DiskId, at: Instant | null): Bytes | null | undefined {
    const source = this.#sourceAt(vmId, diskId, at);
    return source && firstDifference(source, this.#account.fileOf(blob));
  }

  contentPoints(vmId: VmId): readonly Instant[] {
    return this.#known(vmId).machine.replication.history.instants;
  }

  // ── persistence ──

  takeMutations(): Mutation[] {
    for (const machine of this.#touched) {
      if (machine.replication.history.takeChanged())
        this.#changes.put(HISTORY_TABLE, machine.facts.vmId, () => machine.replication.history.toRecord());
    }
    this.#touched.clear();
    this.#changes.put(STATE_TABLE, STATE_KEY, () => this.#stateRecord());
    return [...this.#changes.take(), ...this.#store.takeMutations()];
  }

  flushBlocks(): Promise<void> {
    return this.#store.slots.flush();
  }

  committed(): void {
    this.#store.slots.committed();
  }

  digest(): string {
    return digestOf({
      state: this.#stateRecord(),
      links: this.#hosts.map(({ facts }) => this.#network.linkOf(facts.hostId)),
      machines: [...this.#machines.values()].map(({ machine }) => machine),
      blobs: this.#account.blobs(),
    });
  }

  close(): void {
    for (const disarm of this.#disarms) disarm();
    this.#azureDisarm?.();
    this.#images.close();
    this.#store.slots.close();
  }

  // ── inside ──

  #sourceAt(vmId: VmId, diskId: DiskId, at: Instant | null): VirtualFile | undefined {
    const machine = this.#machines.get(vmId)?.machine;
    const disk = machine?.disks.find((each) => each.facts.diskId === diskId);
    return at === null ? disk?.file : machine?.replication.history.find(at, diskId);
  }

  #armGuest(machine: SimulatedMachine, host: SimulatedHost, index: number): void {
    this.#disarms[index] = this.clock.arm(machine.wakesAt, GUEST_ORDER + index, () => {
      this.#wake(machine, host);
      this.#armGuest(machine, host, index);
    });
  }

  #wake(machine: SimulatedMachine, host: SimulatedHost): void {
    const isAway = this.#faults.has('hostDown', host.facts.hostId) || this.#faults.has('vmDeleted', machine.facts.vmId);
    machine.wake(this.clock.now(), host.utcOffsetAt(this.clock.now()), isAway);
    // A log that finds no room is lost; its guest writes on.
    if (machine.replication.isTracking && host.freeBytes(false) < 0) machine.replication.loseTrack('logWriteFailure');
    this.#touch(machine);
  }

  /** The guests in Azure share one beat, counted from the epoch, so that a restored world goes on in it. */
  #armAzure(): void {
    this.#azureDisarm?.();
    this.#azureDisarm = null;
    if (!this.#azure.hasRunning) return;
    const elapsed = this.clock.now() % WAKE_MS;
    this.#azureDisarm = this.clock.arm(after(this.clock.now(), WAKE_MS - elapsed), AZURE_GUEST_ORDER, () => {
      this.#azure.wake(this.clock.now());
      this.#armAzure();
    });
  }

  #guestOf(vmId: VmId): Guest {
    const found = this.#machines.get(vmId);
    if (!found) throw new PortError({ code: 'InvalidParameter', detail: `nobody knows the machine ${vmId}` });
    const { machine, host } = found;
    return {
      workload: machine.workload,
      utcOffsetMinutes: host.utcOffsetAt(this.clock.now()),
      areas: new Map(machine.disks.map((disk) => [disk.facts.diskId, disk.area])),
    };
  }

  #loseTrack(machine: SimulatedMachine): void {
    machine.replication.loseTrack('logNotClosed');
    this.#touch(machine);
  }

  #applyToLink({ kind, target }: ActiveFault): void {
    if (kind !== 'linkDown' && kind !== 'hostDown') return;
    const hostId = target as HostId;
    this.#network.setUp(hostId, !this.#faults.has('linkDown', hostId) && !this.#faults.has('hostDown', hostId));
  }

  /** The target as the kind of fault knows it. */
  #aim(kind: FaultKind, target: string): HostId | VmId | '' {
    const targetKind = Faults.targetKind(kind);
    if (targetKind === 'account') return '';
    if (targetKind === 'vmmServer') {
      const { hostId, name, vmmServerName } = this.#knownHost(target as HostId).facts;
      if (vmmServerName === null) throw new RangeError(`${name} does not stand behind a VMM server`);
      return hostId;
    }
    return targetKind === 'host'
      ? this.#knownHost(target as HostId).facts.hostId
      : this.#known(target as VmId).machine.facts.vmId;
  }

  #changeLink(hostId: HostId, change: Partial<LinkRecord>): void {
    this.#network.changeLink(hostId, change);
    this.#touchLink(hostId);
  }

  #touchLink(hostId: HostId): void {
    this.#changes.put(LINK_TABLE, hostId, () => this.#network.linkOf(hostId));
  }

  #touch(machine: SimulatedMachine): void {
    this.#touched.add(machine);
    this.#changes.put(MACHINE_TABLE, machine.facts.vmId, () => machine.toRecord());
  }

  #stateRecord(): StateRecord {
    const { scenario, seed } = this;
    return {
      scenario,
      seed,
      now: this.clock.now(),
      faults: this.#faults.toRecord(),
      account: this.#account.toRecord(),
      azureMachines: this.#azure.toRecord(),
    };
  }

  #known(vmId: VmId): { readonly machine: SimulatedMachine; readonly host: SimulatedHost } {
    const found = this.#machines.get(vmId);
    if (!found) throw new RangeError(`no machine ${vmId}`);
    return found;
  }

  #knownHost(hostId: HostId): SimulatedHost {
    const found = this.#hosts.find((host) => host.facts.hostId === hostId);
    if (!found) throw new RangeError(`no host ${hostId}`);
    return found;
  }

  #failOnNameInUse(name: string): void {
    const isInUse = [...this.#machines.values()].some(({ machine }) => machine.facts.name === name);
    if (isInUse) throw new RangeError(`there is a machine "${name}" already`);
  }
}

/** A clone that its reader disposes of. */
function opened(file: VirtualFile): OpenContent {
  return { sizeBytes: file.sizeBytes, read: (extent) => file.read(extent), release: () => file.dispose() };
}
