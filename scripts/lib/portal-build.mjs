/** Builds the portal into `dist/` when its sources are other than those it was built from. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './paths.mjs';
import { run } from './processes.mjs';
import { writeServiceWorker } from './service-worker.mjs';

export const distFolder = join(projectRoot, 'dist');
/** Holds the digest of the sources; written last, so that a broken build is never taken for a good one. */
const stampFile = join(distFolder, '.built-from');
/** What the build reads. */
const inputs = [
  'index.html',
  'package-lock.json',
  'vite.config.ts',
  'tsconfig.base.json',
  'public',
  'scripts/lib/bundle-boundaries.mjs',
  'scripts/lib/service-worker.mjs',
  'scripts/lib/service-worker-code.js',
  'src',
  'mocks',
];

export async function buildPortal() {
  const digest = digestFiles(inputs);
  await run([process.execPath, join(projectRoot, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn']);
  writeServiceWorker(distFolder);
  writeFileSync(stampFile, digest);
}

export async function ensurePortalBuild() {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digestFiles(inputs)) return;
  console.log('Building the portal…');
  await buildPortal();
}

/** SHA-256 over names and contents: times mean nothing after a checkout. @param {readonly string[]} paths files and folders */
export function digestFiles(paths) {
  const hash = createHash('sha256');
  for (const input of paths) {
    for (const path of listFiles(input)) {
      const content = readFileSync(join(projectRoot, path));
      hash.update(`${path}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

/** Files that take part in the build, in a fixed order. @param {string} path @returns {string[]} */
function listFiles(path) {
  const file = join(projectRoot, path);
  if (!existsSync(file)) return [];
  if (!statSync(file).isDirectory()) return /\.test\.tsx?$/.test(path) ? [] : [path];
  return readdirSync(file)
    .toSorted()
    .flatMap((name) => listFiles(`${path}/${name}`));
}
