import { badRequest } from './arm-error.ts';

/** Elements on a page where the request does not say. */
const DEFAULT_PAGE_SIZE = 100;
/** `$top` may not ask for more, so that one page stays below some megabytes. */
const MAX_PAGE_SIZE = 1000;

/** A page of an ARM list. */
export interface ArmPage<Element> {
  readonly value: readonly Element[];
  readonly nextLink: string | null;
}

/**
 * One page of a list. The continuation token names the last element's place in the order, not its
 * index, so that what is added or removed meanwhile neither repeats nor skips the others.
 *
 * @param sorted the whole list, strictly ascending by `keyOf`
 * @param keyOf a string unique in the list; the order is by UTF-16 code units
 * @param url of the request; reads `$top` (1–1000, default 100) and `$skipToken`
 */
export function pageOf<Source, Element>(
  sorted: readonly Source[],
  keyOf: (source: Source) => string,
  render: (source: Source) => Element,
  url: URL,
): ArmPage<Element> {
  const token = url.searchParams.get('$skipToken') ?? url.searchParams.get('skipToken');
  const afterKey = token === null ? null : decodeToken(token);
  const start = afterKey === null ? 0 : firstAfter(sorted, keyOf, afterKey);
  const page = sorted.slice(start, start + pageSize(url));
  const last = page.at(-1);
  const hasMore = last !== undefined && start + page.length < sorted.length;
  return { value: page.map(render), nextLink: hasMore ? nextLink(url, keyOf(last)) : null };
}

/** A key for descending time: later instants sort first; ties by name. */
export function newestFirstKey(at: number, name: string): string {
  return `${(Number.MAX_SAFE_INTEGER - at).toString().padStart(17, '0')}|${name}`;
}

function pageSize(url: URL): number {
  const text = url.searchParams.get('$top');
  if (text === null) return DEFAULT_PAGE_SIZE;
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1 || size > MAX_PAGE_SIZE) {
    throw badRequest('InvalidParameter', `$top must be a whole number from 1 to ${MAX_PAGE_SIZE}, got "${text}".`);
  }
  return size;
}

function firstAfter<Source>(sorted: readonly Source[], keyOf: (source: Source) => string, key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const source = sorted[middle];
    if (source !== undefined && keyOf(source) <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function nextLink(url: URL, lastKey: string): string {
  const next = new URL(url);
  next.searchParams.delete('skipToken');
  next.searchParams.set('$skipToken', encodeToken(lastKey));
  return next.toString();
}

function encodeToken(key: string): string {
  return btoa(encodeURIComponent(key)).replaceAll('=', '');
}

function decodeToken(token: string): string {
  try {
    return decodeURIComponent(atob(token));
  } catch {
    throw badRequest('InvalidParameter', `$skipToken "${token}" is not one that this server gave.`);
  }
}
