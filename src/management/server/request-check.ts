/** What every request has to be before a route looks at it. */
import { ArmError, badRequest } from './arm-error.ts';

/** Larger JSON bodies are refused, and read no further than this; the largest real one is some kilobytes. */
const MAX_JSON_BYTES = 256 * 1024;

/** The versions of the API whose resources these are [domain facts: SDK, public OpenAPI description]. */
const FIRST_VERSION = '2016-08-10';
const LAST_VERSION = '2025-08-01';

export function failUnlessApiVersion(url: URL): void {
  const version = url.searchParams.get('api-version');
  if (version === null || version === '') {
    throw badRequest(
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
      'Add ?api-version=2023-06-01.',
    );
  }
  const date = version.replace(/-preview$/, '');
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date));
  if (!isDate || date < FIRST_VERSION || date > LAST_VERSION) {
    throw badRequest(
      'InvalidApiVersionParameter',
      `The api-version '${version}' is invalid. The supported ones go from '${FIRST_VERSION}' to '${LAST_VERSION}'.`,
      'Use a supported one, as 2023-06-01.',
    );
  }
}

/** The body of a write, where it has one, is JSON of bearable size, and says so. What it means the route checks. */
export async function failUnlessJson(request: Request): Promise<void> {
  if (request.method === 'GET' || request.method === 'HEAD' || request.body === null) return;
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > MAX_JSON_BYTES) throw tooLarge();
  const body = await textOf(request);
  if (body.trim() === '') return;
  failUnlessJsonType(request.headers.get('content-type'));
  try {
    JSON.parse(body);
  } catch (cause) {
    throw badRequest('InvalidJson', `The body is not JSON (${cause instanceof Error ? cause.message : 'unreadable'}).`);
  }
}

/** The body, left to be read once more. Nothing says how long one in chunks is before it has come. */
async function textOf(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  const reader = request.clone().body?.getReader();
  let [text, length] = ['', 0];
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    length += next.value.byteLength;
    if (length > MAX_JSON_BYTES) {
      // Both copies, or its sender would go on; neither ends before the other.
      void reader?.cancel();
      void request.body?.cancel();
      throw tooLarge();
    }
    text += decoder.decode(next.value, { stream: true });
  }
  return text + decoder.decode();
}

function tooLarge(): ArmError {
  return new ArmError(413, {
    code: 'PayloadTooLarge',
    message: `The body may have ${MAX_JSON_BYTES} bytes.`,
    possibleCauses: 'The request does not follow the API.',
    recommendedAction: 'Send less at once.',
  });
}

function failUnlessJsonType(contentType: string | null): void {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  // text/plain is what fetch says of a string of which its caller said nothing.
  if (type === '' || type === 'text/plain' || type === 'application/json' || type.endsWith('+json')) return;
  throw new ArmError(415, {
    code: 'UnsupportedMediaType',
    message: `The body is '${type}'; the API takes application/json.`,
    possibleCauses: 'The content type is wrong, or the body was meant for another service.',
    recommendedAction: 'Send JSON, with content-type: application/json.',
  });
}
