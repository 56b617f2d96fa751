import type { HttpHandler } from 'msw';
import { endOf, type Extent } from '../../src/base/extent.ts';
import { MIB, PAGE_BYTES } from '../../src/base/units.ts';
import type { Bytes } from '../../src/base/units.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { BlobRef, Call, Md5, StorageApi, WriteConditions, WriteReceipt } from '../../src/core/ports.ts';
import { callOf } from './call-of-request.ts';
import { InProcessResponse, xmlAnswer } from './in-process-body.ts';
import { http } from './port-handler.ts';
import { routeOf } from './route.ts';
import { storageError, storageErrorAnswer } from './storage-errors.ts';

export interface StorageHandlersOptions {
  /** Blob endpoint of the simulated account, e.g. `https://contosoreplica.blob.core.windows.net`. */
  readonly accountUrl: string;
  /** To verify `Content-MD5`, as the service does. */
  readonly md5: Md5;
  /** Ranges in one answer of Get Page Ranges; the service's own limit by default. */
  readonly pageRangesPerAnswer?: number;
}

const LONGEST_WRITE_BYTES: Bytes = 4 * MIB;

/** The subset of the Azure Blob REST API that Lockstep uses, over a storage port: decode, call, encode. */
export function storageHandlers(storage: StorageApi, options: StorageHandlersOptions): HttpHandler[] {
  const account = options.accountUrl.replace(/\/+$/, '');
  const prefix = new URL(account).pathname.replace(/\/+$/, '');

  const answer =
    (operate: Operation) =>
    async ({ request }: { readonly request: Request }): Promise<Response> => {
      const url = new URL(request.url);
      const operation: Decoded = { request, query: url.searchParams, blob: blobOf(url, prefix), storage, options };
      const response = await operate(operation).catch((error: unknown) => storageErrorAnswer(error, request));
      return response.type === 'error' ? response : signed(response, request);
    };

  return [
    http.put(`${account}/:container`, answer(createContainer)),
    http.put(`${account}/:container/*`, answer(put)),
    http.get(`${account}/:container`, answer(listBlobs)),
    http.get(`${account}/:container/*`, answer(get)),
    http.head(`${account}/:container/*`, answer(head)),
    http.delete(`${account}/:container/*`, answer(remove)),
  ];
}

interface Decoded {
  readonly request: Request;
  readonly query: URLSearchParams;
  readonly blob: BlobRef;
  readonly storage: StorageApi;
  readonly options: StorageHandlersOptions;
}

type Operation = (decoded: Decoded) => Promise<Response>;

async function createContainer({ request, query, blob, storage }: Decoded): Promise<Response> {
  if (query.get('restype') !== 'container') return notImplemented(request, 'only containers stand under the account');
  await storage.createContainer(blob.container, callOf(request));
  return new Response(null, { status: 201 });
}

function put(decoded: Decoded): Promise<Response> {
  switch (decoded.query.get('comp')) {
    case null:
      return createPageBlob(decoded);
    case 'page':
      return writePages(decoded);
    case 'properties':
      return resize(decoded);
    case 'snapshot':
      return snapshot(decoded);
    case 'lease':
      return lease(decoded);
    default:
      return Promise.resolve(notImplemented(decoded.request, `comp=${decoded.query.get('comp')}`));
  }
}

async function createPageBlob({ request, blob, storage }: Decoded): Promise<Response> {
  const { headers } = request;
  if (headers.get('x-ms-blob-type') !== 'PageBlob') return notImplemented(request, 'page blobs only');
  if (headers.get('if-none-match') !== '*') return notImplemented(request, 'a blob is never replaced');
  const sizeBytes = Number(headers.get('x-ms-blob-content-length') ?? NaN);
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes % PAGE_BYTES !== 0) {
    return storageError(request, 400, 'InvalidHeaderValue', 'x-ms-blob-content-length is no whole number of pages');
  }
  // The port answers with an existing blob; on the wire the client finds out and asks for it.
  if (await exists(storage, blob, request)) {
    return storageError(request, 409, 'BlobAlreadyExists', 'The specified blob already exists.');
  }
  return written(await storage.createPageBlob(blob, sizeBytes, callOf(request)));
}

/** Set Blob Properties, of which the size is simulated. */
async function resize({ request, blob, storage }: Decoded): Promise<Response> {
  const size = request.headers.get('x-ms-blob-content-length');
  if (size === null) return notImplemented(request, 'properties other than the size');
  const conditions = conditionsOf(request.headers);
  return written(await storage.resizePageBlob(blob, Number(size), conditions, callOf(request)), {}, 200);
}

async function exists(storage: StorageApi, blob: BlobRef, request: Request): Promise<boolean> {
  try {
    await storage.getProperties(blob, callOf(request));
    return true;
  } catch (error) {
    if (error instanceof PortError && error.report.code === 'BlobNotFound') return false;
    throw error;
  }
}

async function writePages({ request, blob, storage, options }: Decoded): Promise<Response> {
  const extent = rangeOf(request.headers);
  if (!extent || !isWholePages(extent)) return invalidRange(request);
  const conditions = conditionsOf(request.headers);
  const route = routeOf(request.headers);
  if (request.headers.get('x-ms-page-write') === 'clear') {
    return written(await storage.clearPages(blob, extent, conditions, route, callOf(request)));
  }
  const body = new Uint8Array(await request.arrayBuffer());
  if (body.length > LONGEST_WRITE_BYTES) {
    return storageError(request, 413, 'RequestBodyTooLarge', 'The request body is too large.');
  }
  if (body.length !== extent.lengthBytes) return invalidRange(request);
  const stated = request.headers.get('content-md5');
  const md5 = await options.md5(body);
  if (stated !== null && stated !== md5) {
    return storageError(request, 400, 'Md5Mismatch', 'The MD5 value in the request is not that of the body.');
  }
  const receipt = await storage.putPages(blob, extent.offsetBytes, body, conditions, route, callOf(request));
  return written(receipt, { 'content-md5': md5 });
}

async function snapshot({ request, blob, storage }: Decoded): Promise<Response> {
  const time = await storage.snapshotBlob(blob, conditionsOf(request.headers), callOf(request));
  return new Response(null, { status: 201, headers: { 'x-ms-snapshot': time } });
}

/** List Blobs, as far as it tells one blob with its snapshots: the prefix is the blob's whole name. */
async function listBlobs({ request, query, blob: { container }, storage }: Decoded): Promise<Response> {
  const name = query.get('prefix');
  if (query.get('comp') !== 'list' || query.get('include') !== 'snapshots' || name === null)
    return notImplemented(request, 'lists other than of one blob with its snapshots');
  const snapshots = await storage.listSnapshots({ container, name }, callOf(request));
  const element = (inner: string): string => `<Blob><Name>${escaped(name)}</Name>${inner}<Properties /></Blob>`;
  const blobs = snapshots.map((time) => element(`<Snapshot>${time}</Snapshot>`)).join('');
  const body =
    `<?xml version="1.0" encoding="utf-8"?><EnumerationResults ContainerName="${container}">` +
    `<Prefix>${escaped(name)}</Prefix><Blobs>${blobs}${element('')}</Blobs><NextMarker /></EnumerationResults>`;
  return xmlAnswer(body, 200);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

async function lease({ request, blob, storage }: Decoded): Promise<Response> {
  const { headers } = request;
  switch (headers.get('x-ms-lease-action')) {
    case 'acquire': {
      const leaseId = headers.get('x-ms-proposed-lease-id');
      const isEndless = headers.get('x-ms-lease-duration') === '-1';
      if (leaseId === null || !isEndless) return notImplemented(request, 'leases without an id, or with an end');
      await storage.acquireLease(blob, leaseId, callOf(request));
      return new Response(null, { status: 201, headers: { 'x-ms-lease-id': leaseId } });
    }
    case 'change': {
      const [leaseId, proposed] = [headers.get('x-ms-lease-id'), headers.get('x-ms-proposed-lease-id')];
      if (leaseId === null || proposed === null) return notImplemented(request, 'changes of a lease without both ids');
      await storage.changeLease(blob, leaseId, proposed, callOf(request));
      return new Response(null, { status: 200, headers: { 'x-ms-lease-id': proposed } });
    }
    case 'release':
      await storage.releaseLease(blob, headers.get('x-ms-lease-id') ?? '', callOf(request));
      return new Response(null, { status: 200 });
    default:
      return notImplemented(request, 'lease actions other than acquire, change and release');
  }
}

async function get(decoded: Decoded): Promise<Response> {
  const { request, query, blob, storage } = decoded;
  if (query.get('comp') === 'pagelist') return listPageRanges(decoded);
  const extent = rangeOf(request.headers);
  if (!extent) return invalidRange(request);
  const bytes = await storage.readRange(blob, extent, routeOf(request.headers), callOf(request));
  // The blob's size after the slash would cost a second call; HTTP allows not to say it.
  const contentRange = `bytes ${extent.offsetBytes}-${extent.offsetBytes + extent.lengthBytes - 1}/*`;
  const headers = { 'content-type': 'application/octet-stream', 'content-range': contentRange };
  return new InProcessResponse(bytes, { status: 206, headers });
}

async function listPageRanges({ request, query, blob, storage, options }: Decoded): Promise<Response> {
  const within = rangeOf(request.headers);
  if (!within) return invalidRange(request);
  const since = query.get('prevsnapshot');
  const ranges = await pageRangesOf(storage, blob, since, within, callOf(request));
  // The marker is opaque to clients; ours is the number of ranges already sent.
  const first = Number(query.get('marker') ?? 0);
  const next = first + (options.pageRangesPerAnswer ?? 10_000);
  const elements = ranges
    .slice(first, next)
    .map(({ name, extent }) => `<${name}><Start>${extent.offsetBytes}</Start><End>${endOf(extent) - 1}</End></${name}>`)
    .join('');
  const marker = next < ranges.length ? `<NextMarker>${next}</NextMarker>` : '<NextMarker />';
  const body = `<?xml version="1.0" encoding="utf-8"?><PageList>${elements}${marker}</PageList>`;
  return xmlAnswer(body, 200);
}

/** Ascending, as the service sends them: ranges that hold data, and in a difference those that did. */
async function pageRangesOf(
  storage: StorageApi,
  blob: BlobRef,
  since: string | null,
  within: Extent,
  call: Call,
): Promise<readonly { readonly name: 'PageRange' | 'ClearRange'; readonly extent: Extent }[]> {
  const { written, cleared } =
    since === null
      ? { written: await storage.listPageRanges(blob, within, call), cleared: [] }
      : await storage.listChanges(blob, since, within, call);
  const named = [
    ...written.map((extent) => ({ name: 'PageRange', extent }) as const),
    ...cleared.map((extent) => ({ name: 'ClearRange', extent }) as const),
  ];
  return named.toSorted((a, b) => a.extent.offsetBytes - b.extent.offsetBytes);
}

async function head({ request, blob, storage }: Decoded): Promise<Response> {
  const properties = await storage.getProperties(blob, callOf(request));
  return new Response(null, {
    status: 200,
    headers: {
      ...receiptHeaders(properties),
      'content-length': String(properties.sizeBytes),
      'content-type': 'application/octet-stream',
      'accept-ranges': 'bytes',
      'x-ms-blob-type': 'PageBlob',
    },
  });
}

async function remove({ request, blob, storage }: Decoded): Promise<Response> {
  if (blob.snapshot === undefined && request.headers.get('x-ms-delete-snapshots') !== 'include') {
    return notImplemented(request, 'a blob is deleted with its snapshots');
  }
  await storage.deleteBlob(blob, conditionsOf(request.headers), callOf(request));
  return new Response(null, { status: 202 });
}

/** Container, name and snapshot from the address; `prefix` is the account's own path. */
function blobOf(url: URL, prefix: string): BlobRef {
  const [container = '', ...name] = url.pathname
    .slice(prefix.length + 1)
    .split('/')
    .map(decodeURIComponent);
  const snapshotTime = url.searchParams.get('snapshot');
  return { container, name: name.join('/'), ...(snapshotTime === null ? {} : { snapshot: snapshotTime }) };
}

/** HTTP's inclusive range as a half-open extent. The service takes its own header before the standard one. */
function rangeOf(headers: Headers): Extent | undefined {
  const match = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(headers.get('x-ms-range') ?? headers.get('range') ?? '');
  if (!match) return undefined;
  const offsetBytes = Number(match[1]);
  const lengthBytes = Number(match[2]) - offsetBytes + 1;
  return lengthBytes > 0 ? { offsetBytes, lengthBytes } : undefined;
}

function isWholePages(extent: Extent): boolean {
  return extent.offsetBytes % PAGE_BYTES === 0 && extent.lengthBytes % PAGE_BYTES === 0;
}

function conditionsOf(headers: Headers): WriteConditions {
  const leaseId = headers.get('x-ms-lease-id');
  const ifMatch = headers.get('if-match');
  const atMost = headers.get('x-ms-if-sequence-number-le');
  return {
    ...(leaseId === null ? {} : { leaseId }),
    ...(ifMatch === null ? {} : { ifMatch }),
    ...(atMost === null ? {} : { sequenceNumberAtMost: Number(atMost) }),
  };
}

function written(receipt: WriteReceipt, headers: Record<string, string> = {}, status = 201): Response {
  return new Response(null, { status, headers: { ...receiptHeaders(receipt), ...headers } });
}

function receiptHeaders(receipt: WriteReceipt): Record<string, string> {
  return {
    etag: receipt.etag,
    'last-modified': receipt.lastModified,
    'x-ms-blob-sequence-number': String(receipt.sequenceNumber),
  };
}

function invalidRange(request: Request): Response {
  return storageError(request, 416, 'InvalidPageRange', 'The page range specified is invalid.');
}

function notImplemented(request: Request, what: string): Response {
  return storageError(request, 501, 'NotImplemented', `Not simulated: ${what}.`);
}

/** Every answer of the service names its request and the version it speaks. */
function signed(response: Response, request: Request): Response {
  const requestId = request.headers.get('x-ms-client-request-id') ?? '';
  response.headers.set('x-ms-client-request-id', requestId);
  response.headers.set('x-ms-request-id', requestId);
  response.headers.set('x-ms-version', request.headers.get('x-ms-version') ?? '2021-12-02');
  return response;
}
