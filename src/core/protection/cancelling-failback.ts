import { decide, ignore, type Decision, type ItemIn, type Row } from './cell.ts';
import { attempt, disable, enter, retryRequested, settled } from './common.ts';
import { effectFailed } from './failure.ts';
import { endJob } from './job-notes.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { NO_REPLICATION } from './no-replication.ts';
import { TEST_FAILOVER } from './test-failover.ts';

/** The machine goes on in Azure, started again where it was stopped already. */
export const CANCELLING_FAILBACK: Row<'cancellingFailback'> = {
  ...NO_REPLICATION,
  ...NO_FAILOVER,
  ...TEST_FAILOVER,
  AzureMachineActed: (item, { act }) => {
    if (act !== 'start' || item.phase.step !== 'startMachine') return ignore(item);
    if (item.phase.failback.snapshots.length === 0) return complete(item);
    return decide({ ...settled(item), phase: { ...item.phase, step: 'deleteSnapshots' } });
  },
  AzureSnapshotsDeleted: (item) => (item.phase.step === 'deleteSnapshots' ? complete(item) : ignore(item)),
  EffectFailed: effectFailed,
  RetryDue: attempt,
  RetryRequested: retryRequested,
  DisableRequested: disable,
};

function complete(item: ItemIn<'cancellingFailback'>): Decision {
  const { failover, isRollback } = item.phase;
  return decide(
    { ...enter(item, { kind: 'failoverCommitted', failover }), activeJobId: null },
    ...endJob(item, isRollback ? 'Cancelled' : 'Succeeded'),
    {
      kind: 'RaiseEvent',
      severity: 'Warning',
      eventCode: 'FailbackCancelled',
      description: 'The failback was cancelled; the disks on the host are no consistent copy.',
    },
  );
}
