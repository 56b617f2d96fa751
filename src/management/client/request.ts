import { ConnectionError, type ManagementTransport, type TransportRequest } from '../transport/transport.ts';
import { ManagementError } from './client-api.ts';

export type Query = Readonly<Record<string, string>>;

/** Sends a request; anything but a success becomes a {@link ManagementError}. */
export async function send(transport: ManagementTransport, request: TransportRequest): Promise<Response> {
  let response: Response;
  try {
    response = await transport.request(request);
  } catch (cause) {
    throw connectionFailure(cause);
  }
  if (!response.ok) throw await errorOf(response);
  return response;
}

/** As {@link send}, for an answer that is JSON. */
export async function readJson<Body>(transport: ManagementTransport, request: TransportRequest): Promise<Body> {
  const response = await send(transport, request);
  const contentType = response.headers.get('content-type') ?? '';
  // A proxy's or a static server's HTML page is an error, never data.
  if (!contentType.includes('json')) {
    throw new ManagementError(
      response.status,
      'UnexpectedAnswer',
      `Expected JSON from the management API, got "${contentType}".`,
    );
  }
  try {
    return (await response.json()) as Body;
  } catch (cause) {
    throw connectionFailure(cause);
  }
}

function connectionFailure(cause: unknown): ManagementError {
  if (cause instanceof ManagementError) return cause;
  const isConnection = cause instanceof ConnectionError;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new ManagementError(0, isConnection ? 'ConnectionLost' : 'RequestFailed', message);
}

interface ErrorBody {
  readonly error?: {
    readonly code?: string;
    readonly message?: string;
    readonly details?: readonly {
      readonly code?: string;
      readonly message?: string;
      readonly possibleCauses?: string | null;
      readonly recommendedAction?: string | null;
    }[];
  };
}

/** ARM's error body: the first detail says more than the envelope. */
async function errorOf(response: Response): Promise<ManagementError> {
  const body = (await response.json().catch(() => null)) as ErrorBody | null;
  const detail = body?.error?.details?.[0];
  return new ManagementError(
    response.status,
    detail?.code ?? body?.error?.code ?? `Http${response.status}`,
    detail?.message ?? body?.error?.message ?? `The management API answered ${response.status}.`,
    detail?.possibleCauses ?? '',
    detail?.recommendedAction ?? '',
  );
}
