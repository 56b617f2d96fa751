import { decide, ignore, type Row } from './cell.ts';
import { disable, enter } from './common.ts';
import { cancelFailover, changePoint } from './failover-entry.ts';
import { advanceJob } from './job-notes.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { NO_REPLICATION } from './no-replication.ts';
import { TEST_FAILOVER } from './test-failover.ts';

/** The machine runs in Azure; nothing is given up yet, so the administrator may think again. */
export const FAILED_OVER: Row<'failedOver'> = {
  ...NO_REPLICATION,
  ...NO_FAILOVER,
  ...TEST_FAILOVER,
  CommitRequested: (item, _event, facts) => {
    const { failover } = item.phase;
    const jobId = facts.newJobId;
    const begun = {
      ...enter(item, { kind: 'committingFailover', failover, step: 'removeRelationship' }),
      activeJobId: jobId,
    };
    // Its prerequisites are the state in which it is offered.
    return decide(begun, { kind: 'StartJob', jobId, scenarioName: 'CommitFailover' }, ...advanceJob(begun));
  },
  ChangePointRequested: (item, { point }, facts) =>
    item.phase.failover.kind === 'unplanned' ? changePoint(item, item.phase.failover, point, facts) : ignore(item),
  FailoverCancelRequested: (item, _event, facts) =>
    item.phase.failover.kind === 'planned' ? cancelFailover(item, item.phase.failover, facts) : ignore(item),
  DisableRequested: disable,
  EffectFailed: ignore,
  RetryDue: ignore,
  RetryRequested: ignore,
};
