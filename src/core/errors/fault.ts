import type { Milliseconds } from '../../base/units.ts';

/**
 * The closed list of causes that the adapters can tell apart. `catalogue.ts` gives
 * each its class, service and provider layer; the core decides by class alone.
 */
export type FaultCode =
  // network and storage service
  | 'NetworkUnreachable'
  | 'NetworkTimeout'
  | 'ServerNotConnected'
  | 'StorageThrottled'
  | 'StorageUnavailable'
  | 'StorageFull'
  | 'StorageAuthorization'
  | 'StorageAccountNotFound'
  | 'BlobNotFound'
  | 'PreconditionFailed'
  | 'LeaseLost'
  | 'ChecksumMismatch'
  | 'UnexpectedAnswer'
  // host
  | 'HostUnreachable'
  | 'HostAuthentication'
  | 'HostAuthorization'
  | 'LowDiskSpace'
  | 'LowMemory'
  | 'VirtualMachineNotFound'
  | 'BrokenVhdChain'
  | 'InvalidReplicaState'
  | 'OperationInProgress'
  | 'InvalidParameter'
  | 'SnapshotFailed'
  | 'VssFailure'
  | 'DiskSizeMismatch'
  // replica log
  | 'LogNotClosed'
  | 'LogInvalid'
  | 'LogOutOfSequence'
  | 'LogWriteFailure'
  // virtual machines in Azure
  | 'ComputeUnavailable'
  | 'AzureMachineNotFound'
  | 'AzureMachineExists'
  // other
  | 'PrerequisitesNotMet'
  // the journal
  | 'JournalTaken'
  | 'Internal';

/** What went wrong, as an adapter saw it: facts only. */
export interface FaultReport {
  readonly code: FaultCode;
  /** The subject and the values: which blob, which range, which answer. English, one sentence. */
  readonly detail: string;
  /** From a `Retry-After` answer. */
  readonly retryAfterMs?: Milliseconds;
  /** What the provider said: WMI return code or HTTP status, HRESULT. */
  readonly providerCode?: number;
}

/** The only error that port adapters throw. */
export class PortError extends Error {
  override readonly name = 'PortError';
  readonly report: FaultReport;
  constructor(report: FaultReport) {
    super(`${report.code}: ${report.detail}`);
    this.report = report;
  }
}

/** The fence of every store (rule OE1): throws `JournalTaken` unless a transaction's epoch, if it has one, is the newest. */
export function failIfTaken(epoch: number | undefined, newest: number): void {
  if (epoch === undefined || epoch === newest) return;
  const detail = `another engine has started on this journal: epoch ${epoch} is over, the newest is ${newest}.`;
  throw new PortError({ code: 'JournalTaken', detail });
}
