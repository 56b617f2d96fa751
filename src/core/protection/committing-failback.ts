import { decide, ignore, type Row } from './cell.ts';
import { attempt, disable, enter, retryRequested, settled } from './common.ts';
import { effectFailed } from './failure.ts';
import { endJob } from './job-notes.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { NO_REPLICATION } from './no-replication.ts';
import { TEST_FAILOVER } from './test-failover.ts';

/**
 * The job CommitFailover after a failback:
 *
 *   refreshReplica ─► deleteMachine
 *
 * What was written in Azure has come home over the wire; the replica takes it over inside the cloud, so that
 * the reversal need not send it back.
 */
export const COMMITTING_FAILBACK: Row<'committingFailback'> = {
  ...NO_REPLICATION,
  ...NO_FAILOVER,
  ...TEST_FAILOVER,
  ReplicaRefreshed: (item) =>
    item.phase.step === 'refreshReplica'
      ? decide({ ...settled(item), phase: { ...item.phase, step: 'deleteMachine' } })
      : ignore(item),
  AzureMachineActed: (item, { act }) => {
    if (act !== 'delete' || item.phase.step === 'refreshReplica') return ignore(item);
    const committed = enter(item, { kind: 'failbackCommitted', failover: item.phase.failover });
    return decide({ ...committed, activeJobId: null }, ...endJob(item, 'Succeeded'));
  },
  EffectFailed: effectFailed,
  RetryDue: attempt,
  RetryRequested: retryRequested,
  DisableRequested: disable,
};
