import type { Operation } from '../operation.ts';
import type { Request } from '../event.ts';
import { NOW, POINT } from './sample-items.ts';

/** What the item is told of each operation that was asked for and allowed. */
export const REQUESTS: Readonly<Record<Operation, Request>> = {
  PlannedFailover: { kind: 'PlannedFailoverRequested' },
  UnplannedFailover: { kind: 'UnplannedFailoverRequested', point: POINT, isShuttingDownSource: true },
  TestFailover: { kind: 'TestFailoverRequested', point: POINT, networkId: null },
  TestFailoverCleanup: { kind: 'TestFailoverCleanupRequested', comments: '' },
  ChangePit: { kind: 'ChangePointRequested', point: POINT },
  Commit: { kind: 'CommitRequested' },
  CancelFailover: { kind: 'FailoverCancelRequested' },
  Failback: { kind: 'FailbackRequested', dataSync: 'ForSynchronization', createVmIfNotFound: true },
  FinalizeFailback: { kind: 'FailbackCompleteRequested' },
  ReverseReplicate: { kind: 'ReverseReplicateRequested' },
  RepairReplication: { kind: 'ResyncRequested', startsAt: NOW },
  PauseReplication: { kind: 'PauseRequested' },
  ResumeReplication: { kind: 'ResumeRequested', isResynchronizing: false },
  DisableProtection: { kind: 'DisableRequested', isForced: true },
};
