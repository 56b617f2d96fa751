import { API_VERSION, VAULT_PATH } from '../../wire.ts';
import { createManagementServer, type ManagementServer } from '../management-server.ts';
import type { ManagementServerOptions } from '../context.ts';
import { FakeEngine } from './fake-engine.ts';

export interface DrivenServer {
  readonly engine: FakeEngine;
  readonly server: ManagementServer;
  /** Lets the change feed's timer tick so many times. */
  readonly tick: (times?: number) => void;
  /** Requests a path below the vault; the API version is added. */
  readonly call: (method: string, path: string, body?: unknown) => Promise<Response>;
  readonly json: <Body>(method: string, path: string, body?: unknown) => Promise<Body>;
}

export function driveServer(options: Partial<ManagementServerOptions> = {}): DrivenServer {
  const engine = new FakeEngine();
  const ticks = new Set<() => void>();
  const server = createManagementServer({
    engine,
    sha256: async (chunks) => {
      let length = 0;
      for await (const chunk of chunks) length += chunk.byteLength;
      return `sha256 of ${length} bytes`;
    },
    every: (_intervalMs, tick) => {
      ticks.add(tick);
      return () => ticks.delete(tick);
    },
    storageAccountId: '/subscriptions/s/storageAccounts/replicas',
    ...options,
  });
  const call = (method: string, path: string, body?: unknown): Promise<Response> => {
    const url = `https://lockstep.test${VAULT_PATH}${path}${path.includes('?') ? '&' : '?'}api-version=${API_VERSION}`;
    return server.handle(new Request(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }));
  };
  return {
    engine,
    server,
    tick: (times = 1) => {
      for (let count = 0; count < times; count++) for (const tick of ticks) tick();
    },
    call,
    json: async <Body>(method: string, path: string, body?: unknown) =>
      (await (await call(method, path, body)).json()) as Body,
  };
}
