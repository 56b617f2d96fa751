import { describe, expect, test } from 'vitest';
import { createMd5 } from '../../src/adapters/md5/md5.ts';
import { newCall } from '../../src/adapters/testing/call.ts';
import { pattern } from '../../src/adapters/testing/checksums-contract.ts';
import { expectFault } from '../../src/adapters/testing/fault-matcher.ts';
import { describeStorage } from '../../src/adapters/testing/storage-contract.ts';
import { azureQuirks } from '../../src/adapters/testing/storage/quirks.ts';
import { MIB } from '../../src/base/units.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { FaultReport } from '../../src/core/errors/fault.ts';
import type { Route, StorageApi } from '../../src/core/ports.ts';
import { createSimulatedFetch } from './simulated-fetch.ts';
import { storageHandlers } from './storage-handlers.ts';
import { createDriver } from './testing/driven.ts';
import { accountUrl, storageOverHttp } from './testing/storage-over-http.ts';
import { createStorageWorld, startAt, theHost } from './testing/storage-world.ts';

describeStorage('world, in process', azureQuirks, async () => {
  const { clock, storage } = createStorageWorld();
  return { storage: createDriver(clock)(storage), close: () => undefined };
});

describeStorage('world, over HTTP', azureQuirks, async () => {
  const { clock, storage } = createStorageWorld();
  // Few ranges per answer, so that listings go on from a marker.
  const adapter = await storageOverHttp(storage, { now: () => clock.now(), pageRangesPerAnswer: 7 });
  return { storage: createDriver(clock)(adapter), close: () => undefined };
});

const overTheLink: Route = { kind: 'host', hostId: theHost };
const disk = { container: 'replicas', name: 'disk' };

async function openWorld() {
  const world = createStorageWorld();
  const drive = createDriver(world.clock);
  const storage = drive(await storageOverHttp(world.storage, { now: () => world.clock.now() }));
  await storage.createContainer(disk.container, newCall());
  await storage.createPageBlob(disk, 8 * MIB, newCall());
  return { ...world, drive, storage };
}

describe('the world through HTTP', () => {
  test('bytes take the same time as in process: the route crosses the wire', async () => {
    const { clock, storage } = await openWorld();
    const before = clock.now();
    await storage.putPages(disk, 0, pattern(4 * MIB), {}, overTheLink, newCall());
    // 4 MiB over 100 Mbit/s.
    expect(clock.now() - before).toBeGreaterThan(335);
    const later = clock.now();
    await storage.putPages(disk, 0, pattern(4 * MIB), {}, { kind: 'cloud' }, newCall());
    expect(clock.now() - later).toBeLessThan(10);
  });

  test('a link that is down is NetworkUnreachable', async () => {
    const { network, storage } = await openWorld();
    network.setUp(theHost, false);
    await expectFault(storage.putPages(disk, 0, pattern(512), {}, overTheLink, newCall()), 'NetworkUnreachable');
    await storage.putPages(disk, 0, pattern(512), {}, { kind: 'cloud' }, newCall());
  });

  test('a throttled account says for how long, a revoked credential that it is refused', async () => {
    const { faults, storage } = await openWorld();
    const throttling = faults.start('storageThrottled', '', startAt);
    const throttled = await expectFault(storage.getProperties(disk, newCall()), 'StorageThrottled');
    expect(throttled).toMatchObject({ retryAfterMs: 10_000, providerCode: 503 });
    faults.end(throttling.id);
    faults.start('authorizationRevoked', '', startAt);
    const refused = await expectFault(storage.getProperties(disk, newCall()), 'StorageAuthorization');
    expect(refused.providerCode).toBe(403);
  });

  test('what is sent from a host with a wrong clock is refused as too old, and only that', async () => {
    const { faults, storage } = await openWorld();
    faults.start('clockSkew', theHost, startAt);
    const write = storage.putPages(disk, 0, pattern(512), {}, overTheLink, newCall());
    const refused = await expectFault(write, 'StorageAuthorization');
    expect(refused.detail).toContain('403 AuthenticationFailed');
    await storage.putPages(disk, 0, pattern(512), {}, { kind: 'cloud' }, newCall());
  });

  test('a call given up on its way fails and writes nothing', async () => {
    const { clock, storage } = await openWorld();
    const controller = new AbortController();
    const write = storage.putPages(disk, 0, pattern(4 * MIB), {}, overTheLink, newCall(controller.signal));
    clock.arm(clock.now(), 0, () => undefined);
    clock.arm((clock.now() + 100) as never, 0, () => controller.abort());
    await expect(write).rejects.toBeInstanceOf(PortError);
    expect(await storage.listPageRanges(disk, { offsetBytes: 0, lengthBytes: 8 * MIB }, newCall())).toEqual([]);
  });
});

describe('every fault of the storage port crosses the wire as itself', () => {
  const reports: readonly FaultReport[] = [
    { code: 'NetworkUnreachable', detail: 'cut' },
    { code: 'NetworkTimeout', detail: 'slow' },
    { code: 'StorageThrottled', detail: 'busy', retryAfterMs: 3000 },
    { code: 'StorageUnavailable', detail: 'down' },
    { code: 'StorageFull', detail: 'full' },
    { code: 'StorageAuthorization', detail: 'refused' },
    { code: 'StorageAccountNotFound', detail: 'gone' },
    { code: 'BlobNotFound', detail: 'gone' },
    { code: 'PreconditionFailed', detail: 'changed' },
    { code: 'LeaseLost', detail: 'leased' },
    { code: 'LeaseLost', detail: 'leased', providerCode: 409 },
    { code: 'ChecksumMismatch', detail: 'changed on the way' },
    { code: 'UnexpectedAnswer', detail: 'a page' },
    { code: 'InvalidParameter', detail: 'a <strange> & "bad" name' },
    { code: 'InvalidParameter', detail: 'past the end', providerCode: 416 },
  ];

  test.each(reports)('$code ($detail)', async (report) => {
    const fail = (): Promise<never> => Promise.reject(new PortError(report));
    const failing = new Proxy({} as StorageApi, { get: (_, name) => (name === 'then' ? undefined : fail) });
    const storage = await storageOverHttp(failing, { now: () => startAt });
    const page = { offsetBytes: 0, lengthBytes: 512 };
    const calls = [
      storage.readRange(disk, page, overTheLink, newCall()),
      storage.putPages(disk, 0, pattern(512), {}, overTheLink, newCall()),
      storage.listPageRanges(disk, page, newCall()),
      storage.snapshotBlob(disk, {}, newCall()),
      storage.acquireLease(disk, 'id', newCall()),
      storage.changeLease(disk, 'id', 'other', newCall()),
    ];
    for (const call of calls) {
      const seen = await expectFault(call, report.code);
      expect(seen.retryAfterMs).toBe(report.retryAfterMs);
    }
  });
});

describe('what the handlers themselves refuse', () => {
  async function send(init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: Uint8Array<ArrayBuffer>;
  }) {
    const { clock, storage } = createStorageWorld();
    const drive = createDriver(clock);
    const port = drive(storage);
    await port.createContainer(disk.container, newCall());
    await port.createPageBlob(disk, MIB, newCall());
    const fetch = createSimulatedFetch(storageHandlers(storage, { accountUrl, md5: await createMd5() }));
    const url = `${accountUrl}/${disk.container}/${disk.name}?comp=page`;
    return drive({ fetch: () => fetch(url, init) }).fetch();
  }

  test('a body that is not what its MD5 says, and is written nowhere', async () => {
    const headers = {
      'x-ms-page-write': 'update',
      'x-ms-range': 'bytes=0-511',
      'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==',
    };
    const response = await send({ method: 'PUT', headers, body: new Uint8Array(512) });
    expect(response.status).toBe(400);
    expect(response.headers.get('x-ms-error-code')).toBe('Md5Mismatch');
  });

  test("a range that is no whole page, or not the body's", async () => {
    const update = { 'x-ms-page-write': 'update' };
    for (const range of ['bytes=0-510', 'bytes=1-512', 'bytes=0-1023', 'bytes=512-0', 'pages=0-511']) {
      const response = await send({
        method: 'PUT',
        headers: { ...update, 'x-ms-range': range },
        body: new Uint8Array(512),
      });
      expect(response.headers.get('x-ms-error-code'), range).toBe('InvalidPageRange');
    }
  });

  test('answers are signed as the service signs them', async () => {
    const headers = {
      'x-ms-page-write': 'clear',
      'x-ms-range': 'bytes=0-511',
      'x-ms-client-request-id': 'vm.7',
      'x-ms-version': '2021-12-02',
    };
    const response = await send({ method: 'PUT', headers });
    expect(response.status).toBe(201);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      etag: expect.stringMatching(/^"0x/) as string,
      'x-ms-blob-sequence-number': '0',
      'x-ms-client-request-id': 'vm.7',
      'x-ms-request-id': 'vm.7',
      'x-ms-version': '2021-12-02',
    });
  });
});
