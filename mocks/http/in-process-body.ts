/**
 * Bodies that pass from adapter to handler and back without being copied. A `Request` copies its
 * bytes on construction, MSW clones every request (for its logs), and reading joins the stream's
 * pieces: together ten times the cost of everything else. Here the bytes lie beside the request.
 */

/** A request whose body is handed over as it is. MSW's clone, which nobody reads, is the request itself. */
export class InProcessRequest extends Request {
  readonly #bytes: Uint8Array;
  readonly #signal: AbortSignal | null;

  constructor(url: string, init: RequestInit, bytes: Uint8Array) {
    const { body: _body, signal = null, ...rest } = init;
    super(url, rest);
    this.#bytes = bytes;
    this.#signal = signal;
  }

  /** The caller's own; a request would make one that follows it, at a third of a request's cost. */
  override get signal(): AbortSignal {
    return this.#signal ?? super.signal;
  }

  override clone(): Request {
    return this;
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return bufferOf(this.#bytes);
  }

  override async json(): Promise<unknown> {
    return JSON.parse(new TextDecoder().decode(this.#bytes)) as unknown;
  }
}

/** An answer whose bytes are handed over as they are. */
export class InProcessResponse extends Response {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, init: Omit<ResponseInit, 'headers'> & { readonly headers: Record<string, string> }) {
    super(null, { ...init, headers: { ...init.headers, 'content-length': String(bytes.length) } });
    this.#bytes = bytes;
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return bufferOf(this.#bytes);
  }
}

export function jsonAnswer(value: object, status = 200, headers: Record<string, string> = {}): Response {
  return textAnswer(JSON.stringify(value), 'application/json', status, headers);
}

export function xmlAnswer(text: string, status: number, headers: Record<string, string> = {}): Response {
  return textAnswer(text, 'application/xml', status, headers);
}

function textAnswer(text: string, type: string, status: number, headers: Record<string, string>): Response {
  return new InProcessResponse(new TextEncoder().encode(text), {
    status,
    headers: { 'content-type': type, ...headers },
  });
}

/** The bytes' own buffer when they fill it, else a copy. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && bytes.byteLength === buffer.byteLength
    ? buffer
    : new Uint8Array(bytes).buffer;
}
