/**
 * npm run bench:portal -- [--slowdown 4] [--minutes 1] [--grid-rows 1000]
 * The list of 10,000 live machines in Chromium on the production build, beside the same columns in Fluent's DataGrid.
 * Exit code 1 when the list did not show what it should.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCommand } from './lib/command.mjs';
import { ensureNodeBuild } from './lib/node-build.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { projectRoot } from './lib/paths.mjs';
import { distFolder, ensurePortalBuild } from './lib/portal-build.mjs';
import { findChromium } from './lib/programs.mjs';

await runCommand(async () => {
  await ensurePackages(projectRoot, 'packages');
  await ensurePortalBuild();
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('No Chromium found: install it, or name it in LOCKSTEP_CHROMIUM');
  const bundle = await ensureNodeBuild({
    entry: 'bench/portal/main.ts',
    folder: 'node_modules/.cache/lockstep-bench-portal',
    inputs: ['bench/portal', 'scripts/lib'],
  });
  const { main } = await import(pathToFileURL(bundle).href);
  await main(process.argv.slice(2), { executablePath, portal: distFolder, dataGrid: await buildDataGrid() });
});

/** Answers the folder in which the page of the DataGrid stands. */
async function buildDataGrid() {
  const outDir = join(projectRoot, 'node_modules/.cache/lockstep-bench-datagrid');
  const root = join(projectRoot, 'bench/portal');
  const [{ build }, { default: react }] = await Promise.all([import('vite'), import('@vitejs/plugin-react')]);
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir, emptyOutDir: true, rollupOptions: { input: join(root, 'plain-datagrid.html') } },
  });
  return outDir;
}
