/** What may be loaded, in gzip. The names come from the build's own manifest, so no budget can miss its file. */
import { readdirSync, readFileSync } from 'node:fs';

const dist = new URL('dist/', import.meta.url);

/** @typedef {{ file: string, imports?: string[], isEntry?: boolean, name?: string }} ManifestChunk */
/** @type {Record<string, ManifestChunk>} */
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

/** A chunk's file and those that load with it. @param {string} key @returns {string[]} */
function closure(key, seen = new Set()) {
  const chunk = manifest[key];
  if (!chunk || seen.has(key)) return [];
  seen.add(key);
  return [chunk.file, ...(chunk.imports ?? []).flatMap((imported) => closure(imported, seen))];
}

const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry);
const charts = Object.values(manifest).filter((chunk) => chunk.name === 'recharts');
const workers = readdirSync(new URL('assets/', dist)).filter((name) => /^engine\.worker-.*\.js$/.test(name));
if (!entry || charts.length === 0 || workers.length === 0)
  throw new Error('entry, Recharts or worker chunk not found in dist/');

/** @param {string[]} files */
const inDist = (files) => files.map((file) => `dist/${file}`);

export default [
  { name: 'portal entry with its static imports', path: inDist(closure(entry)), limit: '240 kB', gzip: true },
  { name: 'Recharts, lazy', path: inDist(charts.map((chunk) => chunk.file)), limit: '140 kB', gzip: true },
  {
    name: 'engine worker without the demo world',
    path: workers.map((name) => `dist/assets/${name}`),
    limit: '120 kB',
    gzip: true,
  },
];
