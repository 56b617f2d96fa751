/** What may be loaded, in gzip. Files are followed from the build's own entries, so that no budget can miss one. */
import { readdirSync, readFileSync } from 'node:fs';

const assets = new URL('dist/assets/', import.meta.url);
const names = readdirSync(assets).filter((name) => name.endsWith('.js'));

/** The one file of a chunk. @param {string} chunk */
function fileOf(chunk) {
  const found = names.filter(
    (name) => name.startsWith(`${chunk}-`) && /^-[\w-]{8}\.js$/.test(name.slice(chunk.length)),
  );
  const [file] = found;
  if (file === undefined || found.length > 1)
    throw new Error(`dist/assets has ${found.length} files of chunk ${chunk}`);
  return file;
}

/** Files, and those that load with them: the static imports. @param {readonly string[]} files */
function withImports(files) {
  const reached = new Set(files);
  for (const file of reached) {
    const code = readFileSync(new URL(file, assets), 'utf8');
    for (const [, imported] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
      if (imported) reached.add(imported);
  }
  return reached;
}

/** @param {Iterable<string>} files */
const inDist = (files) => Array.from(files, (file) => `dist/assets/${file}`);

const entry = withImports([fileOf('index')]);
/** Comes with whichever page is the first, once. */
const shared = [...withImports([fileOf('shared')])].filter((file) => !entry.has(file));
const charts = [...withImports([fileOf('history-charts')])].filter(
  (file) => !entry.has(file) && !shared.includes(file),
);
/** The engine without the demo world, and the first chunk that it loads. */
const worker = withImports([fileOf('engine.worker'), fileOf('boot-browser-demo')]);
/** Loads beside it: the management API. */
const management = [...withImports([fileOf('management-server')])].filter((file) => !worker.has(file));

export default [
  { name: 'portal entry with its static imports', path: inDist(entry), limit: '240 kB', gzip: true },
  { name: 'what pages share, lazy', path: inDist(shared), limit: '100 kB', gzip: true },
  { name: 'charts with Recharts, lazy', path: inDist(charts), limit: '140 kB', gzip: true },
  { name: 'engine worker without the demo world', path: inDist(worker), limit: '120 kB', gzip: true },
  { name: 'management API in the worker', path: inDist(management), limit: '60 kB', gzip: true },
  { name: 'checksum worker', path: inDist([fileOf('checksum.worker')]), limit: '120 kB', gzip: true },
];
