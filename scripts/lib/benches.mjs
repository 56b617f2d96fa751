/** The benchmarks, compiled for Node; each prints its tables and answers their lines. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureNodeBuild } from './node-build.mjs';
import { projectRoot } from './paths.mjs';
import { distFolder, ensurePortalBuild } from './portal-build.mjs';
import { findChromium } from './programs.mjs';

/** @typedef {{ readonly what: string, readonly measured: string, readonly goal: string | null }} Finding */

const core = ['src/base', 'src/formats', 'src/core', 'src/engine', 'src/adapters'];

/**
 * Resynchronization of image files against rsync, rdiff, casync and qemu-img, whichever is installed.
 * @param {readonly string[]} args
 * @returns {Promise<readonly Finding[]>}
 */
export async function benchResync(args) {
  const inputs = ['bench', ...core];
  const resynchronizer = await compiledResynchronizer(inputs);
  const { main } = await imported('resync', inputs);
  return main(args, resynchronizer);
}

/**
 * The same in Chromium, beside the headless run and the textbook design.
 * @param {readonly string[]} args
 * @returns {Promise<readonly Finding[]>}
 */
export async function benchResyncInBrowser(args) {
  const executablePath = findBrowser();
  const inputs = ['bench', ...core];
  const resynchronizer = await compiledResynchronizer(inputs);
  const bundle = await compiled('resync-browser', 'bench/resync/browser/main.ts', inputs);
  const { main } = await import(pathToFileURL(bundle).href);
  const folder = await buildPage('bench/resync/browser', 'resync.html', 'resync-page');
  return main(args, resynchronizer, { executablePath, folder });
}

/**
 * Fleets through the real core and engine in virtual time.
 * @param {readonly string[]} args
 * @returns {Promise<readonly Finding[]>}
 */
export async function benchFleet(args) {
  const inputs = ['bench', ...core, 'mocks'];
  const runner = await compiled('run-fleet', 'bench/fleet/run-fleet.ts', inputs);
  const { main } = await imported('fleet', inputs);
  return main(args, runner);
}

/**
 * The list of 10,000 live machines in Chromium, beside Fluent's DataGrid.
 * @param {readonly string[]} args
 * @returns {Promise<readonly Finding[]>}
 */
export async function benchPortal(args) {
  await ensurePortalBuild();
  const executablePath = findBrowser();
  const { main } = await imported('portal', ['bench', 'scripts/lib']);
  const { default: react } = await import('@vitejs/plugin-react');
  const dataGrid = await buildPage('bench/portal', 'plain-datagrid.html', 'datagrid', [react()]);
  return main(args, { executablePath, portal: distFolder, dataGrid });
}

/** @param {string} name of the folder in bench @param {readonly string[]} inputs */
async function imported(name, inputs) {
  return import(pathToFileURL(await compiled(name, `bench/${name}/main.ts`, inputs)).href);
}

/** With its threads beside it. @param {readonly string[]} inputs */
function compiledResynchronizer(inputs) {
  const threads = ['src/adapters/checksums-pool/node/checksum-thread.ts'];
  return compiled('resynchronize', 'bench/resync/resynchronize.ts', inputs, threads);
}

/** @param {string} name @param {string} entry @param {readonly string[]} inputs @param {readonly string[]} [besides] */
function compiled(name, entry, inputs, besides = []) {
  return ensureNodeBuild({ entry, besides, folder: `node_modules/.cache/lockstep-bench-${name}`, inputs });
}

/**
 * Answers the folder of the built page.
 * @param {string} root of the page's sources @param {string} page @param {string} name of the folder
 * @param {import('vite').PluginOption[]} [plugins]
 */
async function buildPage(root, page, name, plugins = []) {
  const { build } = await import('vite');
  const source = join(projectRoot, root);
  const outDir = join(projectRoot, `node_modules/.cache/lockstep-bench-${name}`);
  await build({
    configFile: false,
    root: source,
    logLevel: 'error',
    plugins,
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'es2022', rollupOptions: { input: join(source, page) } },
  });
  return outDir;
}

function findBrowser() {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('No Chromium found: install it, or name it in LOCKSTEP_CHROMIUM');
  return executablePath;
}
