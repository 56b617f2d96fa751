/**
 * npm run check: the fast part of the tests, under a minute on two cores. Runs every part even
 * when an earlier one fails, so that one round shows all there is to mend. The unit tests share one
 * module graph per thread, which halves their time; `npm test` runs each file in one of its own,
 * and the portal's components with it.
 */
import { runCommand } from './lib/command.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { projectRoot } from './lib/paths.mjs';
import { staticParts, vitestPart } from './lib/test-parts.mjs';
import { runParts } from './lib/test-report.mjs';

await runCommand(async () => {
  await ensurePackages(projectRoot, 'packages');
  process.exitCode = await runParts([...staticParts, vitestPart('unit tests', ['node'], ['--no-isolate'])]);
});
