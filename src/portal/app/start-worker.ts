import { startWorkerConnection, type OpenConnection } from '../../management/client/worker-connection.ts';
import type { ChosenWorld } from './chosen-world.ts';

/** Starts the engine in its worker, over a demo world. The only place in the portal that names it. */
export function startWorker({ scenario, seed, faults }: ChosenWorld): OpenConnection {
  return startWorkerConnection({
    scenario,
    seed,
    faults,
    spawn: () => new Worker(new URL('../../worker/engine.worker.ts', import.meta.url), { type: 'module' }),
  });
}
