/** Bundles code for Node with Vite when its sources are other than those it was built from. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { projectRoot } from './paths.mjs';
import { digestFiles } from './portal-build.mjs';

/**
 * Answers the bundle's path.
 * @param {object} options paths from the project root
 * @param {string} options.entry
 * @param {readonly string[]} [options.besides] further entries, bundled beside it: its worker threads
 * @param {string} options.folder where the bundle goes; nothing else is kept there
 * @param {readonly string[]} options.inputs files and folders on which the bundle depends
 */
export async function ensureNodeBuild({ entry, besides = [], folder, inputs }) {
  const outDir = join(projectRoot, folder);
  const bundle = join(outDir, basename(entry).replace(/\.ts$/, '.js'));
  // Written last, so that a broken build is never taken for a good one.
  const stampFile = join(outDir, '.built-from');
  const digest = digestFiles(['package-lock.json', 'scripts/lib/node-build.mjs', ...inputs]);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest) return bundle;
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'error',
    // Of its two dozen hashes some are used. Loaded whole, as CommonJS, it would cost Node 70 ms at each start.
    ssr: { noExternal: ['hash-wasm'] },
    build: {
      ssr: true,
      rolldownOptions: { input: [entry, ...besides] },
      outDir,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      sourcemap: true,
      copyPublicDir: false,
    },
  });
  writeFileSync(stampFile, digest);
  return bundle;
}
