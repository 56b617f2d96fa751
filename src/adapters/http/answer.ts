import { instant } from '../../base/units.ts';
import type { Bytes, Instant, Milliseconds } from '../../base/units.ts';
import { PortError } from '../../core/errors/fault.ts';
import type { HttpAnswer } from './exchange.ts';

/** The media type without its parameters, in lower case; empty when the answer has none. */
export function mediaTypeOf(answer: HttpAnswer): string {
  const [type = ''] = (answer.headers.get('content-type') ?? '').split(';');
  return type.trim().toLowerCase();
}

export function textOf(answer: HttpAnswer): string {
  return new TextDecoder().decode(answer.body);
}

/** The answer's bytes when they are bytes, and as many as were asked for; else UnexpectedAnswer. */
export function bytesOf(answer: HttpAnswer, lengthBytes: Bytes, subject: string): Uint8Array {
  const type = mediaTypeOf(answer);
  if (type !== 'application/octet-stream') throw unexpected(answer, subject, `content type "${type}"`);
  if (answer.body.length !== lengthBytes) {
    throw unexpected(answer, subject, `${answer.body.length} bytes where ${lengthBytes} were asked for`);
  }
  return answer.body;
}

export function unexpected(answer: HttpAnswer, subject: string, what: string): PortError {
  return new PortError({
    code: 'UnexpectedAnswer',
    detail: `${subject}: answered ${answer.status} with ${what}`,
    providerCode: answer.status,
  });
}

/** `Retry-After` as a duration: seconds, or a date from which `now` is taken. Undefined when absent or unreadable. */
export function retryAfterOf(answer: HttpAnswer, now: () => Instant): Milliseconds | undefined {
  const value = answer.headers.get('retry-after')?.trim();
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, instant(at) - now());
}

/** HTTP's inclusive range for a half-open one; `lengthBytes` must be positive. */
export function rangeHeader(extent: { readonly offsetBytes: Bytes; readonly lengthBytes: Bytes }): string {
  return `bytes=${extent.offsetBytes}-${extent.offsetBytes + extent.lengthBytes - 1}`;
}
