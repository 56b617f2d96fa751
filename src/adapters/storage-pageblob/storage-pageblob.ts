import { assert } from '../../base/assert.ts';
import { cutTo, mergeExtents } from '../../base/extent.ts';
import type { Extent } from '../../base/extent.ts';
import { MIB, PAGE_BYTES } from '../../base/units.ts';
import type { Bytes, Instant } from '../../base/units.ts';
import { PortError } from '../../core/errors/fault.ts';
import type { BlobProperties, BlobRef, Call, Md5, Route, StorageApi } from '../../core/ports.ts';
import { bytesOf, mediaTypeOf, rangeHeader, textOf, unexpected } from '../http/answer.ts';
import { createExchange } from '../http/exchange.ts';
import type { ExchangeOptions, HttpAnswer } from '../http/exchange.ts';
import { conditionHeaders, createUrls, describe, nameOf, wholeBlob } from './addresses.ts';
import type { Addressed, HeaderMap } from './addresses.ts';
import { propertiesOf, receiptOf } from './blob-headers.ts';
import { errorCodeOf, storageFault } from './faults.ts';
import { parsePageList } from './page-list.ts';
import { parseSnapshotList } from './snapshot-list.ts';

export interface StoragePageBlobOptions extends ExchangeOptions {
  /** Blob endpoint of the account, with the SAS as its query where one is needed. */
  readonly accountUrl: string;
  readonly md5: Md5;
  /** For `Retry-After` dates. */
  readonly now: () => Instant;
  /**
   * How a body is handed to `fetch`. Browsers send a Blob nine times faster over a real connection;
   * in process and in Node the bytes themselves are faster. Default: bytes.
   */
  readonly bodyForm?: 'bytes' | 'blob';
  /**
   * The simulated network's header for the way the bytes take. Never set it for a real account:
   * it would refuse the header, or log it.
   */
  readonly routeHeader?: string;
}

/** Long page lists, snapshots and sequence-number conditions as used here are in all versions since. */
const SERVICE_VERSION = '2021-12-02';

/** The service takes and gives at most this much with a checksum. */
const LONGEST_WRITE_BYTES: Bytes = 4 * MIB;

/** A page list has at most 10,000 ranges; this many answers list any 8 TiB blob in blocks of 4 KiB. */
const MOST_PAGE_LISTS = 250_000;

/** A list of blobs has at most 5,000; no blob of ours has a hundred snapshots. */
const MOST_SNAPSHOT_LISTS = 100;

/**
 * Page blobs by the Azure Blob REST API, on Azure or Azurite. README.md says why not by Microsoft's SDK.
 * Every failure is a PortError by the tables of faults.ts; nothing is retried here.
 */
export function createStoragePageBlob(options: StoragePageBlobOptions): StorageApi {
  const { md5, now } = options;
  const exchange = createExchange(options);
  const urlOf = createUrls(options.accountUrl);

  const send = async (request: Send, call: Call): Promise<HttpAnswer> => {
    const headers = { 'x-ms-version': SERVICE_VERSION, ...routeHeader(options, request.route), ...request.headers };
    const { method, subject, body, success } = request;
    const url = urlOf(request.blob, request.query);
    const answer = await exchange({ method, url, subject, headers, ...(body ? { body } : {}) }, call);
    if (answer.status === success || request.isFineToo?.(answer)) return answer;
    throw storageFault(answer, subject, now);
  };

  const getProperties = async (blob: BlobRef, call: Call): Promise<BlobProperties> => {
    const subject = `properties of ${nameOf(blob)}`;
    return propertiesOf(
      await send({ method: 'HEAD', blob, query: {}, headers: {}, success: 200, subject }, call),
      subject,
    );
  };

  const listPages = async (
    blob: BlobRef,
    within: Extent,
    wanted: Send['query'],
    call: Call,
  ): Promise<{ readonly written: Extent[]; readonly cleared: Extent[] }> => {
    if (within.lengthBytes === 0) return { written: [], cleared: [] };
    assertPages(within);
    const subject = `page ranges of ${nameOf(blob)}`;
    const headers = { 'x-ms-range': rangeHeader(within) };
    const written: Extent[] = [];
    const cleared: Extent[] = [];
    let marker: string | null = null;
    for (let answers = 0; answers < MOST_PAGE_LISTS; answers++) {
      const query = { comp: 'pagelist', ...wanted, ...(marker === null ? {} : { marker }) };
      const answer = await send({ method: 'GET', blob, query, headers, success: 200, subject }, call);
      const list = mediaTypeOf(answer) === 'application/xml' ? parsePageList(textOf(answer)) : undefined;
      if (!list) throw unexpected(answer, subject, `no page list (content type "${mediaTypeOf(answer)}")`);
      written.push(...list.written);
      cleared.push(...list.cleared);
      if (list.nextMarker === null) {
        // The service may answer with ranges that reach beyond what was asked for.
        return { written: cutTo(within, mergeExtents(written)), cleared: cutTo(within, mergeExtents(cleared)) };
      }
      if (list.nextMarker === marker) break;
      marker = list.nextMarker;
    }
    throw new PortError({ code: 'UnexpectedAnswer', detail: `${subject}: the listing does not end` });
  };

  const lease = async (
    blob: BlobRef,
    headers: HeaderMap,
    success: number,
    subject: string,
    call: Call,
  ): Promise<HttpAnswer> => send({ method: 'PUT', blob, query: { comp: 'lease' }, headers, success, subject }, call);

  return {
    async createContainer(container, call) {
      const isFineToo = (answer: HttpAnswer): boolean => errorCodeOf(answer) === 'ContainerAlreadyExists';
      const subject = `create container ${container}`;
      const query = { restype: 'container' };
      await send({ method: 'PUT', blob: { container }, query, headers: {}, success: 201, isFineToo, subject }, call);
    },

    async createPageBlob(blob, sizeBytes, call) {
      assertPages({ offsetBytes: 0, lengthBytes: sizeBytes });
      const subject = `create ${nameOf(blob)}`;
      const headers = {
        'x-ms-blob-type': 'PageBlob',
        'x-ms-blob-content-length': String(sizeBytes),
        'x-ms-blob-content-type': 'application/octet-stream',
        // Without it the service would replace what is there by zeros.
        'if-none-match': '*',
      };
      const isFineToo = (answer: HttpAnswer): boolean => errorCodeOf(answer) === 'BlobAlreadyExists';
      const answer = await send({ method: 'PUT', blob, query: {}, headers, success: 201, isFineToo, subject }, call);
      if (answer.status === 201) return { ...receiptOf(answer, subject), sizeBytes };
      const existing = await getProperties(blob, call);
      if (existing.sizeBytes === sizeBytes) return existing;
      const detail = `${subject}: it exists with ${existing.sizeBytes} bytes, wanted are ${sizeBytes}`;
      throw new PortError({ code: 'DiskSizeMismatch', detail });
    },

    getProperties,

    async resizePageBlob(blob, sizeBytes, conditions, call) {
      assertPages({ offsetBytes: 0, lengthBytes: sizeBytes });
      const subject = `resize ${nameOf(blob)}`;
      const headers = { 'x-ms-blob-content-length': String(sizeBytes), ...conditionHeaders(conditions) };
      const query = { comp: 'properties' };
      return receiptOf(await send({ method: 'PUT', blob, query, headers, success: 200, subject }, call), subject);
    },

    async putPages(blob, offsetBytes, body, conditions, route, call) {
      const extent = { offsetBytes, lengthBytes: body.length };
      assertPages(extent);
      assert(body.length <= LONGEST_WRITE_BYTES, `a write is at most ${LONGEST_WRITE_BYTES} bytes, got ${body.length}`);
      const subject = `write ${describe(extent)} of ${nameOf(blob)}`;
      const headers = {
        'x-ms-page-write': 'update',
        'x-ms-range': rangeHeader(extent),
        'content-md5': await md5(body),
        'content-type': 'application/octet-stream',
        ...conditionHeaders(conditions),
      };
      const bytes = ownBytes(body);
      const payload = options.bodyForm === 'blob' ? new Blob([bytes]) : bytes;
      const query = { comp: 'page' };
      const request: Send = { method: 'PUT', blob, query, headers, body: payload, success: 201, subject, route };
      return receiptOf(await send(request, call), subject);
    },

    async clearPages(blob, extent, conditions, route, call) {
      assertPages(extent);
      const subject = `clear ${describe(extent)} of ${nameOf(blob)}`;
      const headers = {
        'x-ms-page-write': 'clear',
        'x-ms-range': rangeHeader(extent),
        ...conditionHeaders(conditions),
      };
      const request: Send = { method: 'PUT', blob, query: { comp: 'page' }, headers, success: 201, subject, route };
      return receiptOf(await send(request, call), subject);
    },

    listPageRanges: async (blob, within, call) => (await listPages(blob, within, {}, call)).written,

    listChanges: (blob, sinceSnapshot, within, call) => listPages(blob, within, { prevsnapshot: sinceSnapshot }, call),

    async readRange(blob, extent, route, call) {
      if (extent.lengthBytes === 0) return new Uint8Array(0);
      const subject = `read ${describe(extent)} of ${nameOf(blob)}`;
      const headers = { 'x-ms-range': rangeHeader(extent) };
      const answer = await send({ method: 'GET', blob, query: {}, headers, success: 206, subject, route }, call);
      return bytesOf(answer, extent.lengthBytes, subject);
    },

    async snapshotBlob(blob, conditions, call) {
      const subject = `snapshot ${nameOf(blob)}`;
      const headers = conditionHeaders(conditions);
      const answer = await send(
        { method: 'PUT', blob, query: { comp: 'snapshot' }, headers, success: 201, subject },
        call,
      );
      const snapshot = answer.headers.get('x-ms-snapshot');
      if (!snapshot) throw unexpected(answer, subject, 'no snapshot');
      return snapshot;
    },

    async listSnapshots({ container, name }, call) {
      const subject = `snapshots of ${container}/${name}`;
      const snapshots: string[] = [];
      let marker: string | null = null;
      for (let answers = 0; answers < MOST_SNAPSHOT_LISTS; answers++) {
        const query = {
          restype: 'container',
          comp: 'list',
          include: 'snapshots',
          prefix: name,
          ...(marker === null ? {} : { marker }),
        };
        const answer = await send(
          { method: 'GET', blob: { container }, query, headers: {}, success: 200, subject },
          call,
        );
        const list = mediaTypeOf(answer) === 'application/xml' ? parseSnapshotList(textOf(answer), name) : undefined;
        if (!list) throw unexpected(answer, subject, `no list of blobs (content type "${mediaTypeOf(answer)}")`);
        snapshots.push(...list.snapshots);
        if (list.nextMarker === null) return snapshots.toSorted();
        if (list.nextMarker === marker) break;
        marker = list.nextMarker;
      }
      throw new PortError({ code: 'UnexpectedAnswer', detail: `${subject}: the listing does not end` });
    },

    async deleteBlob(blob, conditions, call) {
      const headers = blob.snapshot === undefined ? wholeBlob(conditions) : {};
      const isFineToo = (answer: HttpAnswer): boolean => goneCodes.has(errorCodeOf(answer) ?? '');
      const subject = `delete ${nameOf(blob)}`;
      await send({ method: 'DELETE', blob, query: {}, headers, success: 202, isFineToo, subject }, call);
    },

    // -1: until released. The same id again renews.
    async acquireLease(blob, proposedLeaseId, call) {
      const endless = { 'x-ms-lease-action': 'acquire', 'x-ms-lease-duration': '-1' };
      const headers = { ...endless, 'x-ms-proposed-lease-id': proposedLeaseId };
      await lease(blob, headers, 201, `lease ${nameOf(blob)}`, call);
    },
    async changeLease(blob, leaseId, proposedLeaseId, call) {
      const subject = `change the lease of ${nameOf(blob)}`;
      const action = { 'x-ms-lease-action': 'change', 'x-ms-lease-id': leaseId };
      const answer = await lease(blob, { ...action, 'x-ms-proposed-lease-id': proposedLeaseId }, 200, subject, call);
      // Any page can wear a 200.
      if (answer.headers.get('x-ms-lease-id')?.toLowerCase() !== proposedLeaseId.toLowerCase())
        throw unexpected(answer, subject, 'not the lease that was proposed');
    },
    async releaseLease(blob, leaseId, call) {
      const headers = { 'x-ms-lease-action': 'release', 'x-ms-lease-id': leaseId };
      await lease(blob, headers, 200, `release the lease of ${nameOf(blob)}`, call);
    },
  };
}

/** What is not there need not be deleted. */
const goneCodes: ReadonlySet<string> = new Set(['BlobNotFound', 'ContainerNotFound', 'SnapshotNotFound']);

interface Send {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  readonly blob: Addressed;
  readonly query: HeaderMap;
  readonly headers: HeaderMap;
  readonly body?: Blob | Uint8Array<ArrayBuffer>;
  /** The one status that means done. */
  readonly success: number;
  /** Answers that the operation takes for done as well. */
  readonly isFineToo?: (answer: HttpAnswer) => boolean;
  readonly subject: string;
  readonly route?: Route;
}

function routeHeader(options: StoragePageBlobOptions, route: Route | undefined): HeaderMap {
  if (options.routeHeader === undefined || route === undefined) return {};
  return { [options.routeHeader]: route.kind === 'host' ? `host/${route.hostId}` : 'cloud' };
}

/** `fetch` takes no shared memory. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}

function assertPages(extent: Extent): void {
  const isWhole = extent.offsetBytes % PAGE_BYTES === 0 && extent.lengthBytes % PAGE_BYTES === 0;
  assert(isWhole && extent.lengthBytes > 0, `whole pages are written, got ${describe(extent)}`);
}
