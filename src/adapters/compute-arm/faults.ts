import * as z from 'zod/mini';
import type { Instant } from '../../base/units.ts';
import { PortError } from '../../core/errors/fault.ts';
import type { FaultCode } from '../../core/errors/fault.ts';
import { mediaTypeOf, retryAfterOf, textOf, unexpected } from '../http/answer.ts';
import type { HttpAnswer } from '../http/exchange.ts';

/** Error codes of Azure Resource Manager that mean something else than their status. */
const faultByErrorCode: Readonly<Record<string, FaultCode>> = {
  // A blob that the machine was to be made of.
  BlobNotFound: 'BlobNotFound',
  // There is a machine of the name, made of something else.
  PropertyChangeNotAllowed: 'InvalidReplicaState',
  StorageAccountIsThrottled: 'StorageThrottled',
  StorageAccountNotFound: 'StorageAccountNotFound',
  StorageQuotaExceeded: 'StorageFull',
};

/** Every status of 400 and above that Azure Resource Manager sends. All else is no answer of its. */
const faultByStatus: Readonly<Record<number, FaultCode>> = {
  400: 'InvalidParameter',
  401: 'StorageAuthorization',
  403: 'StorageAuthorization',
  404: 'AzureMachineNotFound',
  408: 'NetworkTimeout',
  409: 'OperationInProgress',
  412: 'PreconditionFailed',
  429: 'StorageThrottled',
  500: 'ComputeUnavailable',
  502: 'ComputeUnavailable',
  503: 'ComputeUnavailable',
  504: 'NetworkTimeout',
};

const errorBody = z.object({ error: z.object({ code: z.string() }) });

/** The fault behind an answer that is not the success `subject` hoped for. */
export function computeFault(answer: HttpAnswer, subject: string, now: () => Instant): PortError {
  const errorCode = errorCodeOf(answer);
  // A proxy's or portal's page wears any status; a balancer may word its 5xx in HTML.
  // And "not found" from anybody but Azure itself must not be taken for a machine that is gone: it would be left behind.
  const isForeign =
    errorCode === undefined && (answer.status === 404 || (mediaTypeOf(answer) === 'text/html' && answer.status < 500));
  const code = faultByErrorCode[errorCode ?? ''] ?? faultByStatus[answer.status];
  if (isForeign || code === undefined) return unexpected(answer, subject, `content type "${mediaTypeOf(answer)}"`);
  const retryAfterMs = retryAfterOf(answer, now);
  return new PortError({
    code,
    detail: `${subject}: answered ${answer.status}${errorCode === undefined ? '' : ` ${errorCode}`}`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    providerCode: answer.status,
  });
}

function errorCodeOf(answer: HttpAnswer): string | undefined {
  if (mediaTypeOf(answer) !== 'application/json') return undefined;
  try {
    return z.parse(errorBody, JSON.parse(textOf(answer))).error.code;
  } catch {
    return undefined;
  }
}
