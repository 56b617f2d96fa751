/** In what the implementations are known to differ. */
export interface StorageQuirks {
  /** Whether a write moves the ETag on, as the service does, or only when its clock ticks. */
  readonly hasETagPerWrite: boolean;
  /** Whether leased blobs are kept from being deleted without the lease. */
  readonly isLeasedBlobKept: boolean;
  /** Whether page ranges can be told since a snapshot; where not, all that holds data is told. */
  readonly tellsChanges: boolean;
  /** Whether a blob can be given another size. Azurite knows no permission for it under an account SAS. */
  readonly canResize: boolean;
}

/** The service itself. */
export const azureQuirks: StorageQuirks = {
  hasETagPerWrite: true,
  isLeasedBlobKept: true,
  tellsChanges: true,
  canResize: true,
};
