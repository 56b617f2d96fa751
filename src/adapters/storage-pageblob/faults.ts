import type { Instant } from '../../base/units.ts';
import { PortError } from '../../core/errors/fault.ts';
import type { FaultCode } from '../../core/errors/fault.ts';
import { mediaTypeOf, retryAfterOf, textOf, unexpected } from '../http/answer.ts';
import type { HttpAnswer } from '../http/exchange.ts';
import { childText, parseXml } from './xml.ts';

/** Error codes of the blob service (`x-ms-error-code`) that mean something else than their status. */
const faultByErrorCode: Readonly<Record<string, FaultCode>> = {
  // The account itself is gone or closed; a blob or container that is missing is BlobNotFound by its status.
  AccountNotFound: 'StorageAccountNotFound',
  AccountIsDisabled: 'StorageAuthorization',
  ResourceNotFound: 'StorageAccountNotFound',
  // Somebody else holds the blob. Codes under 409 concern the lease's own requests, under 412 all others.
  LeaseAlreadyPresent: 'LeaseLost',
  LeaseIdMissing: 'LeaseLost',
  LeaseIdMismatchWithBlobOperation: 'LeaseLost',
  LeaseIdMismatchWithLeaseOperation: 'LeaseLost',
  LeaseIsBreakingAndCannotBeAcquired: 'LeaseLost',
  LeaseIsBreakingAndCannotBeChanged: 'LeaseLost',
  LeaseIsBrokenAndCannotBeRenewed: 'LeaseLost',
  LeaseLost: 'LeaseLost',
  LeaseNotPresentWithBlobOperation: 'LeaseLost',
  LeaseNotPresentWithLeaseOperation: 'LeaseLost',
  // The bytes changed on their way.
  Md5Mismatch: 'ChecksumMismatch',
  Crc64Mismatch: 'ChecksumMismatch',
  OperationTimedOut: 'NetworkTimeout',
  ServerBusy: 'StorageThrottled',
  // Of a premium account one snapshot in ten minutes; the service itself spells it so.
  SnaphotOperationRateExceeded: 'StorageThrottled',
  SnapshotOperationRateExceeded: 'StorageThrottled',
  // Both end by themselves. A conflict by their status, but not with another writer.
  AccountBeingCreated: 'StorageUnavailable',
  ContainerBeingDeleted: 'StorageUnavailable',
};

/** Every status of 400 and above that the blob service sends. All else is no answer of its. */
const faultByStatus: Readonly<Record<number, FaultCode>> = {
  400: 'InvalidParameter',
  401: 'StorageAuthorization',
  403: 'StorageAuthorization',
  404: 'BlobNotFound',
  405: 'InvalidParameter',
  408: 'NetworkTimeout',
  409: 'PreconditionFailed',
  411: 'InvalidParameter',
  412: 'PreconditionFailed',
  413: 'InvalidParameter',
  416: 'InvalidParameter',
  429: 'StorageThrottled',
  500: 'StorageUnavailable',
  501: 'InvalidParameter',
  502: 'StorageUnavailable',
  503: 'StorageThrottled',
  504: 'NetworkTimeout',
  507: 'StorageFull',
};

/** The service's name for what went wrong; undefined when it gave none. HEAD has no body, so the header comes first. */
export function errorCodeOf(answer: HttpAnswer): string | undefined {
  const header = answer.headers.get('x-ms-error-code');
  if (header) return header;
  const root = mediaTypeOf(answer) === 'application/xml' ? parseXml(textOf(answer)) : undefined;
  return root?.name === 'Error' ? childText(root, 'Code') : undefined;
}

/** The fault behind an answer that is not the success `subject` hoped for. */
export function storageFault(answer: HttpAnswer, subject: string, now: () => Instant): PortError {
  const errorCode = errorCodeOf(answer);
  // A proxy's or portal's page wears any status; a balancer in front of the service may word its 5xx in HTML.
  const isForeign = errorCode === undefined && mediaTypeOf(answer) === 'text/html' && answer.status < 500;
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
