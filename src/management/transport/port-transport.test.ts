/** Both ends of the port protocol over a real MessageChannel. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { servePort } from './port-server.ts';
import { createPortTransport } from './port-transport.ts';
import { endpointOf, type ServerStatus, type ToClient, type ToServer } from './protocol.ts';
import { createFakeService } from './testing/service.ts';

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

function connect() {
  const channel = new MessageChannel();
  ports.push(channel.port1, channel.port2);
  const service = createFakeService();
  const serverEnd = endpointOf<ToServer, ToClient>(channel.port1);
  const server = servePort(serverEnd, service);
  const seen: ToServer['kind'][] = [];
  serverEnd.listen((message) => {
    seen.push(message.kind);
    server.receive(message);
  });
  const statuses: ServerStatus[] = [];
  const transport = createPortTransport((status) => statuses.push(status));
  const clientEnd = endpointOf<ToClient, ToServer>(channel.port2);
  transport.attach(clientEnd);
  return { service, server, transport, clientEnd, serverEnd, seen, statuses };
}

describe('a call', () => {
  test('carries method, path, content type and body to the server and its answer back', async () => {
    const { service, transport } = connect();
    service.answer = async (request) =>
      Response.json(
        {
          method: request.method,
          path: new URL(request.url).pathname,
          type: request.headers.get('content-type'),
          body: await request.text(),
        },
        { status: 201, headers: { 'x-answer': 'yes' } },
      );
    const response = await transport.request({
      method: 'PUT',
      path: '/a/b?c=1',
      body: '{"d":1}',
      contentType: 'application/json',
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-answer')).toBe('yes');
    expect(await response.json()).toEqual({ method: 'PUT', path: '/a/b', type: 'application/json', body: '{"d":1}' });
  });

  test('takes a Blob as its body', async () => {
    const { service, transport } = connect();
    service.answer = async (request) => Response.json({ length: (await request.arrayBuffer()).byteLength });
    const response = await transport.request({
      method: 'POST',
      path: '/image',
      body: new Blob([new Uint8Array(100_000)]),
    });
    expect(await response.json()).toEqual({ length: 100_000 });
  });

  test('without a body in its answer has none', async () => {
    const { service, transport } = connect();
    service.answer = () => new Response(null, { status: 204 });
    const response = await transport.request({ method: 'DELETE', path: '/x' });
    expect([response.status, response.body]).toEqual([204, null]);
  });

  test('that the server cannot answer rejects with its reason', async () => {
    const { service, transport } = connect();
    service.answer = () => {
      throw new Error('out of order');
    };
    await expect(transport.request({ method: 'GET', path: '/x' })).rejects.toThrow('out of order');
  });
});

describe('a streamed body', () => {
  function streaming(chunkCount: number) {
    const connected = connect();
    let produced = 0;
    let isCancelled = false;
    connected.service.answer = () =>
      new Response(
        new ReadableStream<Uint8Array>(
          {
            pull: (controller) => {
              if (produced === chunkCount) return controller.close();
              controller.enqueue(new Uint8Array(1000).fill(produced++));
            },
            cancel: () => {
              isCancelled = true;
            },
          },
          { highWaterMark: 0 },
        ),
        { headers: { 'content-type': 'application/octet-stream' } },
      );
    return { ...connected, produced: () => produced, isCancelled: () => isCancelled };
  }

  test('arrives whole and in order', async () => {
    const { transport } = streaming(20);
    const response = await transport.request({ method: 'GET', path: '/bytes' });
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(bytes.length).toBe(20_000);
    expect(Array.from({ length: 20 }, (_, index) => bytes[index * 1000])).toEqual(
      Array.from({ length: 20 }, (_, index) => index),
    );
  });

  test('is produced as the reader asks for it, no faster', async () => {
    const { transport, produced } = streaming(1000);
    const response = await transport.request({ method: 'GET', path: '/bytes' });
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.read();
    expect(produced()).toBe(2);
    await reader?.cancel();
  });

  test('that is given up is given up at its source', async () => {
    const { transport, isCancelled } = streaming(1000);
    const response = await transport.request({ method: 'GET', path: '/bytes' });
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await vi.waitFor(() => expect(isCancelled()).toBe(true));
  });

  test('breaks with an error, not with an end, when the worker dies', async () => {
    const { transport } = streaming(1000);
    const response = await transport.request({ method: 'GET', path: '/bytes' });
    const reader = response.body?.getReader();
    await reader?.read();
    transport.detach('it died');
    await expect(reader?.read()).rejects.toThrow('it died');
  });

  test('breaks with the reason when its source fails', async () => {
    const { service, transport } = connect();
    let chunks = 0;
    service.answer = () =>
      new Response(
        new ReadableStream<Uint8Array>({
          pull: (controller) => {
            if (chunks++ > 0) throw new Error('the recovery point is gone');
            controller.enqueue(new Uint8Array(10));
          },
        }),
        { headers: { 'content-type': 'application/octet-stream' } },
      );
    const response = await transport.request({ method: 'GET', path: '/bytes' });
    await expect(response.arrayBuffer()).rejects.toThrow('the recovery point is gone');
  });
});

describe('an abort', () => {
  test('rejects the call and tells the server', async () => {
    const { service, transport, seen } = connect();
    let signal: AbortSignal | undefined;
    service.answer = (request) => {
      signal = request.signal;
      return new Promise<Response>(() => undefined);
    };
    const aborter = new AbortController();
    const call = transport.request({ method: 'GET', path: '/slow', signal: aborter.signal });
    await vi.waitFor(() => expect(service.requests).toHaveLength(1));
    aborter.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(seen).toContain('abort'));
    expect(signal?.aborted).toBe(true);
  });

  test('before the call is sent sends nothing', async () => {
    const { transport, seen } = connect();
    await expect(transport.request({ method: 'GET', path: '/x', signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(seen).toEqual([]);
  });
});

describe('a worker that dies', () => {
  test('rejects what it owed; what is asked afterwards waits for the next one', async () => {
    const { service, transport, clientEnd } = connect();
    service.answer = () => new Promise<Response>(() => undefined);
    const owed = transport.request({ method: 'GET', path: '/owed' });
    transport.detach('the worker died');
    await expect(owed).rejects.toMatchObject({ name: 'ConnectionError', message: 'the worker died' });
    const later = transport.request({ method: 'GET', path: '/later' });
    service.answer = () => Response.json({ path: 'later' });
    transport.attach(clientEnd);
    expect(await (await later).json()).toEqual({ path: 'later' });
  });

  test('for good rejects everything, also what waits and what comes', async () => {
    const { transport } = connect();
    transport.detach('the worker died');
    const waiting = transport.request({ method: 'GET', path: '/x' });
    transport.fail('no such scenario');
    await expect(waiting).rejects.toThrow('no such scenario');
    await expect(transport.request({ method: 'GET', path: '/y' })).rejects.toThrow('no such scenario');
  });
});

describe('the change feed', () => {
  test('brings batches while somebody listens', async () => {
    const { service, transport } = connect();
    const sequences: number[] = [];
    const stop = transport.subscribe(
      (batch) => sequences.push(batch.sequence),
      () => undefined,
    );
    await vi.waitFor(() => expect(service.listenerCount()).toBe(1));
    service.emit(1);
    service.emit(2);
    await vi.waitFor(() => expect(sequences).toEqual([1, 2]));
    stop();
    await vi.waitFor(() => expect(service.listenerCount()).toBe(0));
  });

  test('tells of a gap, and of a server that has just become ready', async () => {
    const { service, transport, serverEnd } = connect();
    let gaps = 0;
    transport.subscribe(
      () => undefined,
      () => (gaps += 1),
    );
    await vi.waitFor(() => expect(service.listenerCount()).toBe(1));
    service.emit(1);
    service.emit(3);
    await vi.waitFor(() => expect(gaps).toBe(1));
    serverEnd.post({ kind: 'status', status: { kind: 'ready', isDurable: true, continuedFrom: null } });
    await vi.waitFor(() => expect(gaps).toBe(2));
  });

  test('is subscribed again at the next worker', async () => {
    const { service, transport, clientEnd } = connect();
    transport.subscribe(
      () => undefined,
      () => undefined,
    );
    await vi.waitFor(() => expect(service.listenerCount()).toBe(1));
    transport.detach('died');
    transport.attach(clientEnd);
    const sequences: number[] = [];
    transport.subscribe(
      (batch) => sequences.push(batch.sequence),
      () => undefined,
    );
    service.emit(1);
    await vi.waitFor(() => expect(sequences).toContain(1));
  });

  test('sends no more than so many batches to a client that does not take them, then the newest', () => {
    const service = createFakeService();
    const posted: ToClient[] = [];
    const server = servePort({ post: (message) => posted.push(message) }, service);
    server.receive({ kind: 'subscribe' });
    for (let sequence = 1; sequence <= 100; sequence++) service.emit(sequence);
    const sequencesOf = (): number[] =>
      posted.flatMap((message) => (message.kind === 'changes' ? [message.batch.sequence] : []));
    expect(sequencesOf()).toHaveLength(32);
    for (let count = 0; count < 32; count++) server.receive({ kind: 'acknowledge' });
    expect(sequencesOf().at(-1)).toBe(100);
    service.emit(101);
    expect(sequencesOf()).toHaveLength(34);
  });
});
