/** The management API as a test drives it, over whatever carries a request: HTTP, or the page's own engine. */
import { expect } from '@playwright/test';
import {
  API_VERSION,
  VAULT_PATH,
  type ItemRow,
  type JobRow,
  type LabFaultKind,
  type LabWorld,
  type ReplicaDisk,
  type RowsPage,
} from '../../src/management/wire.ts';

export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** Sends one request; `body` is JSON text. */
export type Send = (method: string, path: string, body?: string) => Promise<Reply>;

interface ArmResource {
  readonly id: string;
  readonly name: string;
}

interface ProtectableItem extends ArmResource {
  readonly properties: {
    readonly friendlyName: string;
    readonly protectionStatus: string;
    readonly protectionReadinessErrors: readonly string[] | null;
    readonly customDetails: { readonly diskDetails: readonly { readonly vhdId: string }[] };
  };
}

type LabMachine = LabWorld['machines'][number];

/** How long a test waits for the world, in real time; the world itself runs at its own speed. */
const patience = { timeout: 120_000, intervals: [100, 250, 500] };

export class Vault {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  async get<Body>(path: string): Promise<Body> {
    return JSON.parse((await this.#succeed('GET', path)).text) as Body;
  }

  async post(path: string, body?: unknown): Promise<void> {
    await this.#succeed('POST', path, body);
  }

  listItems(): Promise<RowsPage<ItemRow>> {
    return this.get(vaultPath('/replicationProtectedItems', 'projection=rows'));
  }

  listJobs(): Promise<RowsPage<JobRow>> {
    return this.get(vaultPath('/replicationJobs', 'projection=rows'));
  }

  async findItem(name: string): Promise<ItemRow | undefined> {
    return (await this.listItems()).rows.find((row) => row.name === name);
  }

  listDisks(itemName: string): Promise<readonly ReplicaDisk[]> {
    return this.get(vaultPath(`/replicationProtectedItems/${itemName}/replicaDisks`));
  }

  async findJob(itemName: string, scenarioName: string): Promise<JobRow | undefined> {
    const { rows } = await this.listJobs();
    return rows.find((row) => row.itemName === itemName && row.scenarioName === scenarioName);
  }

  async waitForItem(name: string, what: string, isReached: (row: ItemRow) => boolean): Promise<ItemRow> {
    let latest: ItemRow | undefined;
    await expect
      .poll(
        async () => {
          latest = await this.findItem(name);
          return latest !== undefined && isReached(latest) ? what : latest;
        },
        { message: `${name}: ${what}`, ...patience },
      )
      .toBe(what);
    if (latest === undefined) throw new Error(`no item ${name}`);
    return latest;
  }

  /** Steps a paused world on until `isReached` holds for the item: as little of the world's time as possible, at full speed. */
  async stepUntil(
    name: string,
    what: string,
    stepSeconds: number,
    isReached: (row: ItemRow) => boolean | Promise<boolean>,
  ): Promise<ItemRow> {
    for (let step = 0; step < 2_000; step += 1) {
      const row = await this.findItem(name);
      if (row !== undefined && (await isReached(row))) return row;
      await this.step(stepSeconds);
    }
    throw new Error(`${name} is not ${what}: ${JSON.stringify(await this.findItem(name))}`);
  }

  /** As {@link stepUntil}, for all items together. */
  async stepUntilAll(
    what: string,
    stepSeconds: number,
    isReached: (rows: readonly ItemRow[]) => boolean,
  ): Promise<readonly ItemRow[]> {
    for (let step = 0; step < 500; step += 1) {
      const { rows } = await this.listItems();
      if (isReached(rows)) return rows;
      await this.step(stepSeconds);
    }
    const { rows } = await this.listItems();
    throw new Error(`not ${what}: ${JSON.stringify(rows.map(({ name, phase }) => `${name} ${phase}`))}`);
  }

  async waitForJob(itemName: string, scenarioName: string, state: string): Promise<JobRow> {
    let latest: JobRow | undefined;
    await expect
      .poll(async () => (latest = await this.findJob(itemName, scenarioName))?.state, {
        message: `${scenarioName} of ${itemName}`,
        ...patience,
      })
      .toBe(state);
    if (latest === undefined) throw new Error(`no ${scenarioName} job of ${itemName}`);
    return latest;
  }

  /** Machines that could be protected and are not, in the order of their names. */
  async listUnprotectedNames(): Promise<readonly string[]> {
    const names: string[] = [];
    for (const { machine } of await this.#listProtectable()) {
      const { friendlyName, protectionStatus, protectionReadinessErrors } = machine.properties;
      if (protectionStatus !== 'Protected' && (protectionReadinessErrors ?? []).length === 0) names.push(friendlyName);
    }
    return names.toSorted();
  }

  /** Enables protection as ARM has it: fabric, container and protectable item are looked up by their links. */
  async protect(machineName: string): Promise<void> {
    const found = (await this.#listProtectable()).find(
      ({ machine }) => machine.properties.friendlyName === machineName,
    );
    if (found === undefined) throw new Error(`${machineName} is not among the protectable items`);
    await this.#enable(found.container, found.machine);
  }

  /** Enables protection of several machines of a paused world and steps until all are protected. */
  async protectAll(machineNames: readonly string[]): Promise<void> {
    const protectable = await this.#listProtectable();
    for (const name of machineNames) {
      const found = protectable.find(({ machine }) => machine.properties.friendlyName === name);
      if (found === undefined) throw new Error(`${name} is not among the protectable items`);
      await this.#enable(found.container, found.machine);
    }
    await this.stepUntilAll(
      'protected',
      60,
      (rows) => rows.filter(({ stage }) => stage === 'protected').length >= machineNames.length,
    );
  }

  async #listProtectable(): Promise<readonly { container: ArmResource; machine: ProtectableItem }[]> {
    const found: { container: ArmResource; machine: ProtectableItem }[] = [];
    for (const fabric of await this.#list<ArmResource>(vaultPath('/replicationFabrics'))) {
      for (const container of await this.#list<ArmResource>(armPath(fabric.id, 'replicationProtectionContainers'))) {
        const machines = await this.#list<ProtectableItem>(armPath(container.id, 'replicationProtectableItems'));
        found.push(...machines.map((machine) => ({ container, machine })));
      }
    }
    return found;
  }

  async #enable(container: ArmResource, machine: ProtectableItem): Promise<void> {
    const [policy] = await this.#list<ArmResource>(vaultPath('/replicationPolicies'));
    if (policy === undefined) throw new Error('the vault has no policy');
    const disks = machine.properties.customDetails.diskDetails;
    await this.#succeed('PUT', armPath(container.id, `replicationProtectedItems/${machine.name}`), {
      properties: {
        policyId: policy.id,
        protectableItemId: machine.id,
        providerSpecificDetails: {
          instanceType: 'HyperVReplicaAzure',
          hvHostVmId: machine.name,
          vmName: machine.properties.friendlyName,
          osType: 'Linux',
          targetAzureVmName: machine.properties.friendlyName,
          disksToInclude: disks.map((disk) => disk.vhdId),
        },
      },
    });
  }

  /** Follows `nextLink` to the end. */
  async #list<Element>(path: string): Promise<readonly Element[]> {
    const elements: Element[] = [];
    for (let next: string | null = path; next !== null;) {
      const page: { value: Element[]; nextLink?: string | null } = await this.get(next);
      elements.push(...page.value);
      next = page.nextLink ? pathOf(page.nextLink) : null;
    }
    return elements;
  }

  /** At once where the item allows it; a healthy one is paused and resumed with resynchronization, as Hyper-V has it. */
  async resynchronize(itemName: string): Promise<void> {
    const row = await this.findItem(itemName);
    if (row === undefined) throw new Error(`no item ${itemName}`);
    const path = `/replicationProtectedItems/${row.id}`;
    if (row.allowedOperations.includes('RepairReplication')) return this.post(vaultPath(`${path}/repairReplication`));
    await this.post(vaultPath(`${path}/pause`));
    await this.post(vaultPath(`${path}/resume`), { properties: { isResynchronizing: true } });
  }

  /** A world worth looking at, standing still: one item protected, with a job and recovery points. */
  async prepareShowcase(): Promise<{ readonly itemId: string; readonly jobId: string }> {
    const [name] = await this.listUnprotectedNames();
    if (name === undefined) throw new Error('every machine is protected already');
    await this.protect(name);
    await this.setSpeed(600);
    const { id: itemId } = await this.waitForItem(name, 'Protected', (row) => row.state === 'Protected');
    const { id: jobId } = await this.waitForJob(name, 'EnableDr', 'Succeeded');
    await this.pause();
    return { itemId, jobId };
  }

  getWorld(): Promise<LabWorld> {
    return this.get('/lab/world');
  }

  async findMachine(name: string): Promise<LabMachine> {
    const machine = (await this.getWorld()).machines.find((candidate) => candidate.name === name);
    if (machine === undefined) throw new Error(`no machine ${name} in the world`);
    return machine;
  }

  setSpeed(speed: number): Promise<void> {
    return this.post('/lab/clock', { speed, isPaused: false });
  }

  pause(): Promise<void> {
    return this.post('/lab/clock', { isPaused: true });
  }

  /** Moves a paused world on by so many seconds of its own time. */
  step(stepSeconds: number): Promise<void> {
    return this.post('/lab/clock', { stepSeconds });
  }

  /** Pauses a world and moves it to the next full hour of its own time: an instant that does not depend on when the pause came. */
  async pauseAtFullHour(): Promise<void> {
    await this.pause();
    const nowMs = Date.parse((await this.getWorld()).now);
    const hourMs = 3_600_000;
    await this.step((Math.ceil(nowMs / hourMs) * hourMs - nowMs) / 1000);
  }

  /** One line per decision of the engine and action of the administrator. */
  getTrace(): Promise<readonly string[]> {
    return this.get('/lab/trace');
  }

  /** Where the source's bytes are read as they were at the item's latest recovery point; of its first disk, or the one named. */
  async sourceContentPath(itemName: string, diskId?: string): Promise<string> {
    const machine = await this.findMachine(itemName);
    const item = await this.findItem(itemName);
    const disk = diskId === undefined ? machine.disks[0] : machine.disks.find(({ id }) => id === diskId);
    if (disk === undefined || !item?.lastRecoveryPoint) throw new Error(`${itemName} has no recovery point`);
    const at = new URLSearchParams({ at: item.lastRecoveryPoint });
    return `/lab/machines/${machine.id}/disks/${disk.id}/content?${at.toString()}`;
  }

  async setWorkload(machineName: string, workload: string): Promise<void> {
    const { id } = await this.findMachine(machineName);
    await this.#succeed('PUT', `/lab/machines/${id}/workload`, { workload });
  }

  /** The id of the host of that name. */
  async findHostId(name: string): Promise<string> {
    const host = (await this.getWorld()).hosts.find((candidate) => candidate.name === name);
    if (host === undefined) throw new Error(`no host ${name} in the world`);
    return host.id;
  }

  async setLink(hostName: string, bitsPerSecond: number): Promise<void> {
    await this.#succeed('PUT', `/lab/hosts/${await this.findHostId(hostName)}/link`, { bitsPerSecond });
  }

  async crashHost(name: string): Promise<void> {
    await this.post(`/lab/hosts/${await this.findHostId(name)}/crash`);
  }

  /** The guest writes 1 MiB at each of `count` places, evenly over its last disk. */
  async scatterWrites(machineName: string, count: number): Promise<void> {
    const { id, disks } = await this.findMachine(machineName);
    const disk = disks.at(-1);
    if (disk === undefined) throw new Error(`${machineName} has no disk`);
    const lengthBytes = 2 ** 20;
    const pitchBytes = Math.floor(disk.sizeBytes / count / lengthBytes) * lengthBytes;
    for (let place = 0; place < count; place += 1) {
      const body = { diskId: disk.id, offsetBytes: place * pitchBytes, lengthBytes };
      await this.#succeed('POST', `/lab/machines/${id}/writes`, body);
    }
  }

  startFault(kind: LabFaultKind, target: string): Promise<void> {
    return this.post('/lab/faults', { kind, target });
  }

  async endFaults(): Promise<void> {
    for (const fault of (await this.getWorld()).faults) await this.#succeed('DELETE', `/lab/faults/${fault.id}`);
  }

  async #succeed(method: string, path: string, body?: unknown): Promise<Reply> {
    const reply = await this.#send(method, path, body === undefined ? undefined : JSON.stringify(body));
    if (reply.status >= 200 && reply.status < 300) return reply;
    throw new Error(`${method} ${path} answered ${reply.status}: ${reply.text}`);
  }
}

/** A path below the vault, with the API version that ARM demands. */
export function vaultPath(path: string, query = ''): string {
  return `${VAULT_PATH}${path}?api-version=${API_VERSION}${query === '' ? '' : `&${query}`}`;
}

/** A path below a resource that is known by its ARM id. */
function armPath(id: string, below: string): string {
  return `${id}/${below}?api-version=${API_VERSION}`;
}

/** A link may be absolute, with a host that only the server knows. */
function pathOf(link: string): string {
  const { pathname, search } = new URL(link, 'http://localhost');
  return pathname + search;
}
