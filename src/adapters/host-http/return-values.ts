import type { FaultCode } from '../../core/errors/fault.ts';

/** Done, and done later: the method went on as a job. */
export const COMPLETED = 0;
export const JOB_STARTED = 4096;

/** Return values of Msvm_ReplicationService and its neighbours. Domain facts: WMI v2, "Return codes". */
const faultByReturnValue: Readonly<Record<number, FaultCode>> = {
  32768: 'Internal', // failed
  32769: 'HostAuthorization', // access denied
  32770: 'PrerequisitesNotMet', // not supported
  32771: 'Internal', // status is unknown
  32772: 'NetworkTimeout', // time-out
  32773: 'InvalidParameter', // invalid parameter
  32774: 'OperationInProgress', // system is in use
  32775: 'InvalidReplicaState', // invalid state for this operation
  32776: 'InvalidParameter', // incorrect data type
  32777: 'HostUnreachable', // system is not available
  32778: 'LowMemory', // out of memory
  32779: 'BrokenVhdChain', // file not found
};

/**
 * Return values are few and 32768 says only "failed"; the error instance (Msvm_Error) that comes
 * with it has a MessageID. These are the ones a host may send.
 */
const faultByMessageId: ReadonlySet<string> = new Set<FaultCode>([
  'HostAuthorization',
  'LowDiskSpace',
  'LowMemory',
  'VirtualMachineNotFound',
  'BrokenVhdChain',
  'InvalidReplicaState',
  'OperationInProgress',
  'InvalidParameter',
  'SnapshotFailed',
  'VssFailure',
  'DiskSizeMismatch',
  'LogNotClosed',
  'LogInvalid',
  'LogOutOfSequence',
  'LogWriteFailure',
  'PrerequisitesNotMet',
  'ServerNotConnected',
  'Internal',
]);

/** What the gateway itself answers, before or instead of the host. All else is no answer of ours. */
const faultByStatus: Readonly<Record<number, FaultCode>> = {
  400: 'InvalidParameter',
  401: 'HostAuthentication',
  403: 'HostAuthorization',
  404: 'VirtualMachineNotFound',
  408: 'NetworkTimeout',
  409: 'OperationInProgress',
  416: 'InvalidParameter',
  429: 'HostUnreachable',
  500: 'Internal',
  502: 'HostUnreachable',
  503: 'HostUnreachable',
  504: 'NetworkTimeout',
  507: 'LowDiskSpace',
};

/** The fault behind a method's return value; undefined for one that WMI does not know. */
export function faultOfReturnValue(returnValue: number, messageId: string | undefined): FaultCode | undefined {
  const byValue = faultByReturnValue[returnValue];
  return byValue !== undefined && messageId !== undefined && faultByMessageId.has(messageId)
    ? (messageId as FaultCode)
    : byValue;
}

/** The fault behind an HTTP status of 400 or above; undefined for one that the gateway does not send. */
export function faultOfStatus(status: number): FaultCode | undefined {
  return faultByStatus[status];
}
