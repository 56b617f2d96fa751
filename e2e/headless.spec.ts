import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type ImageFormat, compareImages, makeDiskImage } from './support/disk-images.ts';
import { HeadlessServer } from './support/headless-server.ts';
import { Vault, vaultPath } from './support/vault.ts';

const small = ['--scenario', 'small', '--seed', '7'];

let folder: string;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-headless-'));
});

test.afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

for (const format of ['vhdx', 'vhd', 'raw'] satisfies ImageFormat[]) {
  test(`a real ${format} is protected, replicated and downloaded by plain requests`, async () => {
    const image = await makeDiskImage(folder, `server-${format}`, format, 40);
    const server = await HeadlessServer.start([...small, '--speed', '600', '--import', image]);
    try {
      const vault = new Vault(server.send);
      const name = `server-${format}`;
      expect((await vault.findMachine(name)).isImported).toBe(true);

      await vault.protect(name);
      await vault.waitForJob(name, 'EnableDr', 'Succeeded');
      const { id } = await vault.waitForItem(name, 'Protected', (row) => row.state === 'Protected');

      const [disk] = await vault.listDisks(id);
      if (disk === undefined) throw new Error('no replica disk');
      const replica = join(folder, `replica-${format}.vhd`);
      await server.download(vaultPath(`/replicationProtectedItems/${id}/replicaDisks/${disk.id}/content`), replica);
      expect(await compareImages({ path: image, format }, { path: replica, format: 'vhd' })).toBe('identical');
    } finally {
      expect(await server.stop()).toBe(0);
    }
  });
}

test('a resynchronization shows its progress and its job ends well', async () => {
  const image = await makeDiskImage(folder, 'resync', 'vhdx', 40);
  const server = await HeadlessServer.start([...small, '--speed', '600', '--import', image]);
  try {
    const vault = new Vault(server.send);
    await vault.protect('resync');
    const { id } = await vault.waitForItem('resync', 'Protected', (row) => row.state === 'Protected');

    await vault.pause();
    await vault.resynchronize('resync');
    const job = await vault.findJob('resync', 'RepairReplication');
    expect(job?.state).toMatch(/^(NotStarted|InProgress)$/);

    await vault.setSpeed(600);
    await vault.waitForJob('resync', 'RepairReplication', 'Succeeded');
    await vault.waitForItem('resync', 'Protected again', (row) => row.state === 'Protected' && row.health === 'Normal');

    const [disk] = await vault.listDisks(id);
    if (disk === undefined) throw new Error('no replica disk');
    const replica = join(folder, 'resync-replica.vhd');
    await server.download(vaultPath(`/replicationProtectedItems/${id}/replicaDisks/${disk.id}/content`), replica);
    expect(await compareImages({ path: image, format: 'vhdx' }, { path: replica, format: 'vhd' })).toBe('identical');
  } finally {
    expect(await server.stop()).toBe(0);
  }
});

test('answers its own machine only', async () => {
  const server = await HeadlessServer.start([...small]);
  try {
    const path = '/lab/world';
    const { host } = new URL(server.url);
    expect(await server.getStatus(path, { Host: host })).toBe(200);
    expect(await server.getStatus(path, { Host: 'rebound.example' })).toBe(403);
    expect(await server.getStatus(path, { Host: host, Origin: 'https://foreign.example' })).toBe(403);
    expect(await server.getStatus(path, { Host: host, Origin: 'null' })).toBe(403);
  } finally {
    expect(await server.stop()).toBe(0);
  }
});

test('refuses an image that is none, naming the file', async () => {
  await expect(HeadlessServer.start(['--import', join(folder, 'gone.vhdx')])).rejects.toThrow(/gone\.vhdx/);
});
