/**
 * npm run bench:fleet -- [--sizes 100,1000,10000] [--minutes 60,15,5 | --hours 24] [--rounds 3]
 * Fleets of the scenario datacenter through the real core and engine in virtual time: decisions per second, memory,
 * and how the cost grows with the fleet. Exit code 1 when a result was wrong.
 */
import { pathToFileURL } from 'node:url';
import { runCommand } from './lib/command.mjs';
import { ensureNodeBuild } from './lib/node-build.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { projectRoot } from './lib/paths.mjs';

const inputs = ['bench/fleet', 'src/base', 'src/formats', 'src/core', 'src/engine', 'src/adapters', 'mocks'];

await runCommand(async () => {
  await ensurePackages(projectRoot, 'packages');
  const runner = await ensureNodeBuild({
    entry: 'bench/fleet/run-fleet.ts',
    folder: 'node_modules/.cache/lockstep-bench-run-fleet',
    inputs,
  });
  const bench = await ensureNodeBuild({
    entry: 'bench/fleet/main.ts',
    folder: 'node_modules/.cache/lockstep-bench-fleet',
    inputs,
  });
  const { main } = await import(pathToFileURL(bench).href);
  await main(process.argv.slice(2), runner);
});
