import type { ReactElement } from 'react';
import { formatBytes, formatCount } from '../data/format.ts';

/** A size in the reader's units; the exact count of bytes on hover. */
export function BytesText({ bytes }: { readonly bytes: number }): ReactElement {
  return (
    <span title={`${formatCount(bytes)} B`} style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
      {formatBytes(bytes)}
    </span>
  );
}
