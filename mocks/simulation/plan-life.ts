import type { Rng } from '../../src/base/rng.ts';
import type { VmId } from '../../src/core/model.ts';
import type { PlanId, PlanOperation, PlanRequest, PlanRun } from '../../src/core/plans/plan.ts';
import type { PlanActionDraft, PlanGroupDraft } from '../../src/core/plans/validate-plan.ts';
import type { AdminCommand, EngineApi, PlanView } from '../../src/engine/engine-api.ts';
import { oneOf } from './draw.ts';

const PLAN_ID = 'recovery-plan' as PlanId;

/** What an administrator does with a recovery plan, as the tally names it. */
export const PLAN_CLICKS = [
  'put',
  'delete',
  'resume',
  'restart',
  'cancel',
  'PlannedFailover',
  'UnplannedFailover',
  'TestFailover',
  'TestFailoverCleanup',
  'Commit',
  'CancelFailover',
  'Failback',
  'ReverseReplicate',
] as const;

export interface PlanClick {
  readonly name: (typeof PLAN_CLICKS)[number];
  readonly command: AdminCommand;
}

/** The next click of an administrator who works with a recovery plan; undefined while its run is to be left alone. */
export function nextOfPlan(engine: EngineApi, rng: Rng): PlanClick | undefined {
  const view = engine.plan(PLAN_ID);
  if (!view) return { name: 'put', command: putCommand(engine, rng) };
  const { run } = view.plan;
  if (run?.state === 'running' || run?.state === 'waiting') return duringRun(run, rng);
  if (run?.state === 'stopped' && rng.below(2) === 0)
    return { name: 'restart', command: { kind: 'restartJob', jobId: run.jobId } };
  if (rng.below(12) === 0) return { name: 'delete', command: { kind: 'deletePlan', planId: PLAN_ID } };
  if (rng.below(8) === 0) return { name: 'put', command: putCommand(engine, rng) };
  return runOf(view, rng);
}

/** What brings the run of a plan to its end: the questions answered, what failed tried once more, then given up. */
export function planRemedy(engine: EngineApi, isPatient: boolean): AdminCommand | undefined {
  const run = engine.plan(PLAN_ID)?.plan.run;
  if (run?.state === 'waiting') return { kind: 'resumeJob', jobId: run.jobId, comments: 'done' };
  if (run?.state !== 'stopped') return undefined;
  return isPatient ? { kind: 'restartJob', jobId: run.jobId } : { kind: 'deletePlan', planId: PLAN_ID };
}

function duringRun({ jobId, state }: PlanRun, rng: Rng): PlanClick | undefined {
  if (rng.below(8) === 0) return { name: 'cancel', command: { kind: 'cancelJob', jobId } };
  if (state === 'running') return undefined;
  return { name: 'resume', command: { kind: 'resumeJob', jobId, comments: 'done' } };
}

function runOf({ plan: { planId }, allowedOperations }: PlanView, rng: Rng): PlanClick | undefined {
  if (allowedOperations.length === 0) return undefined;
  const operation = oneOf(rng, allowedOperations);
  return { name: operation, command: { kind: 'runPlan', planId, request: requestFor(operation, rng) } };
}

function requestFor(operation: PlanOperation, rng: Rng): PlanRequest {
  const point = oneOf(rng, ['Latest', 'LatestApplicationConsistent'] as const);
  switch (operation) {
    case 'UnplannedFailover':
      return { operation, point, isShuttingDownSource: rng.below(2) === 0 };
    case 'TestFailover':
      return { operation, point, networkId: null };
    case 'TestFailoverCleanup':
      return { operation, comments: '' };
    case 'Failback':
      return {
        operation,
        dataSync: oneOf(rng, ['ForDownTime', 'ForSynchronization'] as const),
        createVmIfNotFound: true,
      };
    default:
      return { operation };
  }
}

/** Of what is replicated at one site, in one to three groups, with questions between them. */
function putCommand(engine: EngineApi, rng: Rng): AdminCommand {
  const hosts = engine.inventory();
  const siteName = hosts.length === 0 ? '' : oneOf(rng, hosts).siteName;
  const there = new Set(hosts.filter((host) => host.siteName === siteName).map(({ hostId }) => hostId));
  const vmIds = [...engine.items()].filter(({ item }) => there.has(item.hostId)).map(({ item }) => item.vmId);
  const groups: VmId[][] = Array.from({ length: 1 + rng.below(3) }, () => []);
  for (const vmId of vmIds) oneOf(rng, groups).push(vmId);
  const drafts = groups.map((members): PlanGroupDraft => ({
    type: 'Boot',
    vmIds: members,
    startActions: actions(rng, 'start'),
    endActions: actions(rng, 'end'),
  }));
  return { kind: 'putPlan', plan: { planId: PLAN_ID, name: 'Everything', siteName, groups: drafts } };
}

function actions(rng: Rng, name: string): readonly PlanActionDraft[] {
  if (rng.below(4) > 0) return [];
  return [
    {
      kind: 'manual',
      name,
      instructions: 'Look at it.',
      operations: ['PlannedFailover', 'UnplannedFailover', 'TestFailover'],
      directions: ['PrimaryToRecovery', 'RecoveryToPrimary'],
    },
  ];
}
