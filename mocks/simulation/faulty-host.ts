import type { FaultCode } from '../../src/core/errors/fault.ts';
import type { HostApi } from '../../src/core/ports.ts';
import { faulty, type FaultDice, type RefusalTable } from './fault-dice.ts';
import { intercepted } from './intercepted.ts';

const ANY: readonly FaultCode[] = [
  'HostUnreachable',
  'HostAuthentication',
  'HostAuthorization',
  'ServerNotConnected',
  'UnexpectedAnswer',
];
const MACHINE: readonly FaultCode[] = [...ANY, 'VirtualMachineNotFound', 'InvalidReplicaState', 'OperationInProgress'];
const CHECKPOINT: readonly FaultCode[] = [...MACHINE, 'LowDiskSpace', 'LowMemory', 'BrokenVhdChain', 'SnapshotFailed'];
const READ: readonly FaultCode[] = [...MACHINE, 'BrokenVhdChain', 'InvalidParameter', 'ChecksumMismatch'];

const REFUSALS: RefusalTable = {
  listHosts: ANY,
  createReplicationRelationship: [...MACHINE, 'PrerequisitesNotMet'],
  modifyReplicationSettings: MACHINE,
  removeReplicationRelationship: MACHINE,
  startReplication: CHECKPOINT,
  resynchronize: CHECKPOINT,
  stopTracking: MACHINE,
  deleteSnapshot: [...MACHINE, 'BrokenVhdChain'],
  getReplicationStatus: MACHINE,
  listAllocatedExtents: READ,
  readExtent: READ,
  readBlocks: READ,
  compareExtent: READ,
  compareFinely: READ,
  fineDigests: READ,
  checksumExtent: READ,
  freezeLogs: [...CHECKPOINT, 'VssFailure', 'LogNotClosed', 'LogWriteFailure', 'LogOutOfSequence'],
  readLog: [...READ, 'LogInvalid', 'LogNotClosed'],
  deleteLogs: MACHINE,
  shutDownMachine: MACHINE,
  startMachine: [...MACHINE, 'LowMemory'],
  createMachine: [...ANY, 'LowDiskSpace'],
  checksumDisk: READ,
  writeDisk: [...MACHINE, 'LowDiskSpace'],
  clearDisk: MACHINE,
  setBandwidth: ANY,
} satisfies Record<keyof HostApi, readonly FaultCode[]>;

/** A host's provider as the network and its own troubles let it be. */
export function createFaultyHost(host: HostApi, dice: Omit<FaultDice, 'refusals'>): HostApi {
  return intercepted(host, faulty({ ...dice, refusals: REFUSALS }));
}
