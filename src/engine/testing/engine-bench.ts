import { createChecksumsInline } from '../../adapters/checksums-pool/checksums-inline.ts';
import { createStoreMemory } from '../../adapters/store-memory/store-memory.ts';
import { createRng } from '../../base/rng.ts';
import { HOUR_MS, type Milliseconds } from '../../base/units.ts';
import type { DiskId, ProtectionChoices, ReplicatedItem, ReplicationPolicy, VmId } from '../../core/model.ts';
import type { Store } from '../../core/ports.ts';
import { VirtualClock } from '../../../mocks/simulation/virtual-clock.ts';
import { createMemoryBlockFile } from '../../../mocks/world/block-file.ts';
import { createWorld } from '../../../mocks/world/create-world.ts';
import type { World, WorldMachine } from '../../../mocks/world/world.ts';
import { instant } from '../../base/units.ts';
import type { AdminCommand, AdminOutcome, ItemView } from '../engine-api.ts';
import type { EnginePorts } from '../engine-ports.ts';
import { startEngine, type Engine } from '../engine.ts';
import type { ReplicaLease } from '../lease-book.ts';

const checksums = await createChecksumsInline();

/** An engine on the simulated world 'small': one host, a database and an idle machine. */
export interface EngineBench {
  readonly world: World;
  readonly clock: VirtualClock;
  readonly store: Store;
  engine: Engine;
  /** Ends the engine in the middle of whatever it does, and starts another one on the same journal. */
  restart(): Promise<void>;
  machine(name: string): WorldMachine;
  view(name: string): ItemView;
  item(name: string): ReplicatedItem;
  send(command: AdminCommand): Promise<AdminOutcome>;
  enable(name: string, change?: Partial<ProtectionChoices>): Promise<AdminOutcome>;
  setPolicy(change: Partial<ReplicationPolicy>): Promise<void>;
  /** Work in the world by somebody else; time passes as long as it takes. */
  elsewhere<T>(work: () => Promise<T>): Promise<T>;
  /** Lets time pass until it holds; fails after `withinMs` of the world's time. */
  until(what: string, holds: () => boolean, withinMs?: Milliseconds): Promise<void>;
  /** Of the lease on a machine's replica, as the journal has it. */
  leaseId(name: string): Promise<string>;
  /** Whether the replica equals the source, at a recovery point (null: the newest). Throws where they differ. */
  expectIdentical(name: string, recoveryPointId?: string): Promise<void>;
}

export interface BenchOptions {
  /** Of the world; a small one where none is named. */
  readonly scenario?: string;
  readonly seed?: string;
  readonly store?: Store;
  readonly wrap?: (ports: EnginePorts) => EnginePorts;
  readonly onFailure?: (error: unknown) => void;
}

export async function engineBench(options: BenchOptions = {}): Promise<EngineBench> {
  const { scenario = 'small', seed = '1', store = createStoreMemory(), wrap = (ports) => ports } = options;
  const clock = new VirtualClock(instant(0));
  const world = createWorld({ scenario, seed, clock, checksums, blockFile: createMemoryBlockFile() });
  const start = (): Promise<Engine> =>
    startEngine(
      wrap({
        host: world.hostApi,
        storage: world.storageApi,
        compute: world.computeApi,
        clock,
        store,
        checksums,
        rng: createRng(`engine/${seed}`),
      }),
      options.onFailure ? { onFailure: options.onFailure } : {},
    );
  const machine = (name: string): WorldMachine => {
    const found = world.machines().find((candidate) => candidate.name === name);
    if (!found) throw new Error(`no machine ${name}`);
    return found;
  };

  const bench: EngineBench = {
    world,
    clock,
    store,
    engine: await start(),
    async restart() {
      await bench.engine.stop();
      bench.engine = await start();
      await bench.until('the inventory', () => bench.engine.inventory().length > 0);
    },
    machine,
    view(name) {
      const view = bench.engine.item(machine(name).vmId);
      if (!view) throw new Error(`${name} is not replicated`);
      return view;
    },
    item: (name) => bench.view(name).item,
    async send(command) {
      const outcome = bench.engine.dispatch(command);
      // A command is taken at settlement; time need not move for it.
      await clock.runUntil(clock.now());
      return outcome;
    },
    async enable(name, change = {}) {
      const { vmId, disks } = machine(name);
      const policyId = bench.engine.policies()[0]?.policyId;
      if (!policyId) throw new Error('no policy');
      return bench.send({
        kind: 'enableProtection',
        vmId,
        policyId,
        choices: {
          ...choicesOf(
            name,
            disks.map((d) => d.diskId),
          ),
          ...change,
        },
      });
    },
    async setPolicy(change) {
      const policy = bench.engine.policies()[0];
      if (!policy) throw new Error('no policy');
      await bench.send({ kind: 'putPolicy', policy: { ...policy, ...change } });
    },
    async elsewhere(work) {
      const release = clock.hold();
      return awaited(clock, work().finally(release));
    },
    async until(what, holds, withinMs = 6 * HOUR_MS) {
      if (holds()) return;
      const target = instant(clock.now() + withinMs);
      await clock.runUntil(target, holds);
      if (!holds())
        throw new Error(`${what}: not within ${withinMs} ms\n${bench.engine.trace().slice(-12).join('\n')}`);
    },
    async leaseId(name) {
      const leases = (await store.readAll('leases')).map(({ value }) => value as ReplicaLease);
      const lease = leases.find(({ vmId }) => vmId === machine(name).vmId);
      if (!lease) throw new Error(`the replica of ${name} is not leased`);
      return lease.leaseId;
    },
    async expectIdentical(name, recoveryPointId) {
      const item = bench.item(name);
      const point = recoveryPointId
        ? item.recoveryPoints.find((candidate) => candidate.recoveryPointId === recoveryPointId)
        : item.recoveryPoints.at(-1);
      if (!point) throw new Error(`${name} has no such recovery point`);
      for (const disk of item.disks) {
        const content = world.sourceContentAt(item.vmId, disk.diskId, point.time);
        if (!content) throw new Error(`the world does not keep ${name} at ${point.time}`);
        const extent = { offsetBytes: 0, lengthBytes: content.sizeBytes };
        const source = await content.read(extent);
        const replica = await awaited(
          clock,
          readAll(bench.engine, item.vmId, disk.diskId, point.recoveryPointId, content.sizeBytes),
        );
        const at = firstDifference(source, replica);
        if (at >= 0)
          throw new Error(
            `${disk.name} differs at byte ${at}: ${source[at]} on the host, ${replica[at]} in the replica`,
          );
      }
    },
  };
  await bench.until('the inventory', () => bench.engine.inventory().length > 0);
  return bench;
}

/** Lets time pass as long as somebody else's work, which holds the clock itself, needs it. */
async function awaited<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  const progress = { isDone: false };
  const result = work.finally(() => {
    progress.isDone = true;
  });
  result.catch(() => undefined);
  while (!progress.isDone) {
    if (!(await clock.step())) throw new Error('the work waits for something that no timer brings');
  }
  return result;
}

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) if (a[at] !== b[at]) return at;
  return -1;
}

async function readAll(
  engine: Engine,
  vmId: VmId,
  diskId: DiskId,
  pointId: string,
  sizeBytes: number,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(sizeBytes);
  const step = 4 * 2 ** 20;
  for (let at = 0; at < sizeBytes; at += step) {
    bytes.set(await engine.readReplica(vmId, diskId, pointId, at, Math.min(step, sizeBytes - at)), at);
  }
  return bytes;
}

function choicesOf(targetVmName: string, includedDiskIds: readonly DiskId[]) {
  return {
    targetVmName,
    targetVmSize: 'Standard_D2s_v3',
    targetResourceGroupId: '/subscriptions/s/resourceGroups/dr',
    targetNetworkId: null,
    targetSubnetName: null,
    storageAccountId: '/subscriptions/s/resourceGroups/dr/providers/Microsoft.Storage/storageAccounts/dr',
    logStorageAccountId: '/subscriptions/s/resourceGroups/dr/providers/Microsoft.Storage/storageAccounts/dr',
    includedDiskIds,
    osType: 'Windows' as const,
  };
}
