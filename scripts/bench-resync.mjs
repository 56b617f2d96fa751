/**
 * npm run bench:resync -- [--sizes 1,4] [--rounds 5] [--sparse 127]
 * Resynchronization of image files by the core against rsync, rdiff, casync and qemu-img, whichever is installed.
 * Prints tables of ratios; exit code 1 when a replica was not its source afterwards.
 */
import { pathToFileURL } from 'node:url';
import { runCommand } from './lib/command.mjs';
import { ensureNodeBuild } from './lib/node-build.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { projectRoot } from './lib/paths.mjs';

const inputs = ['bench', 'src/base', 'src/formats', 'src/core', 'src/engine', 'src/adapters'];

await runCommand(async () => {
  await ensurePackages(projectRoot, 'packages');
  const resynchronizer = await ensureNodeBuild({
    entry: 'bench/resync/resynchronize.ts',
    folder: 'node_modules/.cache/lockstep-bench-resynchronize',
    inputs,
  });
  const bench = await ensureNodeBuild({
    entry: 'bench/resync/main.ts',
    folder: 'node_modules/.cache/lockstep-bench-resync',
    inputs,
  });
  const { main } = await import(pathToFileURL(bench).href);
  await main(process.argv.slice(2), resynchronizer);
});
