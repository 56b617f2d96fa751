/**
 * npm run mutation                     changes src/core in thousands of ways, one at a time: does a test notice?
 * npm run mutation -- retry delta      only these folders of src/core
 * A change that no test notices is listed: it is a test that is missing, code that is dead, or the same in effect
 * (docs/mutation.md). Exit code 1 when fewer than 85 % are noticed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './lib/command.mjs';
import { foldersOf, percent, survivorsOf } from './lib/mutation-score.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { projectRoot } from './lib/paths.mjs';

const wantedPercent = 85;
const cache = join(projectRoot, 'node_modules/.cache/lockstep-mutation');

await runCommand(async () => {
  await ensurePackages(projectRoot, 'packages');
  const { buildInstrumentedTests } = await import('./mutation/instrumented-tree.mjs');
  const { MutantRuns } = await import('./mutation/mutant-runs.mjs');
  const prefixes = process.argv.slice(2).map((folder) => `src/core/${folder}/`);

  const { mutants, sources, module } = await buildInstrumentedTests(join(cache, 'tests'));
  const wanted = mutants.filter(
    ({ fileName }) => prefixes.length === 0 || prefixes.some((prefix) => fileName.startsWith(prefix)),
  );
  if (wanted.length === 0) throw new Error(`src/core has nothing to change in ${process.argv.slice(2).join(', ')}`);
  const runs = new MutantRuns(module);
  console.log(`${await runs.measure()} tests, ${wanted.length} mutants`);

  /** @type {import('./lib/mutation-score.mjs').ReportFiles} */
  const files = {};
  // Those for which the tests are loaded anew come last.
  const ordered = wanted.toSorted((a, b) => Number(runs.isStatic(a.id)) - Number(runs.isStatic(b.id)));
  for (const [done, { id, fileName, status, ...mutant }] of ordered.entries()) {
    const file = (files[fileName] ??= { source: sources.get(fileName) ?? '', mutants: [] });
    file.mutants.push({ ...mutant, status: status ?? (await runs.run(id)) });
    if (done % 500 === 499) console.log(`${done + 1} of ${ordered.length}`);
    if (done % 500 === 499) writeFileSync(join(cache, 'report.json'), JSON.stringify({ files }));
  }
  runs.stop();

  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'report.json'), JSON.stringify({ files }));
  for (const survivor of survivorsOf(files)) console.log(survivor);
  const scores = foldersOf(files);
  console.table(scores.map((score) => ({ ...score, percent: Number(percent(score).toFixed(1)) })));
  const total = scores.find(({ folder }) => folder === 'all');
  const score = total ? percent(total) : 0;
  console.log(`${score.toFixed(1)} % noticed; ${wantedPercent} % are wanted`);
  if (score < wantedPercent) process.exitCode = 1;
});
