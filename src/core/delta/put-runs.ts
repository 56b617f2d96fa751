import { assert } from '../../base/assert.ts';
import type { Extent } from '../../base/extent.ts';
import { mergeExtents } from '../../base/extent.ts';
import { PAGE_BYTES, type Bytes } from '../../base/units.ts';
import { MAX_PUT_BYTES } from '../limits/limits.ts';

/**
 * Extents as they go into single puts: adjacent ones joined, long ones cut at `maxBytes`.
 * A gap is never filled, however small: its bytes are not known to be the replica's.
 */
export function putRuns(extents: readonly Extent[], maxBytes: Bytes = MAX_PUT_BYTES): Extent[] {
  assert(maxBytes > 0 && maxBytes % PAGE_BYTES === 0, `a put carries whole pages, got ${maxBytes}`);
  return mergeExtents(extents).flatMap(({ offsetBytes, lengthBytes }) => {
    const runs: Extent[] = [];
    for (let done = 0; done < lengthBytes; done += maxBytes) {
      runs.push({ offsetBytes: offsetBytes + done, lengthBytes: Math.min(maxBytes, lengthBytes - done) });
    }
    return runs;
  });
}

/** Runs in order, as many at a time as `maxBytes` hold: no run is longer. */
export function batchesOf(runs: readonly Extent[], maxBytes: Bytes): Extent[][] {
  const batches: Extent[][] = [];
  let room = 0;
  for (const run of runs) {
    assert(run.lengthBytes <= maxBytes, `a run of ${run.lengthBytes} bytes fits into ${maxBytes}`);
    const batch = batches.at(-1);
    if (batch && run.lengthBytes <= room) batch.push(run);
    else {
      batches.push([run]);
      room = maxBytes;
    }
    room -= run.lengthBytes;
  }
  return batches;
}
