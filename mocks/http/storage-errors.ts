import { PortError } from '../../src/core/errors/fault.ts';
import type { FaultCode } from '../../src/core/errors/fault.ts';
import { foreignAnswer, retryAfterHeader } from './foreign-answers.ts';
import { StaleRequestError } from '../world/storage-api.ts';
import { xmlAnswer } from './in-process-body.ts';

/** How the blob service words a fault: status and error code. Faults it cannot have are its own failure, 500. */
const words: Partial<Record<FaultCode, readonly [status: number, errorCode: string]>> = {
  NetworkTimeout: [500, 'OperationTimedOut'],
  StorageThrottled: [503, 'ServerBusy'],
  StorageUnavailable: [500, 'InternalError'],
  StorageFull: [507, 'InsufficientStorage'],
  StorageAuthorization: [403, 'AuthorizationFailure'],
  StorageAccountNotFound: [404, 'AccountNotFound'],
  BlobNotFound: [404, 'BlobNotFound'],
  PreconditionFailed: [412, 'ConditionNotMet'],
  LeaseLost: [412, 'LeaseIdMismatchWithBlobOperation'],
  ChecksumMismatch: [400, 'Md5Mismatch'],
  InvalidParameter: [400, 'InvalidInput'],
};

/** Where the port tells the status as well, and the service has words of its own for it. */
const exactWords: Readonly<Record<number, Partial<Record<FaultCode, readonly [status: number, errorCode: string]>>>> = {
  409: { LeaseLost: [409, 'LeaseAlreadyPresent'] },
  413: { InvalidParameter: [413, 'RequestBodyTooLarge'] },
  416: { InvalidParameter: [416, 'InvalidPageRange'] },
};

/** The answer for what the storage port threw. A defect of the world (anything but a PortError) is thrown on. */
export function storageErrorAnswer(error: unknown, request: Request): Response {
  if (!(error instanceof PortError)) throw error;
  const { report } = error;
  if (error instanceof StaleRequestError) return storageError(request, 403, 'AuthenticationFailed', report.detail);
  const [status, code] = exactWords[report.providerCode ?? 0]?.[report.code] ??
    words[report.code] ?? [500, 'InternalError'];
  return foreignAnswer(report) ?? storageError(request, status, code, report.detail, retryAfterHeader(report));
}

/** An error body as the service sends it; HEAD gets the headers alone. */
export function storageError(
  request: Request,
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Response {
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
  const allHeaders = { 'x-ms-error-code': code, ...headers };
  return request.method === 'HEAD'
    ? new Response(null, { status, headers: allHeaders })
    : xmlAnswer(body, status, allHeaders);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
