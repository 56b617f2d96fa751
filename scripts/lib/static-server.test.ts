import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStaticServer } from './static-server.mjs';

let folder: string;
let server: Server;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-static-'));
  mkdirSync(join(folder, 'app/assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'app/index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'app/.built-from'), 'digest');
  writeFileSync(join(folder, 'app/assets/kernel-1.wasm'), new Uint8Array(8));
  server = createStaticServer(join(folder, 'app'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  port = address.port;
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

/** fetch() tidies "..": these tests must send paths as they are. */
function get(path: string, method = 'GET', headers: Readonly<Record<string, string>> = {}) {
  return new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: string }>(
    (resolve, reject) => {
      const call = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')));
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
      });
      call.on('error', reject);
      call.end();
    },
  );
}

test('routes of the application get index.html, missing files do not', async () => {
  expect((await get('/items/abc?tab=disks')).body).toBe('<!doctype html>');
  expect((await get('/')).headers['content-type']).toBe('text/html; charset=utf-8');
  expect((await get('/assets/gone.js')).status).toBe(404);
});

test('files carry their type and, in assets/, may be kept', async () => {
  const { headers } = await get('/assets/kernel-1.wasm');
  expect(headers['content-type']).toBe('application/wasm');
  expect(headers['cache-control']).toContain('immutable');
  expect((await get('/')).headers['cache-control']).toBe('no-cache');
});

test('every answer forbids evaluated and foreign script', async () => {
  for (const path of ['/', '/assets/gone.js', '/assets/kernel-1.wasm']) {
    const { headers } = await get(path);
    expect(headers['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(headers['content-security-policy']).not.toMatch(/'unsafe-(eval|inline)'/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  }
});

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/.built-from',
  '/a%00.txt',
  '/%zz.txt',
  '/..%5csecret.txt',
])('nothing outside the application or hidden is served: %s', async (path) => {
  const { status, body } = await get(path);
  expect(status).toBe(404);
  expect(body).not.toContain('secret');
});

test('HEAD has no body, other methods are refused', async () => {
  expect(await get('/', 'HEAD')).toMatchObject({ status: 200, body: '' });
  expect((await get('/', 'POST')).status).toBe(405);
});

test('text travels packed to whoever takes it so', async () => {
  const packed = await get('/', 'GET', { 'accept-encoding': 'gzip, br' });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(Buffer.from(packed.body, 'latin1')).toString()).toBe('<!doctype html>');
  expect((await get('/')).headers['content-encoding']).toBeUndefined();
  expect(
    (await get('/assets/kernel-1.wasm', 'GET', { 'accept-encoding': 'gzip' })).headers['content-encoding'],
  ).toBeUndefined();
});
