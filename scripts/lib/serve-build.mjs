/** Bundles headless mode into `dist-serve/` when its sources are other than those it was built from. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './paths.mjs';
import { digestFiles } from './portal-build.mjs';

const folder = join(projectRoot, 'dist-serve');
const bundle = join(folder, 'serve.js');
/** Written last, so that a broken build is never taken for a good one. */
const stampFile = join(folder, '.built-from');
/** The portal is no part of it. */
const inputs = [
  'package-lock.json',
  'scripts/lib/serve-build.mjs',
  'src/base',
  'src/formats',
  'src/core',
  'src/engine',
  'src/management',
  'src/adapters',
  'src/worker',
  'mocks',
];

/** Answers the bundle's path. */
export async function ensureServeBuild() {
  const digest = digestFiles(inputs);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest) return bundle;
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'error',
    build: {
      ssr: 'src/worker/node/serve.ts',
      outDir: folder,
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
