import type { Rng } from '../../src/base/rng.ts';
import type { Fetch } from '../../src/adapters/http/exchange.ts';
import { oneOf } from './draw.ts';
import type { Tally } from './tally.ts';

/** What goes wrong between an adapter and a service, as it is seen on the wire. */
export const WIRE_FAULTS = [
  'status 403',
  'status 404',
  'status 409',
  'status 412',
  'status 429',
  'status 502',
  'status 503',
  'status 507',
  'a page of HTML',
  'a page of HTML after the effect',
  'connection lost before the effect',
  'connection lost after the effect',
  'answer cut short',
  'byte of the body turned on its way',
] as const;

export type WireFault = (typeof WIRE_FAULTS)[number];

/** The credential in use has expired, and the next one has not come. */
export const TOKEN_EXPIRED = 'wire: token expired';

export interface FaultyFetchOptions {
  readonly rng: Rng;
  /** Per request. */
  readonly chance: number;
  readonly kinds: readonly WireFault[];
  readonly isStormy: () => boolean;
  /** While it holds the account refuses every request. */
  readonly isTokenExpired: () => boolean;
  /** Requests to it are refused without a token. */
  readonly accountUrl: string;
  readonly tally: Pick<Tally, 'note'>;
}

/** A `fetch` whose answers are sometimes not what the service said. */
export function createFaultyFetch(fetch: Fetch, options: FaultyFetchOptions): Fetch {
  const { rng, chance, kinds, isStormy, isTokenExpired, accountUrl, tally } = options;
  return async (url, init) => {
    if (isTokenExpired() && url.startsWith(accountUrl)) {
      tally.note(TOKEN_EXPIRED, true);
      return answerOf(403, 'AuthenticationFailed', init);
    }
    if (!isStormy() || kinds.length === 0 || rng.unit() >= chance) return fetch(url, init);
    const kind = oneOf(rng, kinds);
    const { hasEffect, answer } = await struck(kind, url, init, fetch, rng);
    tally.note(`wire: ${kind}`, hasEffect);
    if (answer) return answer;
    throw new TypeError('Failed to fetch');
  };
}

/** No answer: the connection is gone. */
interface Struck {
  readonly hasEffect: boolean;
  readonly answer: Response | undefined;
}

async function struck(kind: WireFault, url: string, init: RequestInit, fetch: Fetch, rng: Rng): Promise<Struck> {
  switch (kind) {
    case 'a page of HTML':
      return { hasEffect: true, answer: page() };
    case 'a page of HTML after the effect':
      await fetch(url, init);
      return { hasEffect: true, answer: page() };
    case 'connection lost before the effect':
      return { hasEffect: true, answer: undefined };
    case 'connection lost after the effect':
      await fetch(url, init);
      return { hasEffect: true, answer: undefined };
    case 'answer cut short':
      return cutShort(await fetch(url, init));
    case 'byte of the body turned on its way':
      return turned(url, init, fetch, rng);
    default:
      // Who deletes asks for the lease first, and believes that what is not found is gone.
      if (kind === 'status 404' && url.includes('comp=lease'))
        return { hasEffect: false, answer: await fetch(url, init) };
      return { hasEffect: true, answer: answerOf(Number(kind.slice('status '.length)), 'Simulated', init) };
  }
}

async function cutShort(response: Response): Promise<Struck> {
  const body = new Uint8Array(await response.arrayBuffer());
  const { status, headers } = response;
  // Answers without a body have nothing to lose.
  if (body.length === 0) return { hasEffect: false, answer: new Response(null, { status, headers }) };
  return { hasEffect: true, answer: new Response(body.slice(0, body.length >> 1), { status, headers }) };
}

/** Only what carries a checksum: of everything else TLS keeps the bytes as they are. */
async function turned(url: string, init: RequestInit, fetch: Fetch, rng: Rng): Promise<Struck> {
  const { body } = init;
  const isGuarded = new Headers(init.headers).has('content-md5');
  if (!(body instanceof Uint8Array) || !isGuarded || body.length === 0)
    return { hasEffect: false, answer: await fetch(url, init) };
  const damaged = new Uint8Array(body);
  const at = rng.below(damaged.length);
  damaged[at] = (damaged[at] ?? 0) ^ (1 << rng.below(8));
  const answer = await fetch(url, { ...init, body: damaged });
  return { hasEffect: answer.status === 400, answer };
}

function page(): Response {
  return new Response('<!doctype html><title>Sign in to the network</title>', {
    status: 200,
    headers: { 'content-type': 'text/html' },
  });
}

function answerOf(status: number, code: string, init: RequestInit): Response {
  const headers = { 'content-type': 'application/xml', 'retry-after': '2', 'x-ms-error-code': code };
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>Simulated.</Message></Error>`;
  return new Response(init.method === 'HEAD' ? null : body, { status, headers });
}
