import { MIB } from '../../../base/units.ts';
import type { BlobRef, Route, StorageApi, WriteConditions } from '../../../core/ports.ts';
import { newCall } from '../call.ts';

export const cloud: Route = { kind: 'cloud' };
export const unconditional: WriteConditions = {};
export const leaseA = '11111111-1111-4111-8111-111111111111';
export const leaseB = '22222222-2222-4222-8222-222222222222';
export const leaseC = '33333333-3333-4333-8333-333333333333';

export type BlobBench = Awaited<ReturnType<typeof newBlobIn>>;

/** A new blob of 8 MiB, or of `sizeBytes`, in a container of its own. */
export type NewBlob = (sizeBytes?: number) => Promise<BlobBench>;

/** A new blob in a new container, and short forms of what is done with it. */
export async function newBlobIn(storage: StorageApi, container: string, sizeBytes = 8 * MIB) {
  const blob: BlobRef = { container, name: 'vm 1/disk-0.vhd' };
  await storage.createContainer(blob.container, newCall());
  const created = await storage.createPageBlob(blob, sizeBytes, newCall());
  return {
    storage,
    blob,
    created,
    put: (offsetBytes: number, bytes: Uint8Array, conditions = unconditional) =>
      storage.putPages(blob, offsetBytes, bytes, conditions, cloud, newCall()),
    clear: (offsetBytes: number, lengthBytes: number, conditions = unconditional) =>
      storage.clearPages(blob, { offsetBytes, lengthBytes }, conditions, cloud, newCall()),
    read: (offsetBytes: number, lengthBytes: number, of = blob) =>
      storage.readRange(of, { offsetBytes, lengthBytes }, cloud, newCall()),
    ranges: (offsetBytes: number, lengthBytes: number, of = blob) =>
      storage.listPageRanges(of, { offsetBytes, lengthBytes }, newCall()),
    properties: (of = blob) => storage.getProperties(of, newCall()),
  };
}

export function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
