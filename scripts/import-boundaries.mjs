/**
 * Import directions between the folders of src and mocks. Read as text, type imports
 * included: what a folder may not import it may not name either.
 * Run: node scripts/import-boundaries.mjs   (exit 1 with one line per trespass)
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Folder → folders it may import. The most specific prefix speaks. `base` is open to all. */
const allowed = {
  'src/base': [],
  'src/formats': [],
  'src/core': ['src/formats'],
  'src/engine': ['src/core', 'src/formats'],
  'src/management/client': ['src/management/wire.ts', 'src/management/arm.ts', 'src/management/transport'],
  'src/management/arm.ts': [],
  'src/management/wire.ts': [],
  'src/management/transport': [],
  'src/management/server': ['src/core', 'src/engine', 'src/management'],
  'src/adapters': ['src/formats', 'src/core/ports.ts', 'src/core/model.ts', 'src/core/errors/fault.ts'],
  'src/worker': ['src/formats', 'src/core', 'src/engine', 'src/management', 'src/adapters'],
  'src/portal': ['src/management/client', 'src/management/wire.ts', 'src/management/arm.ts', 'src/management/transport'],
  'mocks': ['src/formats', 'src/core/ports.ts', 'src/core/model.ts', 'src/core/errors/fault.ts', 'src/management/wire.ts'],
  'mocks/simulation': ['src/formats', 'src/core', 'src/engine', 'src/management', 'src/adapters', 'mocks'],
};
/** Files that may import what the table forbids, each with its reason. */
const exceptions = {
  'src/worker → mocks': 'dynamic import() only: the demo world is a chunk of its own',
};

const prefixes = Object.keys(allowed).toSorted((a, b) => b.length - a.length);
const homeOf = (path) => prefixes.find((prefix) => path === prefix || path.startsWith(`${prefix}/`));

function* sources(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) && !path.includes('/testing/')) yield path;
  }
}

const importPattern = /(?:import|export)\s[^'"]*?from\s+['"](\.[^'"]+)['"]|import\s+['"](\.[^'"]+)['"]|(import)\(\s*['"](\.[^'"]+)['"]\s*\)/g;

const trespasses = [];
for (const folder of ['src', 'mocks']) {
  for (const path of sources(folder)) {
    const home = homeOf(path);
    if (!home) {
      trespasses.push(`${path}: no rule for this folder in scripts/import-boundaries.mjs`);
      continue;
    }
    for (const match of readFileSync(join(root, path), 'utf8').matchAll(importPattern)) {
      const target = relative(root, resolve(root, dirname(path), match[1] ?? match[2] ?? match[4]));
      const within = (prefix) => target === prefix || target.startsWith(`${prefix}/`);
      if (within('src/base') || within(home) || allowed[home].some(within)) continue;
      if (home === 'src/adapters' && dirname(target) === dirname(path)) continue;
      if (home === 'src/worker' && within('mocks') && match[3]) continue;
      if (path.startsWith('src/portal/') && within('src/worker') && path === 'src/portal/app/start-worker.ts') continue;
      trespasses.push(`${path} imports ${target}: ${home} may import ${['src/base', ...allowed[home]].join(', ')}`);
    }
  }
}
for (const line of trespasses) console.error(line);
if (trespasses.length > 0) {
  console.error(`${trespasses.length} imports against the directions of docs/architecture.md (exceptions: ${JSON.stringify(exceptions)})`);
  process.exit(1);
}
