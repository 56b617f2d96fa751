/**
 * npm run bench:resync:browser -- [--size 1] [--rounds 5]
 * The same resynchronization in Chromium, from browser storage to browser storage, beside the headless one and the
 * textbook design. Prints a table of ratios; exit code 1 when a replica was not its source afterwards.
 */
import { benchResyncInBrowser } from './lib/benches.mjs';
import { runCommand } from './lib/command.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { projectRoot } from './lib/paths.mjs';

await runCommand(async () => {
  await ensurePackages(projectRoot, 'packages');
  await benchResyncInBrowser(process.argv.slice(2));
});
