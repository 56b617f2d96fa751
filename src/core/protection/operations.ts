import type { ReplicatedItem } from '../model.ts';
import { CLEAN_UP_FIRST, FAILOVER_RULES, refusalWithoutFailover, RESYNC_FIRST } from './failover-rules.ts';
import type { Operation } from './operation.ts';
import { STEP_RULES } from '../resync/steps.ts';

export interface OperationVerdicts {
  readonly allowed: readonly Operation[];
  /** Why each of the others is not allowed, as one sentence. */
  readonly refusals: Readonly<Partial<Record<Operation, string>>>;
}

/** null: allowed. */
type Rule = (item: ReplicatedItem) => string | null;

const RULES: Readonly<Record<Operation, Rule>> = {
  ...FAILOVER_RULES,
  TestFailover: refusalOfTest,
  TestFailoverCleanup: refusalOfCleanup,
  DisableProtection: ({ phase, trouble }) =>
    phase.kind === 'disabling' && !trouble ? 'Replication is being disabled already.' : null,
  RepairReplication: refusalOfRepair,
  PauseReplication: refusalOfPause,
  ResumeReplication: ({ pausedSince }) => (pausedSince === null ? 'Replication is not paused.' : null),
};

/** What an administrator may ask of the item now, and why not the rest. */
export function judgeOperations(item: ReplicatedItem): OperationVerdicts {
  const allowed: Operation[] = [];
  const refusals: Partial<Record<Operation, string>> = {};
  for (const operation of Object.keys(RULES) as Operation[]) {
    const refusal = RULES[operation](item);
    if (refusal === null) allowed.push(operation);
    else refusals[operation] = refusal;
  }
  return { allowed, refusals };
}

/** Tested is what replicates: while the replica is being mended there is nothing to learn from it. */
function refusalOfTest({ phase, testFailover, recoveryPoints }: ReplicatedItem): string | null {
  if (phase.kind === 'disabling') return 'Replication is being disabled.';
  if (testFailover) return CLEAN_UP_FIRST;
  if (phase.kind === 'resynchronizing') return 'A resynchronization is under way.';
  if (phase.kind === 'resynchronizationRequired') return RESYNC_FIRST;
  if ('failover' in phase) return refusalWithoutFailover(phase);
  if (phase.kind !== 'protected' || recoveryPoints.length === 0) return 'Initial replication is not complete.';
  return null;
}

function refusalOfCleanup({ phase, testFailover }: ReplicatedItem): string | null {
  if (phase.kind === 'disabling') return 'Replication is being disabled.';
  if (!testFailover) return 'There is no test failover to clean up.';
  if (testFailover.jobId === null) return null;
  return testFailover.hasSucceeded || testFailover.isCancelled
    ? 'The test failover is being cleaned up.'
    : 'The test failover is under way.';
}

/** A resynchronization is offered where one is required, or stands still. A healthy item is paused first. */
function refusalOfRepair({ phase, pausedSince, trouble }: ReplicatedItem): string | null {
  switch (phase.kind) {
    case 'resynchronizationRequired':
      return phase.isDue ? 'The resynchronization is waiting for its turn.' : null;
    case 'resynchronizing':
      return pausedSince !== null || trouble ? null : 'A resynchronization is under way.';
    case 'protected':
      return pausedSince === null
        ? 'No resynchronization is required. To force one, pause replication and resume it with resynchronization.'
        : 'No resynchronization is required. To force one, resume replication with resynchronization.';
    case 'disabling':
      return 'Replication is being disabled.';
    default:
      return 'failover' in phase ? refusalWithoutFailover(phase) : 'Initial replication is not complete.';
  }
}

function refusalOfPause({ phase, pausedSince }: ReplicatedItem): string | null {
  if (pausedSince !== null) return 'Replication is paused already.';
  switch (phase.kind) {
    case 'waitingForInitialReplication':
    case 'initialReplication':
    case 'protected':
    case 'resynchronizationRequired':
      return null;
    case 'resynchronizing':
      return STEP_RULES[phase.step].canPause ? null : 'A resynchronization can be paused while it compares.';
    case 'finalizing':
      return 'Initial replication is being finalized.';
    case 'disabling':
      return 'Replication is being disabled.';
    default:
      return 'failover' in phase ? refusalWithoutFailover(phase) : 'Replication has not begun.';
  }
}
