import type { EngineChange } from '../../../src/engine/engine-api.ts';
import { failoverContent } from './failover-content.ts';
import { health } from './health.ts';
import { jobs } from './jobs.ts';
import type { Law, Scene } from './law.ts';
import { noDefect } from './no-defect.ts';
import { noLostWrite } from './no-lost-write.ts';
import { progress } from './progress.ts';
import { recoveryPointContent } from './recovery-point-content.ts';
import { restartEquality } from './restart-equality.ts';
import { planOrder } from './plan-order.ts';
import { retention } from './retention.ts';

/** Holds an engine, and those that come after its crashes, to all laws. */
export class Watch {
  readonly #laws: readonly Law[] = [
    noDefect(),
    recoveryPointContent(),
    noLostWrite(),
    failoverContent(),
    progress(),
    jobs(),
    planOrder(),
    retention(),
    health(),
    restartEquality(),
  ];
  #broken: unknown = null;

  /** The first violation; null as long as all laws hold. */
  get broken(): unknown {
    return this.#broken;
  }

  /**
   * The jobs are looked at as they are found: of the engine before, the last settlement may have reached
   * the journal and no listener.
   */
  follow(scene: Scene): void {
    for (const { jobId } of scene.engine.jobs()) this.#attempt(() => this.#changed({ kind: 'job', jobId }, scene));
    scene.engine.subscribe((change) => this.#attempt(() => this.#changed(change, scene)));
  }

  /** All that is looked at only now and then; the clock is settled. */
  async inspect(scene: Scene): Promise<void> {
    for (const law of this.#laws) {
      try {
        await law.inspect?.(scene);
      } catch (error) {
        this.#broken ??= error;
      }
    }
  }

  #changed(change: EngineChange, scene: Scene): void {
    if (change.kind === 'item') {
      const view = scene.engine.item(change.vmId);
      for (const law of this.#laws) {
        if (view) law.itemChanged?.(view, scene);
        else law.itemRemoved?.(change.vmId);
      }
    } else if (change.kind === 'job') {
      const job = scene.engine.job(change.jobId);
      if (job) for (const law of this.#laws) law.jobChanged?.(job, scene);
    }
  }

  /** A listener must not throw: the violation is kept and stops the run. */
  #attempt(check: () => void): void {
    try {
      check();
    } catch (error) {
      this.#broken ??= error;
    }
  }
}
