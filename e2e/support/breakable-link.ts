/** A relay in front of a server that can be cut and mended: a network that fails, for one page. */
import { type IncomingMessage, type Server, type ServerResponse, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export class BreakableLink {
  readonly #server: Server;
  #isCut = false;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async to(origin: string): Promise<BreakableLink> {
    const server = createServer();
    const link = new BreakableLink(server);
    server.on('connection', (socket) => {
      if (link.#isCut) socket.destroy();
    });
    server.on('request', (call, answer) => relay(call, answer, new URL(origin)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return link;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Ends every connection and lets no new one through. */
  cut(): void {
    this.#isCut = true;
    this.#server.closeAllConnections();
  }

  mend(): void {
    this.#isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** The server answers requests for itself only: host and origin become its own. */
function relay(call: IncomingMessage, answer: ServerResponse, { hostname, port, host, origin }: URL): void {
  const headers = { ...call.headers, host, ...(call.headers.origin === undefined ? {} : { origin }) };
  const onward = request({ hostname, port, path: call.url, method: call.method, headers, agent: false }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  answer.on('close', () => onward.destroy());
  call.pipe(onward);
}
