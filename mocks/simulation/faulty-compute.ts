import type { FaultCode } from '../../src/core/errors/fault.ts';
import type { ComputeApi } from '../../src/core/ports.ts';
import { faulty, type FaultDice, type RefusalTable } from './fault-dice.ts';
import { intercepted } from './intercepted.ts';

const ANY: readonly FaultCode[] = [
  'NetworkUnreachable',
  'ServerNotConnected',
  'StorageThrottled',
  'StorageUnavailable',
  'ComputeUnavailable',
  'UnexpectedAnswer',
];

const REFUSALS: RefusalTable = {
  getMachine: ANY,
  createMachine: [...ANY, 'InvalidReplicaState', 'BlobNotFound', 'StorageFull'],
  startMachine: [...ANY, 'AzureMachineNotFound', 'OperationInProgress'],
  stopMachine: [...ANY, 'AzureMachineNotFound', 'OperationInProgress'],
  deleteMachine: [...ANY, 'OperationInProgress'],
} satisfies Record<keyof ComputeApi, readonly FaultCode[]>;

/** Azure's compute service as the network and its own troubles let it be. */
export function createFaultyCompute(compute: ComputeApi, dice: Omit<FaultDice, 'refusals'>): ComputeApi {
  return intercepted(compute, faulty({ ...dice, refusals: REFUSALS }));
}
