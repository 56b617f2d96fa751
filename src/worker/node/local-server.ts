/**
 * The management API on loopback HTTP. Whoever may reach 127.0.0.1 may use it, so it must not be
 * reachable through a browser that shows a foreign page: requests that name another host (DNS
 * rebinding) or come from another origin are refused.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { requestOf, sendResponse } from './http-bridge.ts';

const HOST = '127.0.0.1';
/** Connections that are idle when the server stops get this long; then they are cut. */
const GRACE_MS = 500;

export interface LocalServerOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly handle: (request: Request) => Promise<Response>;
  /** Paths that the API answers; everything else is the portal's. */
  readonly isApiPath: (path: string) => boolean;
  /** The built portal; null when there is none. */
  readonly servePortal: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | null;
  readonly onError: (error: unknown) => void;
}

export interface LocalServer {
  /** `http://127.0.0.1:N`. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Resolves when it listens. Rejects when the port is taken. */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!isClientGone(error)) options.onError(error);
      response.destroy();
    });
  });
  const port = await listen(server, options.port);
  const origin = `http://${HOST}:${port}`;
  const ownHosts = new Set([`${HOST}:${port}`, `localhost:${port}`]);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refusal = refusalOf(request, ownHosts);
    if (refusal !== null) return refuse(response, 403, refusal);
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (!options.isApiPath(path)) {
      if (options.servePortal) return options.servePortal(request, response);
      return refuse(
        response,
        404,
        'There is no built portal: run "npm run build" first. The API is under /subscriptions and /lab.',
      );
    }
    await sendResponse(await options.handle(requestOf(request, response, origin)), response);
  };

  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** Why a request is not ours to answer; null when it is. */
function refusalOf(request: IncomingMessage, ownHosts: ReadonlySet<string>): string | null {
  const { host, origin } = request.headers;
  if (host === undefined || !ownHosts.has(host.toLowerCase()))
    return `This server answers for itself only, not for host "${host ?? ''}".`;
  if (origin === undefined) return null;
  const isOwn = [...ownHosts].some((each) => origin.toLowerCase() === `http://${each}`);
  return isOwn ? null : `Pages of another origin ("${origin}") may not use this server.`;
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { code: status === 403 ? 'Forbidden' : 'NotFound', message, details: [] } }));
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** A client that went away in the middle is no failure of ours. */
function isClientGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return (
    code === 'ERR_STREAM_PREMATURE_CLOSE' ||
    code === 'ECONNRESET' ||
    code === 'EPIPE' ||
    code === 'ERR_STREAM_UNABLE_TO_PIPE'
  );
}
