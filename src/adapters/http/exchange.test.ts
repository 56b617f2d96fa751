import { describe, expect, test } from 'vitest';
import { instant } from '../../base/units.ts';
import type { Clock } from '../../core/ports.ts';
import { newCall } from '../testing/call.ts';
import { expectFault } from '../testing/fault-matcher.ts';
import { createExchange } from './exchange.ts';
import type { Fetch, HttpRequest } from './exchange.ts';

const request: HttpRequest = { method: 'GET', url: 'https://h.example/?sig=secret', headers: {}, subject: 'reading x' };

/** A fetch that answers when its signal aborts, as the platform's does. */
const hanging: Fetch = (_, init) =>
  new Promise((_resolve, reject) => {
    const { signal } = init;
    const fail = (): void => reject(new DOMException('aborted', 'AbortError'));
    if (signal?.aborted) fail();
    else signal?.addEventListener('abort', fail);
  });

/** A clock whose one timer the test rings. */
function createBell() {
  const armed: { wake: (() => void) | null; at: number } = { wake: null, at: 0 };
  const clock: Clock = {
    now: () => instant(1000),
    arm: (at, _order, wake) => {
      armed.wake = wake;
      armed.at = at;
      return () => void (armed.wake = null);
    },
    hold: () => () => undefined,
    whenSettled: () => undefined,
  };
  return { clock, armed };
}

describe('an exchange', () => {
  test('answers with status, headers and body, whatever the status', async () => {
    const exchange = createExchange({
      fetch: async () => new Response('no', { status: 404, headers: { 'x-a': '1' } }),
    });
    const answer = await exchange(request, newCall());
    expect(answer.status).toBe(404);
    expect(answer.headers.get('x-a')).toBe('1');
    expect(new TextDecoder().decode(answer.body)).toBe('no');
  });

  test('fails as the network fails, without the query in its words', async () => {
    const cause = new Error('connect ECONNREFUSED');
    const exchange = createExchange({ fetch: () => Promise.reject(new TypeError('fetch failed', { cause })) });
    const report = await expectFault(exchange(request, newCall()), 'NetworkUnreachable');
    expect(report.detail).toBe('reading x: fetch failed (connect ECONNREFUSED)');
  });

  test('a connection that breaks inside the body is the network too', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new TypeError('terminated')) });
    const exchange = createExchange({ fetch: async () => new Response(body) });
    await expectFault(exchange(request, newCall()), 'NetworkUnreachable');
  });

  test('ends at its time-out, on the clock it was given', async () => {
    const { clock, armed } = createBell();
    const exchange = createExchange({ fetch: hanging, timeout: { clock, afterMs: 5000 } });
    const answer = exchange(request, newCall());
    expect(armed.at).toBe(6000);
    armed.wake?.();
    await expectFault(answer, 'NetworkTimeout');
  });

  test('disarms its time-out when the answer is there', async () => {
    const { clock, armed } = createBell();
    const exchange = createExchange({ fetch: async () => new Response(), timeout: { clock, afterMs: 5000 } });
    await exchange(request, newCall());
    expect(armed.wake).toBeNull();
  });

  test('ends when the caller gives up, before or meanwhile', async () => {
    const exchange = createExchange({ fetch: hanging });
    await expectFault(exchange(request, newCall(AbortSignal.abort())), 'Internal');
    const controller = new AbortController();
    const answer = exchange(request, newCall(controller.signal));
    controller.abort();
    expect((await expectFault(answer, 'Internal')).detail).toContain('cancelled by the caller');
  });

  test('does not read an answer that announces more than any answer has', async () => {
    const headers = { 'content-length': String(2 ** 40) };
    const exchange = createExchange({ fetch: async () => new Response('x', { headers }) });
    await expectFault(exchange(request, newCall()), 'UnexpectedAnswer');
  });

  test('a defect behind fetch is no network failure', async () => {
    const exchange = createExchange({ fetch: () => Promise.reject(new Error('no handler serves it')) });
    await expectFault(exchange(request, newCall()), 'Internal');
  });
});
