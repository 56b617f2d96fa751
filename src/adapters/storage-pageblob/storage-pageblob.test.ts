import { describe, expect, test } from 'vitest';
import { instant } from '../../base/units.ts';
import type { FaultCode } from '../../core/errors/fault.ts';
import type { BlobRef, Call, StorageApi } from '../../core/ports.ts';
import { newCall } from '../testing/call.ts';
import { expectFault } from '../testing/fault-matcher.ts';
import { createScriptedFetch } from '../testing/scripted-fetch.ts';
import { createStoragePageBlob } from './storage-pageblob.ts';
import type { StoragePageBlobOptions } from './storage-pageblob.ts';

const accountUrl = 'https://contoso.blob.core.windows.net/?sv=2021-12-02&sig=secret%3D';
const now = () => instant(Date.UTC(2026, 0, 1));
const blob: BlobRef = { container: 'replicas', name: 'vm 1/disk#0.vhd' };
const page = { offsetBytes: 512, lengthBytes: 512 };

function open(answers: readonly Response[], options: Partial<StoragePageBlobOptions> = {}) {
  const script = createScriptedFetch(...answers);
  const md5 = async (): Promise<string> => 'md5==';
  const storage = createStoragePageBlob({ fetch: script.fetch, accountUrl, md5, now, ...options });
  return { storage, sent: script.sent };
}

function created(headers: Record<string, string> = {}): Response {
  const receipt = { etag: '"0x1"', 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT', 'x-ms-blob-sequence-number': '4' };
  return new Response(null, { status: 201, headers: { ...receipt, ...headers } });
}

function bytes(lengthBytes: number, status = 206, type = 'application/octet-stream'): Response {
  return new Response(new Uint8Array(lengthBytes), { status, headers: { 'content-type': type } });
}

function pageList(inner: string): Response {
  const headers = { 'content-type': 'application/xml; charset=utf-8' };
  return new Response(`<PageList>${inner}</PageList>`, { headers });
}

describe('what is sent', () => {
  test('Put Page: range, MD5, conditions, the SAS in the address and nowhere else', async () => {
    const { storage, sent } = open([created()]);
    const conditions = { leaseId: 'l', ifMatch: '"e"', sequenceNumberAtMost: 3 };
    const call: Call = { ...newCall(), requestId: 'vm.7' };
    const receipt = await storage.putPages(blob, 512, new Uint8Array(1024), conditions, { kind: 'cloud' }, call);
    expect(receipt).toEqual({ etag: '"0x1"', sequenceNumber: 4, lastModified: 'Thu, 01 Jan 2026 00:00:00 GMT' });
    expect(sent[0]?.method).toBe('PUT');
    const address = 'https://contoso.blob.core.windows.net/replicas/vm%201/disk%230.vhd';
    expect(sent[0]?.url).toBe(`${address}?comp=page&sv=2021-12-02&sig=secret%3D`);
    expect(Object.fromEntries(sent[0]?.headers ?? [])).toEqual({
      'content-md5': 'md5==',
      'content-type': 'application/octet-stream',
      'if-match': '"e"',
      'x-ms-client-request-id': 'vm.7',
      'x-ms-if-sequence-number-le': '3',
      'x-ms-lease-id': 'l',
      'x-ms-page-write': 'update',
      'x-ms-range': 'bytes=512-1535',
      'x-ms-version': '2021-12-02',
    });
  });

  test('the route only where a header is named for it', async () => {
    const { storage, sent } = open([created()], { routeHeader: 'x-route' });
    await storage.clearPages(blob, page, {}, { kind: 'host', hostId: 'h1' as never }, newCall());
    expect(sent[0]?.headers.get('x-route')).toBe('host/h1');
  });

  test('a Blob where browsers are faster with it', async () => {
    const { storage, sent } = open([created()], { bodyForm: 'blob' });
    await storage.putPages(blob, 0, new Uint8Array(512).fill(7), {}, { kind: 'cloud' }, newCall());
    const body = sent[0]?.init.body;
    expect(body).toBeInstanceOf(Blob);
    expect(body instanceof Blob && body.size).toBe(512);
  });

  test('a path in the account address, as Azurite has', async () => {
    const { storage, sent } = open([created()], { accountUrl: 'http://127.0.0.1:10000/devstoreaccount1' });
    await storage.createContainer('replicas', newCall());
    expect(sent[0]?.url).toBe('http://127.0.0.1:10000/devstoreaccount1/replicas?restype=container');
  });

  test('pages that are no pages are a defect of the caller and never sent', async () => {
    const { storage, sent } = open([]);
    const put = (offset: number, length: number) =>
      storage.putPages(blob, offset, new Uint8Array(length), {}, { kind: 'cloud' }, newCall());
    await expect(put(1, 512)).rejects.toThrow('whole pages');
    await expect(put(0, 100)).rejects.toThrow('whole pages');
    await expect(put(0, 0)).rejects.toThrow('whole pages');
    await expect(put(0, 4 * 1024 * 1024 + 512)).rejects.toThrow('at most');
    expect(sent).toHaveLength(0);
  });
});

describe('answers that are none of the service', () => {
  const html = () => new Response('<!doctype html>', { status: 200, headers: { 'content-type': 'text/html' } });
  const read = (storage: StorageApi) => storage.readRange(blob, page, { kind: 'cloud' }, newCall());
  const put = (storage: StorageApi) => storage.putPages(blob, 0, new Uint8Array(512), {}, { kind: 'cloud' }, newCall());

  test.each<[string, Response, (storage: StorageApi) => Promise<unknown>]>([
    ['a page for bytes', html(), read],
    ['a page with the right status', bytes(512, 206, 'text/html'), read],
    ['fewer bytes', bytes(511), read],
    ['more bytes', bytes(513), read],
    ['the whole blob for a range', bytes(512, 200), read],
    ['a page for a write', html(), put],
    ['a created without an ETag', new Response(null, { status: 201 }), put],
    ['a redirect', new Response(null, { status: 302, headers: { location: 'https://elsewhere.example/' } }), put],
    ['a 403 page of a proxy', new Response('<html>', { status: 403, headers: { 'content-type': 'text/html' } }), put],
    ['a status nobody knows', new Response(null, { status: 418 }), put],
    ['a page list in HTML', html(), (s) => s.listPageRanges(blob, page, newCall())],
    ['a page list of nonsense', pageList('<PageRange>'), (s) => s.listPageRanges(blob, page, newCall())],
    ['a snapshot without its name', created(), (s) => s.snapshotBlob(blob, {}, newCall())],
    [
      'a block blob',
      created({ 'x-ms-blob-type': 'BlockBlob' }),
      (s) => s.createContainer('c', newCall()).then(() => s.getProperties(blob, newCall())),
    ],
  ])('%s', async (_, answer, ask) => {
    const block = new Response(null, {
      status: 200,
      headers: { 'x-ms-blob-type': 'BlockBlob', 'content-length': '512' },
    });
    const { storage } = open([answer, block]);
    await expectFault(ask(storage), 'UnexpectedAnswer');
  });
});

describe('faults by status and error code', () => {
  const retry = { 'retry-after': '7' };
  test.each<[number, string | null, FaultCode, Record<string, string>?]>([
    [400, 'Md5Mismatch', 'ChecksumMismatch'],
    [400, 'InvalidInput', 'InvalidParameter'],
    [401, null, 'StorageAuthorization'],
    [403, 'AuthenticationFailed', 'StorageAuthorization'],
    [403, 'AccountIsDisabled', 'StorageAuthorization'],
    [404, 'BlobNotFound', 'BlobNotFound'],
    [404, 'ContainerNotFound', 'BlobNotFound'],
    [404, 'ResourceNotFound', 'StorageAccountNotFound'],
    [409, 'LeaseAlreadyPresent', 'LeaseLost'],
    [409, 'LeaseIdMismatchWithLeaseOperation', 'LeaseLost'],
    [409, 'LeaseIsBreakingAndCannotBeChanged', 'LeaseLost'],
    [409, 'BlobBeingRehydrated', 'PreconditionFailed'],
    [409, 'SnaphotOperationRateExceeded', 'StorageThrottled'],
    [409, 'SnapshotOperationRateExceeded', 'StorageThrottled'],
    [409, 'AccountBeingCreated', 'StorageUnavailable'],
    [409, 'ContainerBeingDeleted', 'StorageUnavailable'],
    [412, 'LeaseIdMissing', 'LeaseLost'],
    [412, 'ConditionNotMet', 'PreconditionFailed'],
    [412, 'SequenceNumberConditionNotMet', 'PreconditionFailed'],
    [413, 'RequestBodyTooLarge', 'InvalidParameter'],
    [416, 'InvalidPageRange', 'InvalidParameter'],
    [429, null, 'StorageThrottled', retry],
    [500, 'InternalError', 'StorageUnavailable'],
    [500, 'OperationTimedOut', 'NetworkTimeout'],
    [502, null, 'StorageUnavailable'],
    [503, 'ServerBusy', 'StorageThrottled', retry],
    [504, null, 'NetworkTimeout'],
    [507, null, 'StorageFull'],
  ])('%i %s', async (status, errorCode, code, headers = {}) => {
    const named = errorCode === null ? {} : { 'x-ms-error-code': errorCode };
    const { storage } = open([new Response(null, { status, headers: { ...named, ...headers } })]);
    const report = await expectFault(storage.snapshotBlob(blob, {}, newCall()), code);
    expect(report.providerCode).toBe(status);
    expect(report.retryAfterMs).toBe('retry-after' in headers ? 7000 : undefined);
    expect(report.detail).not.toContain('secret');
    expect(report.detail).toContain('replicas/vm 1/disk#0.vhd');
  });

  test('the error code is read from the body where no header has it', async () => {
    const body = '<?xml version="1.0"?><Error><Code>LeaseLost</Code><Message>m</Message></Error>';
    const answer = new Response(body, { status: 412, headers: { 'content-type': 'application/xml' } });
    const { storage } = open([answer]);
    await expectFault(storage.snapshotBlob(blob, {}, newCall()), 'LeaseLost');
  });

  test('a date in Retry-After counts from now', async () => {
    const headers = { 'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT' };
    const { storage } = open([new Response(null, { status: 503, headers })]);
    const report = await expectFault(storage.snapshotBlob(blob, {}, newCall()), 'StorageThrottled');
    expect(report.retryAfterMs).toBe(60_000);
  });

  test("a balancer's page around a 503 is still a 503", async () => {
    const { storage } = open([new Response('<html>', { status: 503, headers: { 'content-type': 'text/html' } })]);
    await expectFault(storage.snapshotBlob(blob, {}, newCall()), 'StorageThrottled');
  });
});

describe('listings', () => {
  const range = (start: number, end: number) => `<PageRange><Start>${start}</Start><End>${end}</End></PageRange>`;
  const within = { offsetBytes: 0, lengthBytes: 8192 };

  test('follow the marker, merge what touches across answers, and cut', async () => {
    const { storage, sent } = open([
      pageList(`${range(0, 511)}${range(512, 1023)}<NextMarker>a b</NextMarker>`),
      pageList(`${range(1024, 1535)}${range(4096, 9215)}<NextMarker/>`),
    ]);
    expect(await storage.listPageRanges(blob, within, newCall())).toEqual([
      { offsetBytes: 0, lengthBytes: 1536 },
      { offsetBytes: 4096, lengthBytes: 4096 },
    ]);
    expect(new URL(sent[1]?.url ?? '').searchParams.get('marker')).toBe('a b');
  });

  test('that turn in a circle are an unexpected answer', async () => {
    const same = () => pageList('<NextMarker>x</NextMarker>');
    const { storage } = open([same(), same(), same()]);
    await expectFault(storage.listPageRanges(blob, within, newCall()), 'UnexpectedAnswer');
  });
});
