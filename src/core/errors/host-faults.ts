import type { CatalogueEntry } from './catalogue-entry.ts';

/** Answers of the Hyper-V host: WMI return codes of Msvm_ReplicationService and its neighbours [WMI]. */
export const HOST_FAULTS = {
  HostAuthentication: {
    class: 'nonRecoverable',
    area: 'host',
    service: {
      code: 'LS3001',
      isPublished: false,
      message: "The host of '{subject}' does not accept who we say we are.",
      possibleCauses: 'Credentials or certificate of the registration have expired or were changed.',
      recommendedAction: 'Register the host with the vault again, then retry or resume replication.',
    },
    provider: { errorCode: 32769, errorId: 'AuthenticationFailed', message: 'Authentication failed.' },
    variants: {
      0x80090303: {
        possibleCauses: 'The host’s name is not known to the domain as a service principal.',
        recommendedAction: 'Check the host’s service principal names and the domain’s name resolution, then retry.',
        providerMessage: 'The target of the authentication is unknown or unreachable.',
      },
    },
  },
  HostAuthorization: {
    class: 'nonRecoverable',
    area: 'host',
    service: {
      code: 'LS3002',
      isPublished: false,
      message: "The host refuses replication of '{subject}'.",
      possibleCauses: 'The authorization entry for replication was removed or changed.',
      recommendedAction: 'Grant the authorization again on the host, then retry or resume replication.',
    },
    provider: { errorCode: 32769, errorId: 'AccessDenied', message: 'Access is denied.' },
  },
  LowDiskSpace: {
    class: 'recoverable',
    area: 'storage',
    service: {
      code: 'LS3003',
      isPublished: false,
      message: "The volume of '{subject}' is short of disk space.",
      possibleCauses:
        'Snapshot or replica logs fill the volume: up to the disk’s size during initial replication, half of it later.',
      recommendedAction: 'Free space on the volume or extend it. Replication goes on by itself at the next attempt.',
    },
    provider: { errorCode: 32768, errorId: 'LowDiskSpace', message: 'There is not enough space on the disk.' },
  },
  LowMemory: {
    class: 'recoverable',
    area: 'host',
    service: {
      code: 'LS3004',
      isPublished: false,
      message: "The host of '{subject}' is short of memory.",
      possibleCauses: 'Running machines and services use the host’s memory up.',
      recommendedAction: 'Free memory on the host. Replication goes on by itself at the next attempt.',
    },
    provider: { errorCode: 32778, errorId: 'OutOfMemory', message: 'The system is out of memory.' },
  },
  VirtualMachineNotFound: {
    class: 'nonRecoverable',
    area: 'host',
    service: {
      code: 'LS3005',
      isPublished: false,
      message: "The virtual machine '{subject}' was not found on its host.",
      possibleCauses: 'The machine was deleted, or moved to a host outside the site.',
      recommendedAction: 'Bring the machine back to the host and resume, or disable replication.',
    },
    provider: { errorCode: 32779, errorId: 'VirtualMachineNotFound', message: 'The object was not found.' },
  },
  BrokenVhdChain: {
    class: 'nonRecoverable',
    area: 'host',
    service: {
      code: 'LS3006',
      isPublished: false,
      message: "The chain of virtual disks of '{subject}' is broken.",
      possibleCauses: 'A parent disk was moved, replaced or changed, so that a differencing disk no longer fits it.',
      recommendedAction: 'Repair the chain on the host (reconnect or restore the parent), then resume replication.',
    },
    provider: {
      errorCode: 32768,
      errorId: 'BrokenVhdChain',
      message: 'The parent of a differencing disk does not match.',
    },
  },
  InvalidReplicaState: {
    class: 'nonRecoverable',
    area: 'host',
    service: {
      code: 'LS3007',
      isPublished: false,
      message: "The replica of '{subject}' is in a state that allows no replication.",
      possibleCauses: 'An operation outside replication changed the relationship or the replica.',
      recommendedAction:
        'Fix the errors in the host’s event logs and retry; if that fails, disable replication and enable it again.',
    },
    provider: { errorCode: 32775, errorId: 'InvalidState', message: 'The state is not valid for this operation.' },
  },
  OperationInProgress: {
    class: 'recoverable',
    area: 'host',
    service: {
      code: '505',
      isPublished: true,
      message: "An operation is already in progress on '{subject}'.",
      possibleCauses: 'Another job or a tool on the host works on the machine.',
      recommendedAction: 'Wait until it ends, or restart the job afterwards.',
    },
    provider: { errorCode: 32774, errorId: 'InUse', message: 'The system is in use.' },
    variants: {
      505: { providerMessage: 'An operation is already in progress.' },
      514: { code: '514', providerMessage: 'An operation is already in progress.' },
      532: { code: '532', providerMessage: 'An operation is already in progress.' },
    },
  },
  InvalidParameter: {
    class: 'nonRecoverable',
    area: 'host',
    service: {
      code: 'LS3008',
      isPublished: false,
      message: "The host does not accept the settings for '{subject}'.",
      possibleCauses: 'A setting is outside what this version of Hyper-V supports.',
      recommendedAction: 'Check policy and disks of the machine, and the versions of provider and agent.',
    },
    provider: { errorCode: 32773, errorId: 'InvalidParameter', message: 'A parameter is invalid.' },
  },
  SnapshotFailed: {
    class: 'recoverable',
    area: 'host',
    service: {
      code: 'LS3009',
      isPublished: false,
      message: "The checkpoint of '{subject}' could not be taken.",
      possibleCauses: 'Another checkpoint or a merge is under way, or the host is busy.',
      recommendedAction: 'Nothing, if it passes. Otherwise check the checkpoints of the machine on the host.',
    },
    provider: { errorCode: 32768, errorId: 'SnapshotFailed', message: 'The checkpoint operation failed.' },
  },
  VssFailure: {
    class: 'recoverable',
    area: 'host',
    service: {
      code: 'LS3010',
      isPublished: false,
      message: "An application-consistent snapshot of '{subject}' failed.",
      possibleCauses: 'A VSS writer in the guest failed, or the guest’s integration services do not answer.',
      recommendedAction: 'Check the VSS writers and integration services in the guest. Crash-consistent points go on.',
    },
    provider: {
      errorCode: 32768,
      errorId: 'VssFailure',
      message: 'The guest could not be brought to a consistent state.',
    },
    variants: {
      0x800700ea: {
        possibleCauses: 'The guest has dynamic disks, or a backup runs in it at the same time.',
        recommendedAction:
          'Move the backup to another time; application-consistent points need basic disks in the guest.',
        providerMessage: 'More data is available.',
      },
      0x80070032: {
        possibleCauses: 'The guest’s integration services do not match the host’s version.',
        recommendedAction: 'Update the integration services in the guest.',
        providerMessage: 'The request is not supported.',
      },
    },
  },
  DiskSizeMismatch: {
    class: 'nonRecoverable',
    area: 'host',
    service: {
      code: 'LS3011',
      isPublished: false,
      message: "A disk of '{subject}' and its replica have different sizes.",
      possibleCauses:
        'The virtual disk was resized after replication was enabled: a write lies beyond the replica’s end.',
      recommendedAction: 'Resize the replica to the disk’s size and resume; no resynchronization is needed.',
    },
    provider: { errorCode: 32773, errorId: 'OutOfBoundsWrite', message: 'A write lies outside the replica.' },
  },
  PrerequisitesNotMet: {
    class: 'nonRecoverable',
    area: 'host',
    service: {
      code: '70094',
      isPublished: true,
      message: "Protection could not be enabled on '{subject}' in its current state.",
      possibleCauses: 'The machine or its host does not meet the prerequisites of replication.',
      recommendedAction: 'Fix the errors in the host’s event logs and the machine’s readiness errors, then retry.',
    },
    provider: { errorCode: 31389, errorId: 'PrerequisitesNotMet', message: 'A prerequisite is not met.' },
    variants: {
      32768: { providerMessage: 'Hyper-V failed to enable replication (0x80004005).' },
      60007: {
        code: '60007',
        message: "Protection could not be configured for '{subject}'.",
        providerMessage: 'Protection could not be configured.',
      },
      40003: {
        code: '40003',
        message: "Protection could not be configured for '{subject}'.",
        providerMessage: 'Protection could not be configured.',
      },
    },
  },
  JournalTaken: {
    class: 'nonRecoverable',
    area: 'host',
    service: {
      code: 'LS4005',
      isPublished: false,
      message: "Another engine has taken over the replication of '{subject}'.",
      possibleCauses: 'The portal was started a second time on the same data, while the first was thought to be gone.',
      recommendedAction: 'Go on in the newest window, or reload this one.',
    },
    provider: { errorCode: 32768, errorId: 'JournalTaken', message: 'The journal belongs to another engine.' },
  },
  Internal: {
    class: 'nonRecoverable',
    area: 'host',
    service: {
      code: '499',
      isPublished: true,
      message: "An internal error stopped the replication of '{subject}'.",
      possibleCauses: 'A condition that should always hold did not.',
      recommendedAction: 'Retry; if it fails again, contact support with the activity id.',
    },
    provider: { errorCode: 32768, errorId: 'InternalError', message: 'An internal error occurred.' },
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
