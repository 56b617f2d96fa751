import { MAX_DATA_DISKS } from '../limits/limits.ts';
import type { EnableStep, ReplicatedItem } from '../model.ts';
import { initialReplicationStart } from '../policy/policy.ts';
import type { ReadinessError } from '../ports.ts';
import { decide, ignore, type Decision, type ItemIn, type Row } from './cell.ts';
import { attempt, disable, enter, retryRequested, rollBack, settled } from './common.ts';
import { effectFailed, stepFailed } from './failure.ts';
import { advanceJob, endJob, skipTask } from './job-notes.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { NO_REPLICATION } from './no-replication.ts';
import { TEST_FAILOVER } from './test-failover.ts';

/** The job EnableDr, up to the start of the initial replication. */
export const ENABLING: Row<'enabling'> = {
  ...NO_REPLICATION,
  ...NO_FAILOVER,
  ...TEST_FAILOVER,
  PrerequisitesChecked: (item, { readinessErrors }, facts) => {
    if (item.phase.step !== 'checkPrerequisites') return ignore(item);
    const obstacles = obstaclesOf(item, readinessErrors);
    if (obstacles.length === 0) return toStep(item, 'createReplica');
    const detail = `The machine does not meet the prerequisites: ${obstacles.join(', ')}.`;
    return stepFailed(item, { code: 'PrerequisitesNotMet', detail }, facts);
  },
  ReplicaCreated: (item) => {
    if (item.phase.step !== 'createReplica') return ignore(item);
    return toStep(item, 'createRelationship');
  },
  RelationshipCreated: (item, _event, facts) => {
    if (item.phase.step !== 'createRelationship') return ignore(item);
    const startsAt = initialReplicationStart(facts.policy, facts.now, facts.offsetAt);
    const isDue = startsAt <= facts.now;
    const waiting = enter(item, { kind: 'waitingForInitialReplication', startsAt, isDue });
    if (isDue) return decide(waiting, ...advanceJob(item));
    // Enabling ends here: the initial replication is scheduled, and no job waits for it for days.
    const left = skipTask(item, 'StartInitialReplicationTask');
    return decide({ ...waiting, activeJobId: null }, ...left, ...endJob(item, 'Succeeded'));
  },
  EffectFailed: effectFailed,
  RetryDue: attempt,
  RetryRequested: retryRequested,
  DisableRequested: disable,
  EnableCancelRequested: rollBack,
};

function toStep(item: ItemIn<'enabling'>, step: EnableStep): Decision {
  return decide({ ...settled(item), phase: { kind: 'enabling', step } }, ...advanceJob(item));
}

/** What the host tells, and what follows from the disks chosen whatever the host counts. */
function obstaclesOf({ disks }: ReplicatedItem, told: readonly ReadinessError[]): readonly ReadinessError[] {
  const dataDisks = disks.filter((disk) => disk.role === 'Data').length;
  return dataDisks > MAX_DATA_DISKS && !told.includes('TooManyDisks') ? [...told, 'TooManyDisks'] : told;
}
