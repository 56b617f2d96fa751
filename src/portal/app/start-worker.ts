import { startWorkerConnection, type OpenConnection } from '../../management/client/worker-connection.ts';

/** The world that the demo starts in when the address names none. */
const DEFAULT_SCENARIO = 'contoso';
const DEFAULT_SEED = '1';

/** Starts the engine in its worker (`?scenario=…&seed=…`). The only place in the portal that names it. */
export function startWorker(query: URLSearchParams): OpenConnection {
  return startWorkerConnection({
    scenario: query.get('scenario') ?? DEFAULT_SCENARIO,
    seed: query.get('seed') ?? DEFAULT_SEED,
    spawn: () => new Worker(new URL('../../worker/engine.worker.ts', import.meta.url), { type: 'module' }),
  });
}
