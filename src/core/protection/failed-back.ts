import { decide, ignore, type Row } from './cell.ts';
import { disable, enter } from './common.ts';
import { advanceJob } from './job-notes.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { NO_REPLICATION } from './no-replication.ts';
import { TEST_FAILOVER } from './test-failover.ts';

/** The machine runs at its primary site again; the one in Azure stands still. */
export const FAILED_BACK: Row<'failedBack'> = {
  ...NO_REPLICATION,
  ...NO_FAILOVER,
  ...TEST_FAILOVER,
  CommitRequested: (item, _event, facts) => {
    const { failover } = item.phase;
    const jobId = facts.newJobId;
    const begun = {
      ...enter(item, { kind: 'committingFailback', failover, step: 'refreshReplica' }),
      activeJobId: jobId,
    };
    return decide(begun, { kind: 'StartJob', jobId, scenarioName: 'CommitFailover' }, ...advanceJob(begun));
  },
  DisableRequested: disable,
  EffectFailed: ignore,
  RetryDue: ignore,
  RetryRequested: ignore,
};
