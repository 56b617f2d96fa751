import { beforeEach, describe, expect, test } from 'vitest';
import { createChecksumsInline } from '../../src/adapters/checksums-pool/checksums-inline.ts';
import { createMd5 } from '../../src/adapters/md5/md5.ts';
import { createStoreMemory } from '../../src/adapters/store-memory/store-memory.ts';
import { MIB } from '../../src/base/units.ts';
import type { LabFault, LabWorld } from '../../src/management/wire.ts';
import { createMemoryBlockFile } from '../world/block-file.ts';
import { type DemoWorld, openDemoWorld } from './demo-world.ts';
import { createBlobImageStore, type ImageStore } from './image-store.ts';

interface Opened {
  readonly world: DemoWorld;
  readonly notes: string[];
  call(method: string, path: string, body?: BodyInit): Promise<Response>;
  json<Body>(method: string, path: string, body?: unknown): Promise<Body>;
}

const store = { current: createStoreMemory() };
const images: { current: ImageStore } = { current: createBlobImageStore() };
const blocks = { current: createMemoryBlockFile() };
beforeEach(() => {
  store.current = createStoreMemory();
  images.current = createBlobImageStore();
  blocks.current = createMemoryBlockFile();
});

/** The lab of a small world without an engine. `store`, `images` and `blocks` outlive it. */
async function open(): Promise<Opened> {
  const world = await openDemoWorld({
    scenario: 'small',
    seed: '7',
    speed: 1,
    store: { ...store.current, close: async () => undefined },
    blockFile: { ...blocks.current, close: () => undefined },
    images: images.current,
    checksums: await createChecksumsInline(),
    md5: await createMd5(),
    wallNow: () => 0,
    setTimer: (wake) => {
      const timer = setTimeout(wake, 0);
      return () => clearTimeout(timer);
    },
    onFailure: (error) => {
      throw error;
    },
  });
  const notes: string[] = [];
  const lab = world.lab({
    trace: () => ['one', 'two'],
    notify: (kind) => notes.push(kind),
    reset: async () => void notes.push('reset'),
  });
  const call: Opened['call'] = async (method, path, body) => {
    const init = {
      method,
      ...(body === undefined ? {} : { body }),
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    };
    const response = await lab(new Request(`https://lockstep.test${path}`, init));
    if (!response) throw new Error(`${path} is none of the lab's routes`);
    return response;
  };
  return {
    world,
    notes,
    call,
    json: async <Body>(method: string, path: string, body?: unknown) =>
      (await (await call(method, path, body === undefined ? undefined : JSON.stringify(body))).json()) as Body,
  };
}

const worldOf = (lab: Opened): Promise<LabWorld> => lab.json('GET', '/lab/world');

async function firstMachine(lab: Opened): Promise<LabWorld['machines'][number]> {
  const [machine] = (await worldOf(lab)).machines;
  if (!machine) throw new Error('no machine');
  return machine;
}

async function errorOf(response: Response): Promise<{ code: string; message: string }> {
  return ((await response.json()) as { error: { code: string; message: string } }).error;
}

describe('time', () => {
  test('moves by a step, exactly, and the answer comes when it has', async () => {
    const lab = await open();
    const before = Date.parse((await worldOf(lab)).now);
    const after = await lab.json<LabWorld>('POST', '/lab/clock', { stepSeconds: 90.5 });
    expect(Date.parse(after.now) - before).toBe(90_500);
    expect(after.isPaused).toBe(true);
  });

  test('takes a speed that is offered and refuses another', async () => {
    const lab = await open();
    expect((await lab.json<LabWorld>('POST', '/lab/clock', { speed: 600 })).speed).toBe(600);
    const refused = await lab.call('POST', '/lab/clock', JSON.stringify({ speed: 7 }));
    expect([refused.status, (await errorOf(refused)).message]).toEqual([
      400,
      'speed must be one of 1, 10, 60, 600, got 7',
    ]);
  });

  test.each([{ stepSeconds: -1 }, { stepSeconds: 'long' }, { isPaused: 'no' }])('refuses %o', async (body) => {
    const lab = await open();
    expect((await lab.call('POST', '/lab/clock', JSON.stringify(body))).status).toBe(400);
  });

  test('and speed are found again after a reload', async () => {
    const lab = await open();
    await lab.json('POST', '/lab/clock', { speed: 60, stepSeconds: 120 });
    const { now } = await worldOf(lab);
    await lab.world.close();
    expect(await worldOf(await open())).toMatchObject({ now, speed: 60 });
  });
});

describe('faults', () => {
  test('start, are listed, are told to the portal, end', async () => {
    const lab = await open();
    const { hostId } = await firstMachine(lab);
    const started = await lab.call('POST', '/lab/faults', JSON.stringify({ kind: 'linkDown', target: hostId }));
    expect(started.status).toBe(201);
    const fault = (await started.json()) as LabFault;
    expect(fault).toMatchObject({ kind: 'linkDown', target: hostId });
    expect(await lab.json('GET', '/lab/faults')).toEqual([fault]);
    expect((await lab.call('DELETE', `/lab/faults/${fault.id}`)).status).toBe(204);
    expect((await worldOf(lab)).faults).toEqual([]);
    expect(lab.notes).toEqual(['world', 'world']);
  });

  test('of an unknown kind or target are refused', async () => {
    const lab = await open();
    expect((await lab.call('POST', '/lab/faults', JSON.stringify({ kind: 'meteor' }))).status).toBe(400);
    expect((await lab.call('POST', '/lab/faults', JSON.stringify({ kind: 'linkDown', target: 'none' }))).status).toBe(
      400,
    );
  });

  test('survive a reload', async () => {
    const lab = await open();
    const { hostId } = await firstMachine(lab);
    await lab.json('POST', '/lab/faults', { kind: 'linkDown', target: hostId });
    await lab.world.close();
    expect((await worldOf(await open())).faults).toMatchObject([{ kind: 'linkDown', target: hostId }]);
  });

  test('a host can crash, its link can change', async () => {
    const lab = await open();
    const { hostId } = await firstMachine(lab);
    expect((await lab.call('POST', `/lab/hosts/${hostId}/crash`)).status).toBe(204);
    await lab.call('PUT', `/lab/hosts/${hostId}/link`, JSON.stringify({ bitsPerSecond: 1_500_000 }));
    expect((await worldOf(lab)).hosts[0]?.linkBitsPerSecond).toBe(1_500_000);
    expect((await lab.call('POST', '/lab/hosts/none/crash')).status).toBe(404);
    expect((await lab.call('POST', '/lab/hosts/50%/crash')).status).toBe(404);
  });
});

describe('machines', () => {
  const image = (): Uint8Array<ArrayBuffer> => new Uint8Array(2 * MIB).map((_, index) => (index >> 12) % 256);

  test('are imported from an image, under a name that fits, and read as it is', async () => {
    const lab = await open();
    const { hostId } = await firstMachine(lab);
    const response = await lab.call('POST', `/lab/hosts/${hostId}/machines?name=My%20disk.img`, image());
    expect(response.status).toBe(201);
    const { id } = (await response.json()) as { id: string };
    const machine = (await worldOf(lab)).machines.find((each) => each.id === id);
    expect(machine).toMatchObject({ name: 'My-disk', isImported: true, workload: 'idle', hostId });
    const content = await lab.call('GET', `/lab/machines/${id}/disks/${machine?.disks[0]?.id}/content`);
    expect(Buffer.compare(new Uint8Array(await content.arrayBuffer()), image())).toBe(0);
    expect(lab.notes).toEqual(['inventory']);
  });

  test('leave nothing behind where there is no room for their image', async () => {
    const removed: string[] = [];
    const keep = () => Promise.reject(Object.assign(new Error('write'), { code: 'ENOSPC' }));
    images.current = { ...images.current, keep, remove: async (name) => void removed.push(name) };
    const lab = await open();
    const { hostId } = await firstMachine(lab);
    const response = await lab.call('POST', `/lab/hosts/${hostId}/machines?name=disk.img`, image());
    expect([response.status, removed]).toEqual([507, ['disk.img']]);
  });

  test('are found again with their image after a reload', async () => {
    const lab = await open();
    const { hostId } = await firstMachine(lab);
    const { id } = (await (await lab.call('POST', `/lab/hosts/${hostId}/machines?name=disk.img`, image())).json()) as {
      id: string;
    };
    await lab.world.close();
    const again = await open();
    expect(again.world.lostImages).toEqual([]);
    const machine = (await worldOf(again)).machines.find((each) => each.id === id);
    const content = await again.call('GET', `/lab/machines/${id}/disks/${machine?.disks[0]?.id}/content`);
    expect(Buffer.compare(new Uint8Array(await content.arrayBuffer()), image())).toBe(0);
  });

  test('whose image is gone are named', async () => {
    const lab = await open();
    const { hostId } = await firstMachine(lab);
    await lab.call('POST', `/lab/hosts/${hostId}/machines?name=disk.img`, image());
    await lab.world.close();
    images.current = createBlobImageStore();
    expect((await open()).world.lostImages).toEqual(['disk']);
  });

  test('of an image that is damaged are refused, and it is not kept', async () => {
    const lab = await open();
    const { hostId } = await firstMachine(lab);
    const damaged = new Uint8Array(1 * MIB);
    damaged.set(new TextEncoder().encode('vhdxfile'));
    const response = await lab.call('POST', `/lab/hosts/${hostId}/machines?name=disk.vhdx`, damaged);
    expect([response.status, (await errorOf(response)).code]).toEqual([422, 'InvalidImage']);
    expect(await images.current.list()).toEqual([]);
  });

  test('need a name, a body and a host', async () => {
    const lab = await open();
    const { hostId } = await firstMachine(lab);
    expect((await lab.call('POST', `/lab/hosts/${hostId}/machines`, image())).status).toBe(400);
    expect((await lab.call('POST', `/lab/hosts/${hostId}/machines?name=x.img`)).status).toBe(400);
    expect((await lab.call('POST', '/lab/hosts/none/machines?name=x.img', image())).status).toBe(404);
  });

  test('take another workload, and only one that exists', async () => {
    const lab = await open();
    const { id } = await firstMachine(lab);
    expect(
      (await lab.call('PUT', `/lab/machines/${id}/workload`, JSON.stringify({ workload: 'fileServer' }))).status,
    ).toBe(204);
    expect((await firstMachine(lab)).workload).toBe('fileServer');
    expect((await lab.call('PUT', `/lab/machines/${id}/workload`, JSON.stringify({ workload: 'mining' }))).status).toBe(
      400,
    );
  });

  test('are written to where somebody wants it, whole blocks only', async () => {
    const lab = await open();
    const { id, disks } = await firstMachine(lab);
    const diskId = disks[0]?.id ?? '';
    const content = async (): Promise<Uint8Array> =>
      new Uint8Array(await (await lab.call('GET', `/lab/machines/${id}/disks/${diskId}/content`)).arrayBuffer());
    const before = await content();
    const write = (lengthBytes: number) =>
      lab.call('POST', `/lab/machines/${id}/writes`, JSON.stringify({ diskId, offsetBytes: 8192, lengthBytes }));
    expect((await write(4096)).status).toBe(204);
    const after = await content();
    const isSame = (from: number, to: number): boolean =>
      Buffer.compare(before.subarray(from, to), after.subarray(from, to)) === 0;
    expect([isSame(0, 8192), isSame(8192, 12_288), isSame(12_288, before.length)]).toEqual([true, false, true]);
    expect((await write(512)).status).toBe(400);
    expect((await lab.call('POST', `/lab/machines/${id}/offlineEdit`)).status).toBe(204);
  });

  test('have disks that grow', async () => {
    const lab = await open();
    const { id, disks } = await firstMachine(lab);
    const path = `/lab/machines/${id}/disks/${disks[0]?.id}/size`;
    expect((await lab.call('PUT', path, JSON.stringify({ sizeBytes: 20 * 2 ** 20 }))).status).toBe(204);
    const machine = await firstMachine(lab);
    expect(machine.disks[0]?.sizeBytes).toBe(20 * 2 ** 20);
    expect((await lab.call('PUT', path, JSON.stringify({ sizeBytes: 1000 }))).status).toBe(400);
    expect(
      (await lab.call('PUT', `/lab/machines/${id}/disks/none/size`, JSON.stringify({ sizeBytes: 512 }))).status,
    ).toBe(404);
  });

  test('have no content at an instant that is not kept', async () => {
    const lab = await open();
    const { id, disks } = await firstMachine(lab);
    const path = `/lab/machines/${id}/disks/${disks[0]?.id}/content`;
    expect((await lab.call('GET', `${path}?recoveryPointTime=2020-01-01T00:00:00Z`)).status).toBe(404);
    expect((await lab.call('GET', `${path}?recoveryPointTime=yesterday`)).status).toBe(400);
    expect(await lab.json('GET', `/lab/machines/${id}/contentPoints`)).toEqual([]);
  });
});

test('the trace is shown, a reset is passed on, and a path that is none is none of the lab’s', async () => {
  const lab = await open();
  expect(await lab.json('GET', '/lab/trace')).toEqual(['one', 'two']);
  expect((await lab.call('POST', '/lab/reset')).status).toBe(204);
  expect(lab.notes).toEqual(['reset']);
  expect((await lab.call('PATCH', '/lab/world')).status).toBe(405);
  await expect(lab.call('GET', '/lab/nothing')).rejects.toThrow('none of the lab');
});

test('equal seeds make equal worlds, and a step changes them equally', async () => {
  const digestAfter = async (): Promise<unknown> => {
    store.current = createStoreMemory();
    blocks.current = createMemoryBlockFile();
    const lab = await open();
    await lab.json('POST', '/lab/clock', { stepSeconds: 60 });
    return lab.json('GET', '/lab/digest');
  };
  expect(await digestAfter()).toEqual(await digestAfter());
});
