import type { Bytes, Milliseconds } from '../../src/base/units.ts';
import { KIB, SECOND_MS } from '../../src/base/units.ts';
import type { Extent } from '../../src/base/extent.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type {
  BlobProperties,
  BlobRef,
  Call,
  PageChanges,
  Route,
  StorageApi,
  WriteConditions,
  WriteReceipt,
} from '../../src/core/ports.ts';
import type { VirtualClock } from '../simulation/virtual-clock.ts';
import type { Faults } from './faults.ts';
import type { Network } from './network.ts';
import type { StorageAccount } from './storage-account.ts';

/** Headers of a request and its answer, which cross the link besides the body. */
const ENVELOPE_BYTES: Bytes = KIB;
const THROTTLED_RETRY_MS: Milliseconds = 10 * SECOND_MS;
const CLOUD: Route = { kind: 'cloud' };

export interface StorageApiParts {
  readonly clock: VirtualClock;
  readonly account: StorageAccount;
  readonly network: Network;
  readonly faults: Faults;
}

/**
 * The storage account behind its network. A request first travels (waiting in the world), then acts
 * at one instant, so requests act one at a time. Operations without a route come from inside the cloud.
 */
export class WorldStorageApi implements StorageApi {
  readonly #parts: StorageApiParts;

  constructor(parts: StorageApiParts) {
    this.#parts = parts;
  }

  async createContainer(container: string, call: Call): Promise<void> {
    await this.#arrive(CLOUD, 0, 'up', call);
    this.#parts.account.createContainer(container);
  }

  async createPageBlob(blob: BlobRef, sizeBytes: Bytes, call: Call): Promise<BlobProperties> {
    await this.#arrive(CLOUD, 0, 'up', call);
    return this.#parts.account.createPageBlob(blob, sizeBytes, this.#parts.clock.now());
  }

  async getProperties(blob: BlobRef, call: Call): Promise<BlobProperties> {
    await this.#arrive(CLOUD, 0, 'down', call);
    return this.#parts.account.properties(blob);
  }

  async resizePageBlob(
    blob: BlobRef,
    sizeBytes: Bytes,
    conditions: WriteConditions,
    call: Call,
  ): Promise<WriteReceipt> {
    await this.#arrive(CLOUD, 0, 'up', call);
    return this.#parts.account.resize(blob, sizeBytes, conditions, this.#parts.clock.now());
  }

  async putPages(
    blob: BlobRef,
    offsetBytes: Bytes,
    body: Uint8Array,
    conditions: WriteConditions,
    route: Route,
    call: Call,
  ): Promise<WriteReceipt> {
    await this.#arrive(route, body.length, 'up', call);
    return this.#parts.account.putPages(blob, offsetBytes, body, conditions, this.#parts.clock.now());
  }

  async clearPages(
    blob: BlobRef,
    extent: Extent,
    conditions: WriteConditions,
    route: Route,
    call: Call,
  ): Promise<WriteReceipt> {
    await this.#arrive(route, 0, 'up', call);
    return this.#parts.account.clearPages(blob, extent, conditions, this.#parts.clock.now());
  }

  async listPageRanges(blob: BlobRef, within: Extent, call: Call): Promise<readonly Extent[]> {
    await this.#arrive(CLOUD, 0, 'down', call);
    return this.#parts.account.pageRanges(blob, within);
  }

  async listChanges(blob: BlobRef, sinceSnapshot: string, within: Extent, call: Call): Promise<PageChanges> {
    await this.#arrive(CLOUD, 0, 'down', call);
    return this.#parts.account.changes(blob, sinceSnapshot, within);
  }

  async readRange(blob: BlobRef, extent: Extent, route: Route, call: Call): Promise<Uint8Array> {
    await this.#arrive(route, extent.lengthBytes, 'down', call);
    return this.#parts.account.read(blob, extent);
  }

  async snapshotBlob(blob: BlobRef, conditions: WriteConditions, call: Call): Promise<string> {
    await this.#arrive(CLOUD, 0, 'up', call);
    return this.#parts.account.takeSnapshot(blob, conditions, this.#parts.clock.now());
  }

  async listSnapshots({ container, name }: BlobRef, call: Call): Promise<readonly string[]> {
    await this.#arrive(CLOUD, 0, 'down', call);
    return this.#parts.account.snapshotsOf(container, name);
  }

  async deleteBlob(blob: BlobRef, conditions: WriteConditions, call: Call): Promise<void> {
    await this.#arrive(CLOUD, 0, 'up', call);
    this.#parts.account.deleteBlob(blob, conditions, this.#parts.clock.now());
  }

  /** Until released, or for `durationMs` (15–60 s in the REST form). The same id again renews. */
  async acquireLease(
    blob: BlobRef,
    proposedLeaseId: string,
    call: Call,
    durationMs: Milliseconds | null = null,
  ): Promise<void> {
    await this.#arrive(CLOUD, 0, 'up', call);
    this.#parts.account.acquireLease(blob, proposedLeaseId, durationMs, this.#parts.clock.now());
  }

  async changeLease(blob: BlobRef, leaseId: string, proposedLeaseId: string, call: Call): Promise<void> {
    await this.#arrive(CLOUD, 0, 'up', call);
    this.#parts.account.changeLease(blob, leaseId, proposedLeaseId, this.#parts.clock.now());
  }

  async releaseLease(blob: BlobRef, leaseId: string, call: Call): Promise<void> {
    await this.#arrive(CLOUD, 0, 'up', call);
    this.#parts.account.releaseLease(blob, leaseId);
  }

  /** Set Blob Properties with `x-ms-sequence-number-action: update` (REST form only). */
  async setSequenceNumber(
    blob: BlobRef,
    sequenceNumber: number,
    conditions: WriteConditions,
    call: Call,
  ): Promise<WriteReceipt> {
    await this.#arrive(CLOUD, 0, 'up', call);
    return this.#parts.account.setSequenceNumber(blob, sequenceNumber, conditions, this.#parts.clock.now());
  }

  /** The way to the service, and what the service may refuse before it looks at the request. */
  async #arrive(route: Route, bodyBytes: Bytes, direction: 'up' | 'down', call: Call): Promise<void> {
    const { network, faults } = this.#parts;
    const over = route.kind === 'cloud' ? 'cloud' : route.hostId;
    await network.transfer({ over, bytes: bodyBytes + ENVELOPE_BYTES, direction, call });
    if (route.kind === 'host' && faults.has('clockSkew', route.hostId)) throw new StaleRequestError();
    failOnAccountFault(faults);
  }
}

/** The service refuses requests whose date is more than 15 minutes from its own [domain facts: Authorize requests, x-ms-date]. */
export class StaleRequestError extends PortError {
  constructor() {
    super({ code: 'StorageAuthorization', detail: 'Request date header too old', providerCode: 403 });
  }
}

/** What the service refuses before it looks at a request. */
export function failOnAccountFault(faults: Faults): void {
  if (faults.has('authorizationRevoked', '')) {
    throw new PortError({
      code: 'StorageAuthorization',
      detail: 'the storage account refuses the credential',
      providerCode: 403,
    });
  }
  if (faults.has('storageThrottled', '')) {
    throw new PortError({
      code: 'StorageThrottled',
      detail: 'the storage account is busy',
      providerCode: 503,
      retryAfterMs: THROTTLED_RETRY_MS,
    });
  }
}
