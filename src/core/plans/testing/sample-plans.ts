import type { JobId, ReplicatedItem, VmId } from '../../model.ts';
import type { Job, PlanGroupType } from '../../jobs/job-model.ts';
import { itemIn, NOW, POINT, SAMPLES } from '../../protection/testing/sample-items.ts';
import { beginRun } from '../begin-run.ts';
import type { FactsOf } from '../machine-progress.ts';
import { jobOfRun } from '../plan-job.ts';
import type { ManualAction, PlanGroup, PlanId, PlanRequest, PlanRun, RecoveryPlan } from '../plan.ts';

export const [DB, WEB, APP] = ['db', 'web', 'app'] as VmId[] as [VmId, VmId, VmId];
export const PLANNED: PlanRequest = { operation: 'PlannedFailover' };
export const UNPLANNED: PlanRequest = { operation: 'UnplannedFailover', point: 'Latest', isShuttingDownSource: true };
export const TEST: PlanRequest = { operation: 'TestFailover', point: 'Latest', networkId: null };
export const FAILBACK: PlanRequest = {
  operation: 'Failback',
  dataSync: 'ForSynchronization',
  createVmIfNotFound: false,
};

export function group(type: PlanGroupType, vmIds: readonly VmId[], change: Partial<PlanGroup> = {}): PlanGroup {
  return { type, vmIds, startActions: [], endActions: [], ...change };
}

export function action(name: string, change: Partial<ManualAction> = {}): ManualAction {
  const operations = ['PlannedFailover', 'UnplannedFailover', 'TestFailover'] as const;
  return { name, instructions: `Do ${name}.`, operations, directions: ['PrimaryToRecovery'], ...change };
}

/** The database first, then web and app together. */
export const GROUPS: readonly PlanGroup[] = [
  group('Shutdown', []),
  group('Failover', []),
  group('Boot', [DB]),
  group('Boot', [WEB, APP]),
];

export function plan(change: Partial<RecoveryPlan> = {}): RecoveryPlan {
  return {
    planId: 'plan' as PlanId,
    name: 'Shop',
    siteName: 'Munich',
    groups: GROUPS,
    lastPlannedFailoverAt: null,
    lastUnplannedFailoverAt: null,
    lastTestFailoverAt: null,
    run: null,
    revision: 1,
    ...change,
  };
}

/** A vault in which a test sets what machines and jobs have come to. */
export class SampleVault {
  readonly items = new Map<VmId, ReplicatedItem>();
  readonly jobs = new Map<JobId, Job>();

  constructor(vmIds: readonly VmId[] = [DB, WEB, APP], phase: ReplicatedItem['phase'] = SAMPLES.protected.phase) {
    for (const vmId of vmIds) this.set(vmId, phase);
  }

  itemOf = (vmId: VmId): ReplicatedItem | undefined => this.items.get(vmId);

  factsOf: FactsOf = (vmId, jobId) => ({
    item: this.items.get(vmId),
    job: jobId === null ? undefined : this.jobs.get(jobId),
  });

  set(vmId: VmId, phase: ReplicatedItem['phase'], change: Partial<ReplicatedItem> = {}): void {
    this.items.set(vmId, itemIn(phase, { vmId, vmName: vmId.toUpperCase(), recoveryPoints: [POINT], ...change }));
  }

  /** The job of a machine's part. */
  setJob(vmId: VmId, change: Partial<Job> = {}): JobId {
    const jobId = `job-${vmId}` as JobId;
    const { recoveryPlan: _plan, ...job } = jobOfRun(plan(), this.begin(PLANNED));
    const isOpen = change.state === undefined || change.state === 'InProgress';
    this.jobs.set(jobId, { ...job, jobId, vmId, tasks: [], endedAt: isOpen ? null : NOW, ...change });
    return jobId;
  }

  begin(request: PlanRequest, groups: readonly PlanGroup[] = GROUPS): PlanRun {
    return beginRun(plan({ groups }), request, this.itemOf, 'run' as JobId, NOW);
  }
}

/** A machine on its way to Azure. */
export function failingOver(
  step: Extract<ReplicatedItem['phase'], { readonly kind: 'failingOver' }>['step'],
): ReplicatedItem['phase'] {
  const { phase } = SAMPLES.failingOver;
  return phase.kind === 'failingOver' ? { ...phase, step } : phase;
}
