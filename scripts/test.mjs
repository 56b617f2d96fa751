/** npm test: installs what is missing, runs everything, and ends with one line of counts. */
import { join } from 'node:path';
import { runCommand } from './lib/command.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { projectRoot } from './lib/paths.mjs';
import { ensurePrograms } from './lib/programs.mjs';
import { buildParts, playwrightPart, simulationPart, staticParts, vitestPart } from './lib/test-parts.mjs';
import { runParts } from './lib/test-report.mjs';

await runCommand(async () => {
  await ensurePackages(projectRoot, 'packages');
  await ensurePackages(join(projectRoot, 'e2e/azurite'), 'Azurite for the storage tests');
  await ensurePrograms();
  process.exitCode = await runParts([
    ...staticParts,
    vitestPart('unit, property and contract tests', ['node', 'portal', 'thorough']),
    simulationPart,
    ...buildParts,
    playwrightPart,
  ]);
});
