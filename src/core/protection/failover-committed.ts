import { ignore, type Row } from './cell.ts';
import { disable } from './common.ts';
import { failBack } from './failback-entry.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { NO_REPLICATION } from './no-replication.ts';
import { TEST_FAILOVER } from './test-failover.ts';

/** The machine runs in Azure for good, until it is failed back. */
export const FAILOVER_COMMITTED: Row<'failoverCommitted'> = {
  ...NO_REPLICATION,
  ...NO_FAILOVER,
  ...TEST_FAILOVER,
  FailbackRequested: failBack,
  DisableRequested: disable,
  EffectFailed: ignore,
  RetryDue: ignore,
  RetryRequested: ignore,
};
