/**
 * Import directions between the folders of src and mocks, and which packages each may use.
 * The sources are parsed; type imports count too: what a folder may not import it may not name.
 * Run: node scripts/import-boundaries.mjs   (exit code 1 with one line per trespass)
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseSync } from 'vite';
import { projectRoot } from './lib/paths.mjs';

/**
 * @typedef {object} Rule
 * @property {readonly string[]} folders folders and files it may import, beside itself and src/base
 * @property {readonly string[]} packages npm packages it may import; a subpath of one is included
 * @property {readonly string[]} [typePackages] npm packages of which it may import types only; they weigh nothing
 * @property {boolean} [areSiblingsApart] whether its subfolders may not import each other
 *
 * @typedef {object} Import
 * @property {string} specifier as written
 * @property {'static' | 'dynamic' | 'type' | 'url'} kind url: new URL('…', import.meta.url), which starts workers
 */

const domainTypes = ['src/core/ports.ts', 'src/core/model.ts', 'src/core/errors/fault.ts'];
const wireTypes = [
  'src/management/wire.ts',
  'src/management/wire-insight.ts',
  'src/management/wire-lists.ts',
  'src/management/arm.ts',
];

/** The most specific entry speaks for a file. @type {Readonly<Record<string, Rule>>} */
export const rules = {
  'src/base': { folders: [], packages: [] },
  'src/formats': { folders: [], packages: [] },
  'src/core': { folders: ['src/formats'], packages: [] },
  'src/engine': { folders: ['src/core', 'src/formats'], packages: [] },
  'src/management/arm.ts': { folders: [], packages: [], typePackages: ['@azure/arm-recoveryservices-siterecovery'] },
  'src/management/wire.ts': { folders: [], packages: [] },
  'src/management/wire-insight.ts': { folders: [], packages: [] },
  'src/management/wire-lists.ts': { folders: ['src/management/wire.ts'], packages: [] },
  'src/management/transport': { folders: ['src/management/wire.ts'], packages: [] },
  'src/management/client': { folders: [...wireTypes, 'src/management/transport'], packages: ['zod'] },
  'src/management/server': {
    folders: ['src/core', 'src/engine', 'src/formats', 'src/management'],
    packages: ['hono', 'zod'],
  },
  'src/adapters': {
    // One exchange over fetch serves all adapters that speak HTTP.
    folders: ['src/formats', ...domainTypes, 'src/adapters/http'],
    packages: ['hash-wasm', 'idb', 'zod'],
    areSiblingsApart: true,
  },
  'src/worker': {
    folders: ['src/formats', 'src/core', 'src/engine', 'src/management', 'src/adapters'],
    packages: ['hono'],
  },
  'src/portal': {
    folders: ['src/management/client', ...wireTypes, 'src/management/transport'],
    packages: ['react', 'react-dom', 'react-router', 'recharts', '@fluentui', '@tanstack'],
    typePackages: ['@azure/arm-recoveryservices-siterecovery'],
  },
  mocks: { folders: ['src/formats', ...domainTypes, 'src/management/wire.ts'], packages: ['hash-wasm', 'idb', 'zod'] },
  'mocks/http': {
    folders: ['mocks', 'src/formats', ...domainTypes, 'src/management/wire.ts'],
    packages: ['msw', 'zod'],
  },
  'mocks/simulation': {
    folders: ['mocks', 'src/formats', 'src/core', 'src/engine', 'src/management', 'src/adapters'],
    packages: [],
  },
};

/** What the table forbids and yet stands, each with its reason. */
const exceptions = [
  {
    reason: 'the demo world is a chunk of its own, loaded only when it is wanted',
    holds: (/** @type {Edge} */ edge) =>
      edge.home === 'src/worker' && isWithin(edge.target, 'mocks') && edge.kind === 'dynamic',
  },
  {
    reason: 'the portal starts the worker and knows nothing else of it',
    holds: (/** @type {Edge} */ edge) =>
      edge.home === 'src/portal' && isWithin(edge.target, 'src/worker') && edge.kind === 'url',
  },
  {
    reason: 'node/ folders run in Node only and compose the demo world without a chunk split',
    holds: (/** @type {Edge} */ edge) => edge.path.startsWith('src/worker/node/') && isWithin(edge.target, 'mocks'),
  },
];

/** @typedef {{ path: string, home: string, target: string, kind: Import['kind'] }} Edge */

/** @param {string} path @param {string} prefix a folder or a file */
const isWithin = (path, prefix) => path === prefix || path.startsWith(`${prefix}/`);

const homesBySpecificity = Object.keys(rules).toSorted((a, b) => b.length - a.length);

/**
 * One line per import against the rules, and per thing the check cannot judge.
 * @param {ReadonlyMap<string, string>} sources path from the project root → text
 */
export function findTrespasses(sources) {
  return [...sources].flatMap(([path, text]) => {
    const home = homesBySpecificity.find((prefix) => isWithin(path, prefix));
    if (home === undefined) return [`${path}: no rule for this folder in scripts/import-boundaries.mjs`];
    const { imports, errors } = readImports(path, text);
    return [...errors, ...imports.flatMap((found) => judge(path, home, found, sources))];
  });
}

/**
 * @param {string} path
 * @param {string} home
 * @param {Import} found
 * @param {ReadonlyMap<string, string>} sources
 * @returns {string[]}
 */
function judge(path, home, { specifier, kind }, sources) {
  const rule = rules[home];
  if (rule === undefined) throw new Error(`no rule ${home}`);
  if (!specifier.startsWith('.')) {
    if (specifier.startsWith('node:')) {
      return path.includes('/node/') ? [] : [`${path} imports ${specifier}: only node/ folders run in Node`];
    }
    const allowed = kind === 'type' ? [...rule.packages, ...(rule.typePackages ?? [])] : rule.packages;
    if (allowed.some((name) => isWithin(specifier, name))) return [];
    return [`${path} imports ${specifier}: ${home} may import the packages [${rule.packages.join(', ')}]`];
  }
  const target = posix.join(posix.dirname(path), specifier.replace(/\?.*$/, ''));
  if (/\.tsx?$/.test(target) && !sources.has(target)) return [`${path} imports ${target}, which is not there`];
  if (isWithin(target, 'src/base') || rule.folders.some((folder) => isWithin(target, folder))) return [];
  if (isWithin(target, home) && !(rule.areSiblingsApart && areSiblings(path, target, home))) return [];
  if (exceptions.some((exception) => exception.holds({ path, home, target, kind }))) return [];
  return [`${path} imports ${target}: ${home} may import [${['src/base', ...rule.folders].join(', ')}]`];
}

/**
 * One line per circle of modules that import each other, types included: none can be read, tested or moved alone.
 * What is loaded by import() or URL comes later and closes no circle.
 * @param {ReadonlyMap<string, string>} sources path from the project root → text
 */
export function findCircles(sources) {
  /** @type {Map<string, string[]>} */
  const targets = new Map();
  for (const [path, text] of sources) {
    const near = readImports(path, text).imports.filter(
      ({ specifier, kind }) => specifier.startsWith('.') && (kind === 'static' || kind === 'type'),
    );
    targets.set(
      path,
      near.map(({ specifier }) => posix.join(posix.dirname(path), specifier)).filter((target) => sources.has(target)),
    );
  }
  /** @type {string[]} */
  const circles = [];
  const done = new Set();
  /** @param {string} path @param {readonly string[]} trail the modules that led here */
  const follow = (path, trail) => {
    const start = trail.indexOf(path);
    if (start >= 0) circles.push(`a circle of imports: ${[...trail.slice(start), path].join(' → ')}`);
    if (start >= 0 || done.has(path)) return;
    for (const target of targets.get(path) ?? []) follow(target, [...trail, path]);
    done.add(path);
  };
  for (const path of targets.keys()) follow(path, []);
  return circles;
}

/** Whether two files lie in different subfolders of `home`. @param {string} path @param {string} target @param {string} home */
function areSiblings(path, target, home) {
  const subfolder = (/** @type {string} */ file) => file.slice(home.length + 1).split('/')[0];
  return subfolder(path) !== subfolder(target);
}

/**
 * All that a module refers to, in whatever form.
 * @param {string} path its ending tells the parser the dialect
 * @param {string} text
 */
export function readImports(path, text) {
  const { program, errors } = parseSync(path, text);
  /** @type {Import[]} */
  const imports = [];
  const problems = errors.map((error) => `${path}: ${error.message}`);
  /** @param {any} node @param {Import['kind']} kind */
  const add = (node, kind) => {
    const specifier = node?.type === 'Literal' ? node.value : undefined;
    if (typeof specifier === 'string') imports.push({ specifier, kind });
    else problems.push(`${path}: a computed import cannot be checked`);
  };
  visit(program, (node) => {
    if (node.type === 'ImportDeclaration') add(node.source, node.importKind === 'type' ? 'type' : 'static');
    else if (node.type === 'ExportAllDeclaration') add(node.source, node.exportKind === 'type' ? 'type' : 'static');
    else if (node.type === 'ExportNamedDeclaration' && node.source)
      add(node.source, node.exportKind === 'type' ? 'type' : 'static');
    else if (node.type === 'ImportExpression') add(node.source, 'dynamic');
    else if (node.type === 'TSImportType') add(node.source ?? node.argument, 'type');
    else if (node.type === 'NewExpression' && isModuleUrl(node)) add(node.arguments[0], 'url');
  });
  return { imports, errors: problems };
}

/** new URL('…', import.meta.url). @param {any} node */
function isModuleUrl(node) {
  const base = node.arguments[1];
  return node.callee.name === 'URL' && base?.type === 'MemberExpression' && base.object.type === 'MetaProperty';
}

/** @param {unknown} node @param {(node: any) => void} see */
function visit(node, see) {
  if (Array.isArray(node)) for (const child of node) visit(child, see);
  else if (typeof node === 'object' && node !== null) {
    if ('type' in node) see(node);
    for (const child of Object.values(node)) visit(child, see);
  }
}

/** Product sources under a folder; tests and their helpers may import what they like. @param {string} folder @returns {string[]} */
function listSources(folder) {
  return readdirSync(join(projectRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'testing' ? [] : listSources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function main() {
  const paths = ['src', 'mocks'].flatMap(listSources);
  const sources = new Map(paths.map((path) => [path, readFileSync(join(projectRoot, path), 'utf8')]));
  // A check that sees nothing would report success for ever: each rule must have something to judge.
  const idle = Object.keys(rules).filter(
    (home) => !existsSync(join(projectRoot, home)) || !paths.some((path) => isWithin(path, home)),
  );
  const trespasses = [
    ...idle.map((home) => `${home}: has a rule, but no source file`),
    ...findTrespasses(sources),
    ...findCircles(sources),
  ];
  for (const line of trespasses) console.error(line);
  if (trespasses.length > 0) {
    console.error(
      `${trespasses.length} against the import directions of docs/architecture.md. Exceptions: ${exceptions.map((exception) => exception.reason).join('; ')}.`,
    );
    process.exit(1);
  }
  console.log(`Import directions hold in ${paths.length} files.`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) main();
