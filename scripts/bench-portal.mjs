/**
 * npm run bench:portal -- [--slowdown 4] [--minutes 1] [--grid-rows 1000]
 * The list of 10,000 live machines in Chromium on the production build, beside the same columns in Fluent's DataGrid.
 * Exit code 1 when the list did not show what it should.
 */
import { benchPortal } from './lib/benches.mjs';
import { runCommand } from './lib/command.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { projectRoot } from './lib/paths.mjs';

await runCommand(async () => {
  await ensurePackages(projectRoot, 'packages');
  await benchPortal(process.argv.slice(2));
});
