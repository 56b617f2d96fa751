import { after } from '../../base/units.ts';
import { decide, ignore, type Row } from './cell.ts';
import { attempt, disable, enter, POLL_INTERVAL_MS, retryRequested, settled } from './common.ts';
import { effectFailed } from './failure.ts';
import { advanceJob, endJob } from './job-notes.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { NO_REPLICATION } from './no-replication.ts';
import { TEST_FAILOVER } from './test-failover.ts';

/**
 * A planned failover is taken back. Tracking never ended, and a cycle that was under way is still in
 * the state, so replication goes on where it stood; what was written in Azure is given up.
 */
export const CANCELLING_FAILOVER: Row<'cancellingFailover'> = {
  ...NO_REPLICATION,
  ...NO_FAILOVER,
  ...TEST_FAILOVER,
  AzureMachineActed: (item, { act }) => {
    if (act !== 'delete' || item.phase.step !== 'deleteMachine') return ignore(item);
    const next = { ...settled(item), phase: { ...item.phase, step: 'startSource' as const } };
    // A roll-back is part of the job PlannedFailover, whose tasks it does not advance.
    return decide(next, ...(item.phase.isRollback ? [] : advanceJob(item)));
  },
  SourceStarted: (item, _event, facts) => {
    if (item.phase.step !== 'startSource') return ignore(item);
    const nextAt = item.cycle.step === 'idle' ? facts.now : item.cycle.nextAt;
    return decide(
      {
        ...enter(item, { kind: 'protected' }),
        // While the machine was off no cycle was due.
        cycle: { ...item.cycle, nextAt, missedFrom: facts.now },
        poll: { isRunning: false, nextAt: after(facts.now, POLL_INTERVAL_MS) },
        activeJobId: null,
      },
      ...endJob(item, item.phase.isRollback ? 'Cancelled' : 'Succeeded'),
      {
        kind: 'RaiseEvent',
        severity: 'OK',
        eventCode: 'FailoverCancelled',
        description: 'The failover was cancelled; the machine runs at its primary site.',
      },
    );
  },
  EffectFailed: effectFailed,
  RetryDue: attempt,
  RetryRequested: retryRequested,
  DisableRequested: disable,
};
