import { request as sendRequest } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { type LocalServer, type LocalServerOptions, startLocalServer } from './local-server.ts';

const servers: LocalServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function start(options: Partial<LocalServerOptions> = {}): Promise<LocalServer> {
  const server = await startLocalServer({
    port: 0,
    handle: async (request) => Response.json({ method: request.method, url: request.url, body: await request.text() }),
    isApiPath: (path) => path.startsWith('/lab'),
    servePortal: null,
    onError: (error) => {
      throw error;
    },
    ...options,
  });
  servers.push(server);
  return server;
}

/** A GET with headers that fetch() would not let through. */
function statusOf(origin: string, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = sendRequest(origin + path, { headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.on('error', reject);
    call.end();
  });
}

test('a request reaches the API with its body, and the answer comes back', async () => {
  const { origin } = await start();
  expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const response = await fetch(`${origin}/lab/x?y=1`, { method: 'PUT', body: 'hello' });
  expect(await response.json()).toEqual({ method: 'PUT', url: `${origin}/lab/x?y=1`, body: 'hello' });
});

test('other hosts and origins are refused, its own are not', async () => {
  const { origin } = await start();
  const host = new URL(origin).host;
  const port = new URL(origin).port;
  expect(await statusOf(origin, '/lab', { Host: host })).toBe(200);
  expect(await statusOf(origin, '/lab', { Host: `localhost:${port}` })).toBe(200);
  expect(await statusOf(origin, '/lab', { Host: host, Origin: origin })).toBe(200);
  expect(await statusOf(origin, '/lab', { Host: 'rebound.example' })).toBe(403);
  expect(await statusOf(origin, '/lab', { Host: `127.0.0.1.example:${port}` })).toBe(403);
  expect(await statusOf(origin, '/lab', { Host: host, Origin: 'https://foreign.example' })).toBe(403);
  expect(await statusOf(origin, '/lab', { Host: host, Origin: 'null' })).toBe(403);
  expect(await statusOf(origin, '/', { Host: 'rebound.example' })).toBe(403);
});

test('what is not the API’s is the portal’s, where there is one', async () => {
  const without = await start();
  expect((await fetch(without.origin)).status).toBe(404);
  const withPortal = await start({
    servePortal: async (_request, response) => void response.end('<!doctype html>'),
  });
  expect(await (await fetch(withPortal.origin)).text()).toBe('<!doctype html>');
});

test('a download is produced no faster than it is taken, and ends when its reader goes away', async () => {
  let produced = 0;
  const cancelled = new Promise<void>((resolve) => {
    const body = (): ReadableStream<Uint8Array> =>
      new ReadableStream(
        {
          pull: (controller) => {
            produced += 1;
            controller.enqueue(new Uint8Array(1024 * 1024));
          },
          cancel: () => resolve(),
        },
        { highWaterMark: 0 },
      );
    void start({ handle: async () => new Response(body()), onError: () => undefined }).then(async ({ origin }) => {
      const aborter = new AbortController();
      const response = await fetch(`${origin}/lab/endless`, { signal: aborter.signal });
      await response.body?.getReader().read();
      aborter.abort();
    });
  });
  await cancelled;
  // Some megabytes lie in the sockets' buffers; an endless source would have filled the memory.
  expect(produced).toBeLessThan(64);
});

test('a port that is taken is an error', async () => {
  const { origin } = await start();
  await expect(start({ port: Number(new URL(origin).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
