import { afterAll, beforeAll, describe } from 'vitest';
import type { StorageApi } from '../../core/ports.ts';
import { newBlobIn, type NewBlob } from './storage/blob-bench.ts';
import { describeContent } from './storage/content.ts';
import { describeGuards } from './storage/guards.ts';
import { describePageRanges } from './storage/page-ranges.ts';
import type { StorageQuirks } from './storage/quirks.ts';
import { describeSnapshots } from './storage/snapshots.ts';

export interface StorageUnderTest {
  readonly storage: StorageApi;
  readonly close: () => Promise<void> | void;
}

/** A service of its own process takes seconds to start, more on a busy machine. */
const SERVICE_START_MS = 60_000;

/** What every {@link StorageApi} does. One service serves all tests; each has a container of its own. */
export function describeStorage(name: string, quirks: StorageQuirks, open: () => Promise<StorageUnderTest>): void {
  describe(`storage contract: ${name}`, () => {
    let storage: StorageApi;
    let close: StorageUnderTest['close'] = () => undefined;
    let containerCount = 0;

    beforeAll(async () => {
      ({ storage, close } = await open());
    }, SERVICE_START_MS);
    afterAll(() => close());

    const newBlob: NewBlob = (sizeBytes) => newBlobIn(storage, `contract-${++containerCount}`, sizeBytes);
    describeContent(newBlob, quirks);
    describePageRanges(newBlob, quirks);
    describeGuards(newBlob, quirks);
    describeSnapshots(newBlob, quirks);
  });
}
