/** How requests to the blob service are addressed, conditioned and spoken of. */
import { endOf, type Extent } from '../../base/extent.ts';
import type { BlobRef, WriteConditions } from '../../core/ports.ts';

export type HeaderMap = Readonly<Record<string, string>>;

/** A container, a blob in it, or a blob's snapshot. */
export interface Addressed {
  readonly container: string;
  readonly name?: string;
  readonly snapshot?: string;
}

/** Addresses under an account: `<account>/<container>/<blob>?<query>&<SAS>`. */
export function createUrls(accountUrl: string): (blob: Addressed, query: HeaderMap) => string {
  const account = new URL(accountUrl);
  const base = `${account.origin}${account.pathname.replace(/\/+$/, '')}`;
  return (blob, query) => {
    // Slashes in a blob's name are part of its path.
    const name = blob.name === undefined ? '' : `/${blob.name.split('/').map(encodeURIComponent).join('/')}`;
    const own = new URLSearchParams(query);
    if (blob.snapshot !== undefined) own.set('snapshot', blob.snapshot);
    const parts = [own.toString(), account.search.slice(1)].filter((part) => part !== '');
    return `${base}/${encodeURIComponent(blob.container)}${name}${parts.length > 0 ? `?${parts.join('&')}` : ''}`;
  };
}

/** What deletes a blob: with all its snapshots. */
export function wholeBlob(conditions: WriteConditions): HeaderMap {
  return { 'x-ms-delete-snapshots': 'include', ...conditionHeaders(conditions) };
}

export function conditionHeaders(conditions: WriteConditions): HeaderMap {
  return {
    ...(conditions.leaseId === undefined ? {} : { 'x-ms-lease-id': conditions.leaseId }),
    ...(conditions.ifMatch === undefined ? {} : { 'if-match': conditions.ifMatch }),
    ...(conditions.sequenceNumberAtMost === undefined
      ? {}
      : { 'x-ms-if-sequence-number-le': String(conditions.sequenceNumberAtMost) }),
  };
}

/** A blob as messages name it. */
export function nameOf(blob: BlobRef): string {
  return `${blob.container}/${blob.name}${blob.snapshot === undefined ? '' : `@${blob.snapshot}`}`;
}

/** An extent as messages name it. */
export function describe(extent: Extent): string {
  return `[${extent.offsetBytes}, ${endOf(extent)})`;
}
