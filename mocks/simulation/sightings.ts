import type { JobId, ResyncCause, VmId } from '../../src/core/model.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Tally } from './tally.ts';

/** What the draws are for: why resynchronizations were required, and how jobs ended. */
export const RESYNC_CAUSES: readonly ResyncCause[] = [
  'logSizeDisk',
  'logSizeMachine',
  'logWriteFailure',
  'logNotClosed',
  'modifiedOffline',
  'outOfSequenceLog',
  'invalidLog',
  'reverseReplication',
  'manual',
];

/** Notes what became of the draws, over all engines of a run, each thing once. */
export class Sightings {
  readonly #tally: Pick<Tally, 'note'>;
  readonly #phases = new Map<VmId, string>();
  readonly #ended = new Map<JobId, string>();

  constructor(tally: Pick<Tally, 'note'>) {
    this.#tally = tally;
  }

  follow(engine: Engine): void {
    engine.subscribe((change) => {
      if (change.kind === 'item') this.#look(engine, change.vmId);
      if (change.kind === 'job') this.#lookAtJob(engine, change.jobId);
    });
  }

  #look(engine: Engine, vmId: VmId): void {
    const phase = engine.item(vmId)?.item.phase;
    const cause = phase && 'cause' in phase ? phase.cause : '';
    const before = this.#phases.get(vmId);
    this.#phases.set(vmId, cause);
    if (cause !== '' && cause !== before) this.#tally.note(`seen: resynchronization, ${cause}`, true);
  }

  #lookAtJob(engine: Engine, jobId: JobId): void {
    const job = engine.job(jobId);
    if (!job || job.endedAt === null || this.#ended.get(jobId) === job.state) return;
    this.#ended.set(jobId, job.state);
    this.#tally.note(`seen: ${job.scenarioName} ${job.state}`, true);
  }
}
