import { decide, ignore, type Row } from './cell.ts';
import { attempt, disable, enter, retryRequested } from './common.ts';
import { effectFailed } from './failure.ts';
import { endJob } from './job-notes.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { NO_REPLICATION } from './no-replication.ts';
import { TEST_FAILOVER } from './test-failover.ts';

/** The job CommitFailover after a failback: the machine in Azure goes, with its disks. */
export const COMMITTING_FAILBACK: Row<'committingFailback'> = {
  ...NO_REPLICATION,
  ...NO_FAILOVER,
  ...TEST_FAILOVER,
  AzureMachineActed: (item, { act }) => {
    if (act !== 'delete') return ignore(item);
    const committed = enter(item, { kind: 'failbackCommitted', failover: item.phase.failover });
    return decide({ ...committed, activeJobId: null }, ...endJob(item, 'Succeeded'));
  },
  EffectFailed: effectFailed,
  RetryDue: attempt,
  RetryRequested: retryRequested,
  DisableRequested: disable,
};
