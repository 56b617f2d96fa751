/**
 * npm run sim -- --seeds N [--seed S] [--report] [--verbose]    N seeds of the simulation from S on, on all cores
 * npm run sim -- --crash-anywhere                               a crash before and after every port call of one run
 * Bundles the simulation for Node when its sources changed and runs it. Exit code 1 when a run failed.
 */
import { pathToFileURL } from 'node:url';
import { ensureNodeBuild } from './lib/node-build.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { projectRoot } from './lib/paths.mjs';

await ensurePackages(projectRoot, 'packages');
const bundle = await ensureNodeBuild({
  entry: 'mocks/simulation/node/sim.ts',
  besides: ['mocks/simulation/node/sim-worker.ts'],
  folder: 'node_modules/.cache/lockstep-sim',
  inputs: ['src/base', 'src/formats', 'src/core', 'src/engine', 'src/adapters', 'mocks'],
});
const { sim } = await import(pathToFileURL(bundle).href);
process.exitCode = await sim(process.argv.slice(2), console.log);
