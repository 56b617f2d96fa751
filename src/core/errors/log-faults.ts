import type { CatalogueEntry } from './catalogue-entry.ts';

/** Replica logs that do not tell the whole truth: only comparing source and replica does [Hyper-V team blog, 2013-05-10]. */
export const LOG_FAULTS = {
  LogNotClosed: {
    class: 'resync',
    resyncCause: 'logNotClosed',
    area: 'log',
    service: {
      code: 'LS4001',
      isPublished: false,
      message: "The replica log of '{subject}' was not closed properly.",
      possibleCauses: 'The host crashed or lost power while it tracked changes.',
      recommendedAction: 'Resynchronize the machine, or wait for the automatic resynchronization.',
    },
    provider: { errorCode: 32775, errorId: 'LogNotClosed', message: 'The log has no end-of-log location.' },
  },
  LogInvalid: {
    class: 'resync',
    resyncCause: 'invalidLog',
    area: 'log',
    service: {
      code: 'LS4002',
      isPublished: false,
      message: "A replica log of '{subject}' cannot be applied.",
      possibleCauses: 'The log is damaged, or was changed after it was written.',
      recommendedAction: 'Resynchronize the machine; check the volume that holds the log for errors.',
    },
    provider: { errorCode: 32776, errorId: 'LogInvalid', message: 'The log violates its format.' },
  },
  LogOutOfSequence: {
    class: 'resync',
    resyncCause: 'outOfSequenceLog',
    area: 'log',
    service: {
      code: 'LS4003',
      isPublished: false,
      message: "A replica log of '{subject}' does not follow the one applied last.",
      possibleCauses: 'A log was lost or deleted, or the machine or its volume was restored to an earlier state.',
      recommendedAction: 'Resynchronize the machine, or wait for the automatic resynchronization.',
    },
    provider: { errorCode: 32775, errorId: 'LogOutOfSequence', message: 'The log names another predecessor.' },
  },
  LogWriteFailure: {
    class: 'resync',
    resyncCause: 'logWriteFailure',
    area: 'log',
    service: {
      code: 'LS4004',
      isPublished: false,
      message: "Changes of '{subject}' could not be written to its replica log.",
      possibleCauses: 'The volume beside the virtual disk is full or failing.',
      recommendedAction: 'Free space on the volume, then resynchronize the machine.',
    },
    provider: { errorCode: 32768, errorId: 'LogWriteFailure', message: 'Writing to the log failed.' },
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
