/**
 * The core and its tests as one module of JavaScript, with every mutant of src/core in it: Stryker's instrumenter puts
 * all of them behind a switch, so that it serves for thousands of runs.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { build } from 'vite';
import { projectRoot } from '../lib/paths.mjs';
import { wordingIgnorer } from './wording.mjs';

/** The core imports nothing else. */
const folders = ['src/base', 'src/core', 'src/formats'];
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
 * @param {string} target folder for the module; what was there goes
 * @returns {Promise<{ mutants: readonly Mutant[], module: string, sources: Map<string, string> }>} mutants with paths
 *   from the project's root; the module's file, which registers all tests; the sources of the mutated files
 */
export async function buildInstrumentedTests(target) {
  rmSync(target, { recursive: true, force: true });
  const paths = folders.flatMap((folder) => typeScriptIn(folder));
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
    const code = instrumented.get(path) ?? readFileSync(join(projectRoot, path), 'utf8');
    // Tests read files beside them, which are not copied.
    const folder = JSON.stringify(dirname(join(projectRoot, path)));
    writeFileSync(copy, code.replaceAll('import.meta.dirname', folder));
  }
  // Rule numbers and test names are compared by spec.test.ts, which no mutant can touch.
  const tests = paths.filter((path) => isTest(path) && !path.endsWith('/spec.test.ts'));
  const entry = join(target, 'all-tests.ts');
  writeFileSync(entry, tests.map((path) => `import './${path}';\n`).join(''));
  return { mutants, sources, module: await asOneModule(entry, target) };
}

/** @param {string} entry @param {string} target */
async function asOneModule(entry, target) {
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'error',
    resolve: { alias: { vitest: join(import.meta.dirname, 'stage.mjs') } },
    build: {
      ssr: entry,
      outDir: join(target, 'module'),
      target: 'es2024',
      minify: false,
      rolldownOptions: { external: [/stage\.mjs$/, 'fast-check'] },
    },
  });
  return join(target, 'module/all-tests.js');
}

/** @param {string} path */
function isTest(path) {
  return path.startsWith('src/core/') && path.endsWith('.test.ts');
}

/** @param {string} path */
function isProduct(path) {
  return !path.endsWith('.test.ts') && !path.includes('/testing/');
}

/** Paths from the project's root. @param {string} folder @returns {string[]} */
function typeScriptIn(folder) {
  return readdirSync(join(projectRoot, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(projectRoot, join(entry.parentPath, entry.name)))
    .toSorted();
}
