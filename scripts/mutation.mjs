/**
 * npm run mutation                         mutates all of src/core that changed since the last run
 * npm run mutation -- retry delta          only these folders of src/core
 * npm run mutation -- --force [folder …]   also what did not change
 * Stryker changes one operator, condition or value at a time and runs the core's tests that reach it: a change that
 * none of them notices is listed, and must be a test that is missing, code that is dead, or the same in effect
 * (docs/mutation.md). Exit code 1 when fewer than 85 % of all changes are noticed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './lib/command.mjs';
import { foldersOf, percent, survivorsOf } from './lib/mutation-score.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { projectRoot } from './lib/paths.mjs';
import { run } from './lib/processes.mjs';

const wantedPercent = 85;
const reportFile = join(projectRoot, 'node_modules/.cache/lockstep-mutation/report.json');

await runCommand(async () => {
  await ensurePackages(projectRoot, 'packages');
  const given = process.argv.slice(2);
  const folders = given.filter((argument) => argument !== '--force');
  for (const folder of folders) {
    if (!existsSync(join(projectRoot, 'src/core', folder))) throw new Error(`src/core has no folder ${folder}`);
  }
  const stryker = join(projectRoot, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const command = [process.execPath, stryker, 'run', 'scripts/mutation/stryker.config.json'];
  if (folders.length > 0) command.push('--mutate', patternsOf(folders));
  if (folders.length < given.length) command.push('--force');
  await run(command);

  const { files } = JSON.parse(readFileSync(reportFile, 'utf8'));
  for (const survivor of survivorsOf(files)) console.log(survivor);
  const scores = foldersOf(files);
  console.table(scores);
  const total = scores.find(({ folder }) => folder === 'all');
  const score = total ? percent(total) : 0;
  console.log(`${score.toFixed(1)} % noticed; ${wantedPercent} % are wanted`);
  if (score < wantedPercent) process.exitCode = 1;
});

/** @param {readonly string[]} folders of src/core */
function patternsOf(folders) {
  const wanted = folders.map((folder) => `src/core/${folder}/**/*.ts`);
  return [...wanted, '!src/core/**/*.test.ts', '!src/core/**/testing/**'].join(',');
}
