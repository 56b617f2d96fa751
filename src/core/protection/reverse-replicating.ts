import type { Phase } from '../model.ts';
import { decide, ignore, type Row } from './cell.ts';
import { attempt, disable, enter, retryRequested, settled } from './common.ts';
import { effectFailed, stepFailed } from './failure.ts';
import { advanceJob, endJob } from './job-notes.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { NO_REPLICATION } from './no-replication.ts';
import { TEST_FAILOVER } from './test-failover.ts';

/**
 * The job ReprotectReplicationGroup: the replica that stands from before is to follow the machine
 * again. It ends when the differential copy may begin, which is a resynchronization as any other.
 */
export const REVERSE_REPLICATING: Row<'reverseReplicating'> = {
  ...NO_REPLICATION,
  ...NO_FAILOVER,
  ...TEST_FAILOVER,
  GeometryChecked: (item, { mismatches }, facts) => {
    if (item.phase.step !== 'checkTarget') return ignore(item);
    if (mismatches.length > 0)
      return stepFailed(item, { code: 'DiskSizeMismatch', detail: mismatches.join('; ') }, facts);
    return decide({ ...settled(item), phase: { ...item.phase, step: 'createRelationship' } }, ...advanceJob(item));
  },
  RelationshipCreated: (item, _event, facts) => {
    if (item.phase.step !== 'createRelationship') return ignore(item);
    const phase: Phase = {
      kind: 'resynchronizationRequired',
      cause: 'reverseReplication',
      since: facts.now,
      startsAt: facts.now,
      isDue: true,
      isTrackingStopped: true,
      loggedBytes: null,
    };
    return decide({ ...enter(item, phase), activeJobId: null }, ...advanceJob(item), ...endJob(item, 'Succeeded'), {
      kind: 'RaiseEvent',
      severity: 'OK',
      eventCode: 'ReplicationReversed',
      description: 'Replication to Azure goes on with a comparison.',
    });
  },
  EffectFailed: effectFailed,
  RetryDue: attempt,
  RetryRequested: retryRequested,
  DisableRequested: disable,
};
