import type { BlobProperties, WriteReceipt } from '../../core/ports.ts';
import { unexpected } from '../http/answer.ts';
import type { HttpAnswer } from '../http/exchange.ts';

/** The blob's version after a write. An answer without it does not come from the service. */
export function receiptOf(answer: HttpAnswer, subject: string): WriteReceipt {
  const etag = answer.headers.get('etag');
  const lastModified = answer.headers.get('last-modified');
  // A blob's creation does not state its sequence number: it is 0.
  const sequenceNumber = Number(answer.headers.get('x-ms-blob-sequence-number') ?? 0);
  if (!etag || !lastModified || !Number.isSafeInteger(sequenceNumber)) throw unexpected(answer, subject, 'no ETag');
  return { etag, sequenceNumber, lastModified };
}

/** The properties of a page blob. Another kind of blob under that name is UnexpectedAnswer. */
export function propertiesOf(answer: HttpAnswer, subject: string): BlobProperties {
  const blobType = answer.headers.get('x-ms-blob-type');
  if (blobType !== 'PageBlob') throw unexpected(answer, subject, `blob type "${blobType ?? ''}"`);
  const length = answer.headers.get('content-length');
  if (length === null || !/^\d{1,15}$/.test(length)) throw unexpected(answer, subject, 'no length');
  return { ...receiptOf(answer, subject), sizeBytes: Number(length) };
}
