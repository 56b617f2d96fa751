/**
 * npm run bench:fleet -- [--sizes 100,1000,10000] [--minutes 60,15,5 | --hours 24] [--rounds 3]
 * Fleets of the scenario datacenter through the real core and engine in virtual time: decisions per second, memory,
 * and how the cost grows with the fleet. Exit code 1 when a result was wrong.
 */
import { benchFleet } from './lib/benches.mjs';
import { runCommand } from './lib/command.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { projectRoot } from './lib/paths.mjs';

await runCommand(async () => {
  await ensurePackages(projectRoot, 'packages');
  await benchFleet(process.argv.slice(2));
});
