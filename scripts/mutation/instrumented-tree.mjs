/**
 * The core and its tests as JavaScript for Node, with every mutant of src/core in it: Stryker's instrumenter puts
 * all of them behind a switch, so that one copy serves for thousands of runs.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { transformWithOxc } from 'vite';
import { projectRoot } from '../lib/paths.mjs';
import { wordingIgnorer } from './wording.mjs';

/** The core imports nothing else. */
const folders = ['src/base', 'src/core', 'src/formats'];
const stage = pathToFileURL(join(import.meta.dirname, 'stage.mjs')).href;
const silent = () => {};
const no = () => false;
const logger = {
  isTraceEnabled: no,
  isDebugEnabled: no,
  isInfoEnabled: no,
  isWarnEnabled: no,
  isErrorEnabled: no,
  isFatalEnabled: no,
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  fatal: silent,
};

/**
 * @typedef {Awaited<ReturnType<Instrumenter['instrument']>>['mutants'][number]} Mutant
 * @param {string} target folder of the copy; what was there goes
 * @returns {Promise<{ mutants: readonly Mutant[], testFiles: string[], sources: Map<string, string> }>} mutants with paths from
 *   the project's root; the tests' files in the copy; the sources of the mutated files
 */
export async function writeInstrumentedTree(target) {
  rmSync(target, { recursive: true, force: true });
  const paths = folders
    .flatMap((folder) => filesIn(join(projectRoot, folder)))
    .map((path) => relative(projectRoot, path));
  const mutated = paths.filter((path) => path.startsWith('src/core/') && isProduct(path));
  const sources = new Map(mutated.map((path) => [path, readFileSync(join(projectRoot, path), 'utf8')]));
  const { files, mutants } = await new Instrumenter(logger).instrument(
    [...sources].map(([name, content]) => ({ name, content, mutate: true })),
    { plugins: null, excludedMutations: [], ignorers: [wordingIgnorer] },
  );
  const instrumented = new Map(files.map(({ name, content }) => [name, content]));
  for (const path of paths) {
    const copy = join(target, path);
    mkdirSync(dirname(copy), { recursive: true });
    if (!path.endsWith('.ts')) cpSync(join(projectRoot, path), copy);
    else {
      const code = instrumented.get(path) ?? readFileSync(join(projectRoot, path), 'utf8');
      writeFileSync(`${copy}.mjs`, await asJavaScript(code, path));
    }
  }
  // Rule numbers and test names are compared by spec.test.ts, which no mutant can touch.
  const tests = paths.filter(
    (path) => path.startsWith('src/core/') && path.endsWith('.test.ts') && !path.endsWith('/spec.test.ts'),
  );
  return { mutants, sources, testFiles: tests.map((path) => join(target, `${path}.mjs`)) };
}

/** @param {string} path */
function isProduct(path) {
  return path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('/testing/');
}

/** @param {string} code TypeScript @param {string} path */
async function asJavaScript(code, path) {
  const { code: plain } = await transformWithOxc(code, path, { sourcemap: false, target: 'es2024' });
  return plain
    .replaceAll(/(\bfrom\s*|\bimport\s*\(?\s*)(["'])(\.{1,2}\/[^"']+\.ts)\2/g, '$1$2$3.mjs$2')
    .replaceAll(/(\bfrom\s*)(["'])vitest\2/g, `$1$2${stage}$2`);
}

/** @param {string} folder @returns {string[]} */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
