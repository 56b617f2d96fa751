/** Between Node's HTTP server and the web-standard Request and Response of the management API. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';

/** The request, with its body still to be streamed; its signal aborts when the client goes away. */
export function requestOf(message: IncomingMessage, response: ServerResponse, origin: string): Request {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    for (const each of Array.isArray(value) ? value : value === undefined ? [] : [value]) headers.append(name, each);
  }
  const hasBody = message.method !== 'GET' && message.method !== 'HEAD';
  const init: RequestInit & { duplex?: 'half' } = {
    method: message.method ?? 'GET',
    headers,
    signal: gone.signal,
    // Node demands to be told that the body is sent before the answer comes.
    ...(hasBody ? { body: Readable.toWeb(message) as ReadableStream, duplex: 'half' } : {}),
  };
  return new Request(new URL(message.url ?? '/', origin), init);
}

/** Streams a response out, as fast as the client takes it. */
export async function sendResponse(response: Response, out: ServerResponse): Promise<void> {
  out.statusCode = response.status;
  for (const [name, value] of response.headers) out.setHeader(name, value);
  if (!response.body || out.req.method === 'HEAD') {
    await response.body?.cancel();
    out.end();
    return;
  }
  out.flushHeaders();
  await pipeline(Readable.fromWeb(response.body as NodeReadableStream<Uint8Array>), out);
}
