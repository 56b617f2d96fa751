import { decide, ignore, type Row } from './cell.ts';
import { disable, enter } from './common.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { NO_REPLICATION } from './no-replication.ts';
import { TEST_FAILOVER } from './test-failover.ts';

/** The job EnableDr has failed; it can be restarted where it failed, or protection disabled. */
export const ENABLING_FAILED: Row<'enablingFailed'> = {
  ...NO_REPLICATION,
  ...NO_FAILOVER,
  ...TEST_FAILOVER,
  RetryRequested: (item, { jobId }, facts) => {
    const begun = enter(item, { kind: 'enabling', step: item.phase.step });
    if (jobId !== null) return decide({ ...begun, activeJobId: jobId }, { kind: 'RestartJob', jobId });
    const newJobId = facts.newJobId;
    return decide(
      { ...enter(item, { kind: 'enabling', step: 'checkPrerequisites' }), activeJobId: newJobId },
      { kind: 'StartJob', jobId: newJobId, scenarioName: 'EnableDr' },
    );
  },
  DisableRequested: disable,
  EffectFailed: ignore,
  RetryDue: ignore,
};
