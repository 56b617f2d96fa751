import type { CatalogueEntry } from './catalogue-entry.ts';

/** Answers of the storage account and the page-blob service. */
export const STORAGE_FAULTS = {
  StorageThrottled: {
    class: 'recoverable',
    area: 'storage',
    service: {
      code: 'LS2001',
      isPublished: false,
      message: "The storage account slows down writes for '{subject}'.",
      possibleCauses: 'The requests exceed the limits of the account or of a blob.',
      recommendedAction: 'Nothing, if it passes. Otherwise spread the machines over several storage accounts.',
    },
    provider: { errorCode: 503, errorId: 'ServerBusy', message: 'The server is busy.' },
  },
  StorageUnavailable: {
    class: 'recoverable',
    area: 'storage',
    service: {
      code: 'LS2002',
      isPublished: false,
      message: "The storage account of '{subject}' is not available.",
      possibleCauses: 'The storage service has an outage or an internal error.',
      recommendedAction: 'Check the health of the storage service in the region. Replication goes on by itself.',
    },
    provider: { errorCode: 500, errorId: 'InternalError', message: 'The server met an internal error.' },
  },
  StorageFull: {
    class: 'recoverable',
    area: 'storage',
    service: {
      code: 'LS2003',
      isPublished: false,
      message: "The storage account of '{subject}' has no room left.",
      possibleCauses: 'The capacity limit of the account is reached.',
      recommendedAction: 'Free space in the account or raise its limit. Replication goes on by itself.',
    },
    provider: { errorCode: 507, errorId: 'InsufficientStorage', message: 'The account has no space left.' },
  },
  StorageAuthorization: {
    class: 'nonRecoverable',
    area: 'storage',
    service: {
      code: 'LS2004',
      isPublished: false,
      message: "The storage account refuses access for '{subject}'.",
      possibleCauses:
        'The key or signature has expired or was revoked, the account’s firewall refuses the host, or the host’s clock is more than 15 minutes wrong (AuthenticationFailed).',
      recommendedAction:
        'Renew the access of the vault to the storage account and compare the host’s clock with a time server, then retry or resume replication.',
    },
    provider: { errorCode: 403, errorId: 'AuthorizationFailure', message: 'The request is not authorized.' },
  },
  StorageAccountNotFound: {
    class: 'nonRecoverable',
    area: 'storage',
    service: {
      code: 'HvrStorageAccountNotFound',
      isPublished: true,
      message: "The cache or log storage account of '{subject}' was not found.",
      possibleCauses: 'The storage account was deleted, renamed or moved.',
      recommendedAction: 'Restore the storage account, or disable replication and enable it with another account.',
    },
    provider: {
      errorCode: 404,
      errorId: 'HvrStorageAccountNotFound',
      message: 'The account or container does not exist.',
    },
  },
  BlobNotFound: {
    class: 'nonRecoverable',
    area: 'storage',
    service: {
      code: 'LS2005',
      isPublished: false,
      message: "A replica or log blob of '{subject}' is missing.",
      possibleCauses: 'Someone or something outside replication deleted it.',
      recommendedAction: 'Restore the blob if it is soft-deleted; otherwise disable replication and enable it again.',
    },
    provider: { errorCode: 404, errorId: 'BlobNotFound', message: 'The blob does not exist.' },
  },
  PreconditionFailed: {
    class: 'recoverable',
    area: 'storage',
    service: {
      code: 'LS2006',
      isPublished: false,
      message: "The replica of '{subject}' changed between reading and writing.",
      possibleCauses: 'An earlier request arrived after all, or another writer touched the blob.',
      recommendedAction:
        'Nothing: the next attempt reads the blob’s state again. If it repeats, look for other writers.',
    },
    provider: { errorCode: 412, errorId: 'ConditionNotMet', message: 'The condition of the request is not met.' },
  },
  LeaseLost: {
    class: 'recoverable',
    area: 'storage',
    service: {
      code: 'LS2007',
      isPublished: false,
      message: "The lease on the replica of '{subject}' was lost.",
      possibleCauses: 'Someone broke the lease, or another engine holds the replica.',
      recommendedAction:
        'Nothing: the next attempt takes the lease again. If it repeats, look for who else replicates the machine to this place; where nobody does, the lease may be broken in the Azure portal.',
    },
    provider: { errorCode: 412, errorId: 'LeaseLost', message: 'The lease was broken, or is held by another.' },
  },
  ChecksumMismatch: {
    class: 'recoverable',
    area: 'storage',
    service: {
      code: 'LS2008',
      isPublished: false,
      message: "Bytes of '{subject}' arrived damaged and were refused.",
      possibleCauses: 'A network device or memory module corrupts data on the way.',
      recommendedAction:
        'Nothing, if it happens once: the bytes are sent again. If it repeats, test network and memory.',
    },
    provider: {
      errorCode: 400,
      errorId: 'Md5Mismatch',
      message: 'The checksum of the body differs from the one stated.',
    },
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
