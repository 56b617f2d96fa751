/**
 * npm run bench:resync -- [--sizes 1,4] [--percent 0,1,10] [--rounds 5] [--sparse 127] [--peers rsync,casync]
 * Resynchronization of image files by the core against rsync, rdiff, casync and qemu-img, whichever is installed.
 * Prints tables of ratios; exit code 1 when a replica was not its source afterwards.
 */
import { benchResync } from './lib/benches.mjs';
import { runCommand } from './lib/command.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { projectRoot } from './lib/paths.mjs';

await runCommand(async () => {
  await ensurePackages(projectRoot, 'packages');
  await benchResync(process.argv.slice(2));
});
