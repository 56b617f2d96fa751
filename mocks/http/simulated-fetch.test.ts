import { http } from 'msw';
import { expect, test } from 'vitest';
import { InProcessResponse } from './in-process-body.ts';
import { createSimulatedFetch } from './simulated-fetch.ts';

const url = 'https://service.example/thing';

test('an address that no handler serves is a defect, not a network failure', async () => {
  const fetch = createSimulatedFetch([]);
  await expect(fetch(url)).rejects.toThrow('no handler serves GET https://service.example/thing');
  await expect(fetch(url)).rejects.not.toBeInstanceOf(TypeError);
});

test("a handler's own TypeError does not pass for a network failure", async () => {
  const fetch = createSimulatedFetch([
    http.get(url, () => {
      throw new TypeError('x is not a function');
    }),
  ]);
  await expect(fetch(url)).rejects.toThrow('the handler of GET https://service.example/thing failed');
  await expect(fetch(url)).rejects.not.toBeInstanceOf(TypeError);
});

test('a network error is a TypeError, as in every browser', async () => {
  const fetch = createSimulatedFetch([http.get(url, () => Response.error())]);
  await expect(fetch(url)).rejects.toBeInstanceOf(TypeError);
});

test('bodies arrive as they are, of every kind, and bytes without a copy', async () => {
  const seen: Uint8Array[] = [];
  const fetch = createSimulatedFetch([
    http.put(url, async ({ request }) => {
      seen.push(new Uint8Array(await request.arrayBuffer()));
      return new InProcessResponse(seen.at(-1) ?? new Uint8Array(0), { status: 200, headers: {} });
    }),
  ]);
  const bytes = new Uint8Array([1, 2, 3, 4]);
  const answer = await fetch(url, { method: 'PUT', body: bytes });
  expect(seen[0]?.buffer).toBe(bytes.buffer);
  expect(await answer.arrayBuffer()).toBe(bytes.buffer);
  expect(answer.headers.get('content-length')).toBe('4');
  await fetch(url, { method: 'PUT', body: bytes.subarray(1, 3) });
  await fetch(url, { method: 'PUT', body: new Blob([bytes]) });
  await fetch(url, { method: 'PUT', body: 'ä' });
  await fetch(url, { method: 'PUT' });
  expect(seen.slice(1).map((body) => [...body])).toEqual([[2, 3], [1, 2, 3, 4], [0xc3, 0xa4], []]);
});

test('JSON bodies are read as JSON', async () => {
  const fetch = createSimulatedFetch([http.post(url, async ({ request }) => Response.json(await request.json()))]);
  const answer = await fetch(url, { method: 'POST', body: '{"a":[1]}' });
  expect(await answer.json()).toEqual({ a: [1] });
});

test('an aborted request rejects, whatever the handler said meanwhile', async () => {
  const controller = new AbortController();
  const fetch = createSimulatedFetch([
    http.get(url, () => {
      controller.abort();
      return new Response('too late');
    }),
  ]);
  const { signal } = controller;
  await expect(fetch(url, { signal })).rejects.toMatchObject({ name: 'AbortError' });
  await expect(fetch(url, { signal })).rejects.toMatchObject({ name: 'AbortError' });
});
