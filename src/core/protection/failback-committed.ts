import { decide, ignore, type Row } from './cell.ts';
import { disable, enter } from './common.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { NO_REPLICATION } from './no-replication.ts';
import { TEST_FAILOVER } from './test-failover.ts';

/** The machine runs at its primary site, and nothing protects it. */
export const FAILBACK_COMMITTED: Row<'failbackCommitted'> = {
  ...NO_REPLICATION,
  ...NO_FAILOVER,
  ...TEST_FAILOVER,
  ReverseReplicateRequested: (item, _event, facts) => {
    const { failover } = item.phase;
    const jobId = facts.newJobId;
    const begun = { ...enter(item, { kind: 'reverseReplicating', failover, step: 'checkTarget' }), activeJobId: jobId };
    return decide(begun, { kind: 'StartJob', jobId, scenarioName: 'ReprotectReplicationGroup' });
  },
  DisableRequested: disable,
  EffectFailed: ignore,
  RetryDue: ignore,
  RetryRequested: ignore,
};
