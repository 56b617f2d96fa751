import { type Extent, endOf } from '../base/extent.ts';
import type { ByteSource } from './byte-source.ts';
import { FormatError, type FormatName } from './format-error.ts';

/**
 * Reads what a file says it holds at `extent`, an untrusted place: beyond the file's end it is a
 * FormatError `truncated`. `name` names the structure in the message.
 */
export async function readStructure(
  source: ByteSource,
  extent: Extent,
  { format, name }: { readonly format: FormatName; readonly name: string },
): Promise<Uint8Array> {
  if (!(endOf(extent) <= source.sizeBytes)) {
    const what = `the ${name} (${extent.lengthBytes} bytes) reaches beyond the file of ${source.sizeBytes} bytes`;
    throw new FormatError({ code: 'truncated', format, offsetBytes: extent.offsetBytes, what });
  }
  return source.read(extent);
}
