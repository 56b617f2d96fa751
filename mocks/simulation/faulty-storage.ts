import type { FaultCode } from '../../src/core/errors/fault.ts';
import type { StorageApi } from '../../src/core/ports.ts';
import { faulty, type FaultDice, type RefusalTable } from './fault-dice.ts';
import { intercepted } from './intercepted.ts';

const ANY: readonly FaultCode[] = [
  'NetworkUnreachable',
  'ServerNotConnected',
  'StorageThrottled',
  'StorageUnavailable',
  'StorageAuthorization',
  'StorageAccountNotFound',
  // An answer of HTML, from something between.
  'UnexpectedAnswer',
];
const BLOB: readonly FaultCode[] = [...ANY, 'BlobNotFound', 'InvalidParameter'];
const WRITE: readonly FaultCode[] = [...BLOB, 'PreconditionFailed', 'LeaseLost', 'StorageFull'];

const REFUSALS: RefusalTable = {
  createContainer: ANY,
  createPageBlob: [...ANY, 'StorageFull', 'DiskSizeMismatch'],
  getProperties: BLOB,
  resizePageBlob: WRITE,
  // The body arrived damaged or cut short: the service compares its MD5.
  putPages: [...WRITE, 'ChecksumMismatch'],
  clearPages: WRITE,
  listPageRanges: BLOB,
  listChanges: BLOB,
  readRange: [...BLOB, 'ChecksumMismatch'],
  snapshotBlob: WRITE,
  listSnapshots: BLOB,
  deleteBlob: WRITE,
  // Who deletes asks for the lease first, and believes that what is not found is gone.
  acquireLease: WRITE.filter((code) => code !== 'BlobNotFound'),
  changeLease: WRITE.filter((code) => code !== 'BlobNotFound'),
  releaseLease: WRITE,
} satisfies Record<Exclude<keyof StorageApi, 'near'>, readonly FaultCode[]>;

/** A storage account as the network and its own troubles let it be. */
export function createFaultyStorage(storage: StorageApi, dice: Omit<FaultDice, 'refusals'>): StorageApi {
  return intercepted(storage, faulty({ ...dice, refusals: REFUSALS }));
}
