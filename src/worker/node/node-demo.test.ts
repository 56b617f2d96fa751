/** The whole demo composition in Node: engine, HTTP adapters over MSW, world, management API, lab. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import {
  API_VERSION,
  type IdentityProof,
  type ItemRow,
  type JobRow,
  type LabWorld,
  type ReplicaDisk,
  type RowsPage,
  VAULT_PATH,
} from '../../management/wire.ts';
import type { RunningDemo } from '../boot-demo.ts';
import { bootNodeDemo } from './node-demo.ts';

const undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

class Driven {
  readonly demo: RunningDemo;

  constructor(demo: RunningDemo) {
    this.demo = demo;
  }

  async send(method: string, path: string, body?: unknown): Promise<Response> {
    const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await this.demo.service.handle(new Request(`https://lockstep.test${path}`, init));
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return response;
  }

  async get<Body>(path: string): Promise<Body> {
    return (await (await this.send('GET', path)).json()) as Body;
  }

  vault<Body>(path: string): Promise<Body> {
    return this.get(vaultPath(path));
  }

  world(): Promise<LabWorld> {
    return this.get('/lab/world');
  }

  async protect(name: string): Promise<LabWorld['machines'][number]> {
    const machine = (await this.world()).machines.find((each) => each.name === name);
    if (!machine) throw new Error(`no machine ${name}`);
    const response = await this.send('PUT', vaultPath(`/replicationProtectedItems/${machine.id}`), {
      properties: {
        policyId: `${VAULT_PATH}/replicationPolicies/Gold%2030%20s`,
        providerSpecificDetails: { instanceType: 'HyperVReplicaAzure' },
      },
    });
    expect(response.status).toBe(202);
    return machine;
  }

  async item(): Promise<ItemRow> {
    const { rows } = await this.vault<RowsPage<ItemRow>>('/replicationProtectedItems?projection=rows');
    if (!rows[0]) throw new Error('nothing is protected');
    return rows[0];
  }

  /** Steps the paused world minute by minute. */
  async stepUntil(isReached: (row: ItemRow) => boolean): Promise<ItemRow> {
    for (let minute = 0; minute < 60; minute++) {
      const row = await this.item();
      if (isReached(row)) return row;
      await this.send('POST', '/lab/clock', { stepSeconds: 60 });
    }
    throw new Error(`not reached within an hour: ${JSON.stringify(await this.item())}`);
  }

  async bytes(path: string): Promise<Uint8Array> {
    return new Uint8Array(await (await this.send('GET', path)).arrayBuffer());
  }
}

function vaultPath(path: string): string {
  return `${VAULT_PATH}${path}${path.includes('?') ? '&' : '?'}api-version=${API_VERSION}`;
}

async function bootPaused(imports: readonly string[] = []): Promise<Driven> {
  const demo = await bootNodeDemo({
    scenario: 'small',
    seed: '7',
    speed: 600,
    imports,
    onFailure: (error) => {
      throw error;
    },
    onReset: async () => undefined,
  });
  undo.push(() => demo.close());
  const driven = new Driven(demo);
  await driven.send('POST', '/lab/clock', { isPaused: true });
  return driven;
}

test('the small world starts with two policies and nothing protected', async () => {
  const driven = await bootPaused();
  const { value } = await driven.vault<{ value: { name: string }[] }>('/replicationPolicies');
  expect(value.map((each) => each.name)).toEqual(expect.arrayContaining(['Gold 30 s', 'Standard 5 min']));
  expect((await driven.vault<RowsPage<ItemRow>>('/replicationProtectedItems?projection=rows')).rows).toEqual([]);
});

test('a machine that writes all the time is protected, and its download is the source at that recovery point', async () => {
  const driven = await bootPaused();
  const machine = await driven.protect('DB01');
  await driven.stepUntil((row) => row.state === 'Protected' && row.lastRecoveryPoint !== null);
  await driven.send('POST', '/lab/clock', { stepSeconds: 300 });
  const [point] = (
    await driven.vault<{ value: { name: string; properties: { recoveryPointTime: string } }[] }>(
      `/replicationProtectedItems/${machine.id}/recoveryPoints`,
    )
  ).value;
  if (!point) throw new Error('no recovery point');
  const disks = await driven.vault<ReplicaDisk[]>(`/replicationProtectedItems/${machine.id}/replicaDisks`);
  expect(disks.map((disk) => disk.id)).toEqual(machine.disks.map((disk) => disk.id));
  for (const disk of disks) {
    const vhd = await driven.bytes(
      vaultPath(`/replicationProtectedItems/${machine.id}/replicaDisks/${disk.id}/content?recoveryPoint=${point.name}`),
    );
    const at = new URLSearchParams({ recoveryPointTime: point.properties.recoveryPointTime }).toString();
    const source = await driven.bytes(`/lab/machines/${machine.id}/disks/${disk.id}/content?${at}`);
    expect(vhd.length).toBe(disk.sizeBytes + 512);
    expect(Buffer.compare(vhd.subarray(0, disk.sizeBytes), source)).toBe(0);
  }
  const proof = await driven.vault<IdentityProof>(`/replicationProtectedItems/${machine.id}/proof`);
  expect(proof.disks.map((disk) => disk.recoveryPoint)).toEqual([point.name, point.name]);
});

test('a guest’s write reaches the replica with the next cycle', async () => {
  const driven = await bootPaused();
  const machine = await driven.protect('IDLE01');
  await driven.stepUntil((row) => row.state === 'Protected' && row.lastRecoveryPoint !== null);
  const [disk] = machine.disks;
  if (!disk) throw new Error('no disk');
  const content = vaultPath(`/replicationProtectedItems/${machine.id}/replicaDisks/${disk.id}/content`);
  const before = await driven.bytes(content);
  await driven.send('POST', `/lab/machines/${machine.id}/writes`, {
    diskId: disk.id,
    offsetBytes: 4096,
    lengthBytes: 8192,
  });
  expect(Buffer.compare(await driven.bytes(content), before)).toBe(0);
  await driven.send('POST', '/lab/clock', { stepSeconds: 120 });
  const after = await driven.bytes(content);
  const changed = Array.from({ length: disk.sizeBytes / 4096 }, (_, block) => block).filter(
    (block) =>
      Buffer.compare(
        before.subarray(block * 4096, (block + 1) * 4096),
        after.subarray(block * 4096, (block + 1) * 4096),
      ) !== 0,
  );
  expect(changed).toEqual([1, 2]);
});

test('a real VHDX is imported, protected and downloaded: qemu-img finds the two images identical', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  const [raw, image, replica] = [
    join(folder, 'raw.img'),
    join(folder, 'File Server.vhdx'),
    join(folder, 'replica.vhd'),
  ];
  const bytes = new Uint8Array(12 * 1024 * 1024);
  for (let offset = 0; offset < bytes.length; offset += 5 * 4096)
    bytes.fill((offset / 4096) % 251, offset, offset + 3000);
  writeFileSync(raw, bytes);
  execFileSync('qemu-img', ['convert', '-f', 'raw', '-O', 'vhdx', raw, image]);

  const driven = await bootPaused([image]);
  const machine = await driven.protect('File-Server');
  expect(machine).toMatchObject({ isImported: true, workload: 'idle' });
  await driven.stepUntil((row) => row.state === 'Protected' && row.lastRecoveryPoint !== null);
  const path = vaultPath(`/replicationProtectedItems/${machine.id}/replicaDisks/${machine.disks[0]?.id}/content`);
  writeFileSync(replica, await driven.bytes(path));
  expect(
    execFileSync('qemu-img', ['compare', '-f', 'vhdx', '-F', 'vpc', image, replica], { encoding: 'utf8' }),
  ).toContain('Images are identical.');
});

test('a cut link makes a resynchronization wait, and it goes on when the link is back', async () => {
  const driven = await bootPaused();
  const machine = await driven.protect('IDLE01');
  await driven.stepUntil((row) => row.state === 'Protected' && row.lastRecoveryPoint !== null);
  await driven.send('POST', `/lab/machines/${machine.id}/offlineEdit`);
  await driven.stepUntil((row) => row.allowedOperations.includes('RepairReplication'));
  const fault = (await (
    await driven.send('POST', '/lab/faults', { kind: 'linkDown', target: machine.hostId })
  ).json()) as { id: string };
  await driven.send('POST', vaultPath(`/replicationProtectedItems/${machine.id}/repairReplication`));
  const failing = await driven.stepUntil((row) => row.activity === 'Failing');
  expect(failing.errorCode).toBe('NetworkUnreachable');
  await driven.send('DELETE', `/lab/faults/${fault.id}`);
  await driven.stepUntil((row) => row.health === 'Normal' && row.activity !== 'Failing');
  const jobs = (await driven.vault<RowsPage<JobRow>>('/replicationJobs?projection=rows')).rows;
  expect(jobs.find((job) => job.scenarioName === 'RepairReplication')).toMatchObject({ state: 'Succeeded' });
});

test('a reset demo answers no more and lets its world go', async () => {
  const driven = await bootPaused();
  const response = await driven.demo.service.handle(new Request('https://lockstep.test/lab/reset', { method: 'POST' }));
  expect(response.status).toBe(204);
});
