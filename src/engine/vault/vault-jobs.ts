import { completeJob, createJob, startTask, succeedTask } from '../../core/jobs/job.ts';
import { expiredJobs } from '../../core/jobs/history.ts';
import type { Job, VaultScenarioName } from '../../core/jobs/job-model.ts';
import type { JobId, VmId } from '../../core/model.ts';
import type { AdminOutcome } from '../engine-api.ts';
import { guidOf } from '../ids.ts';
import type { DeskTools } from '../item-desk.ts';

/** What a job of the vault works on. */
interface VaultJobTarget {
  readonly id: string;
  readonly name: string;
  readonly work: NonNullable<Job['vaultWork']>;
}

/** Changes of the vault told as jobs. Such a job has ended when it is told: the journal is all that it changes. */
export class VaultJobs {
  readonly #tools: Pick<DeskTools, 'ports' | 'state' | 'registrar'>;

  constructor(tools: Pick<DeskTools, 'ports' | 'state' | 'registrar'>) {
    this.#tools = tools;
  }

  /** Tells a change that was made just now; the answer to whoever asked for it. Within a settlement. */
  tell(scenarioName: VaultScenarioName, { id, name, work }: VaultJobTarget): AdminOutcome {
    const { ports, state, registrar } = this.#tools;
    const now = ports.clock.now();
    const jobId = guidOf(ports.rng.fork('engine/ids'), `vault/${state.nextCommandNumber()}/job`) as JobId;
    const created: Job = {
      ...createJob(scenarioName, { jobId, vmId: id as VmId, vmName: name }, now),
      vaultWork: work,
    };
    const done = created.tasks.reduce(
      (job, { taskId }) => succeedTask(startTask(job, taskId, now), taskId, now),
      created,
    );
    const ended = completeJob(done, now);
    registrar.putJob(ended);
    registrar.noteJobEnd(ended, now);
    for (const expired of expiredJobs(state.jobs.values())) state.jobs.delete(expired);
    return { isAccepted: true, jobId };
  }
}
