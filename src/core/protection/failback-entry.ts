import type { Phase, ReplicatedItem } from '../model.ts';
import { decide, type Decision, type ItemIn } from './cell.ts';
import { enter } from './common.ts';
import type { EventOf } from './event.ts';
import type { Facts } from './facts.ts';
import { dropTransfers } from './transfer.ts';

/** The machine is to run at its primary site again. */
export function failBack(
  item: ItemIn<'failoverCommitted'>,
  { dataSync, createVmIfNotFound }: EventOf<'FailbackRequested'>,
  facts: Facts,
): Decision {
  const phase: Phase = {
    kind: 'failingBack',
    failover: item.phase.failover,
    failback: { dataSync, createVmIfNotFound, startedAt: facts.now, snapshots: [] },
    step: 'checkPrerequisites',
    diskIndex: 0,
  };
  const jobId = facts.newJobId;
  return decide({ ...enter(item, phase), activeJobId: jobId }, { kind: 'StartJob', jobId, scenarioName: 'Failback' });
}

/**
 * The machine stays in Azure. What was written to the disks on the host stays there: they are no
 * consistent copy until another failback overwrites them.
 */
export function cancelFailback(item: ItemIn<'failingBack'>, facts: Facts): Decision {
  const { failover, failback } = item.phase;
  const isRollback = item.activeJobId !== null;
  const phase: Phase = { kind: 'cancellingFailback', failover, failback, step: 'startMachine', isRollback };
  const cancelling: ReplicatedItem = { ...enter(item, phase), disks: dropTransfers(item.disks) };
  if (isRollback) return decide(cancelling);
  const jobId = facts.newJobId;
  return decide({ ...cancelling, activeJobId: jobId }, { kind: 'StartJob', jobId, scenarioName: 'CancelFailover' });
}
