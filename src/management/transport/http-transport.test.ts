import { expect, test } from 'vitest';
import type { ChangeBatch } from '../wire.ts';
import { createHttpTransport, type EventSourceLike } from './http-transport.ts';
import { batch } from './testing/service.ts';

class FakeEvents implements EventSourceLike {
  readonly url: string;
  isClosed = false;
  readonly #listeners = new Map<string, (event: MessageEvent) => void>();
  constructor(url: string) {
    this.url = url;
  }
  addEventListener(type: string, listener: (event: MessageEvent) => void): void {
    this.#listeners.set(type, listener);
  }
  emit(type: string, data: unknown = null): void {
    this.#listeners.get(type)?.(new MessageEvent(type, { data: JSON.stringify(data) }));
  }
  close(): void {
    this.isClosed = true;
  }
}

function connect(answer: () => Promise<Response>) {
  const sources: FakeEvents[] = [];
  const reachable: boolean[] = [];
  const sent: [string, RequestInit][] = [];
  const transport = createHttpTransport({
    origin: 'http://127.0.0.1:4180',
    fetch: (input, init) => {
      sent.push([input, init]);
      return answer();
    },
    openEvents: (url) => {
      const source = new FakeEvents(url);
      sources.push(source);
      return source;
    },
    onReachable: (isReachable) => reachable.push(isReachable),
  });
  return { transport, sources, reachable, sent };
}

test('a request goes to the server as it is', async () => {
  const { transport, sent, reachable } = connect(async () => Response.json({ ok: true }));
  const response = await transport.request({
    method: 'POST',
    path: '/lab/clock',
    body: '{}',
    contentType: 'application/json',
  });
  expect(await response.json()).toEqual({ ok: true });
  expect(sent).toEqual([
    [
      'http://127.0.0.1:4180/lab/clock',
      { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } },
    ],
  ]);
  expect(reachable).toEqual([true]);
});

test('a server that does not answer is a lost connection', async () => {
  const { transport, reachable } = connect(() => Promise.reject(new TypeError('Failed to fetch')));
  await expect(transport.request({ method: 'GET', path: '/x' })).rejects.toMatchObject({ name: 'ConnectionError' });
  expect(reachable).toEqual([false]);
});

test('the change feed begins each connection with a gap and tells of others', () => {
  const { transport, sources, reachable } = connect(async () => Response.json({}));
  const batches: ChangeBatch[] = [];
  let gaps = 0;
  const stop = transport.subscribe(
    (each) => batches.push(each),
    () => (gaps += 1),
  );
  const [source] = sources;
  expect(source?.url).toMatch(/^http:\/\/127\.0\.0\.1:4180\/subscriptions\/.*\/changes\?api-version=2023-06-01$/);
  source?.emit('hello', { sequence: 4 });
  source?.emit('changes', batch(5));
  source?.emit('changes', batch(6));
  expect([batches.map((each) => each.sequence), gaps]).toEqual([[5, 6], 1]);
  source?.emit('changes', batch(8));
  expect(gaps).toBe(2);
  source?.emit('error');
  source?.emit('hello', { sequence: 1 });
  expect([gaps, reachable]).toEqual([3, [true, false, true]]);
  stop();
  expect(source?.isClosed).toBe(true);
});
