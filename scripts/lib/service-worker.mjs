/** Writes the service worker of a build: the code in `service-worker-code.js`, and the list of what it keeps. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const code = new URL('service-worker-code.js', import.meta.url);

/** @param {string} folder the finished build; gets `sw.js` */
export function writeServiceWorker(folder) {
  const files = listFiles(folder, '').filter((path) => !path.endsWith('.map') && path !== '/sw.js');
  const hash = createHash('sha256');
  for (const path of files) hash.update(`${path}\0`).update(readFileSync(join(folder, path)));
  const text = readFileSync(code, 'utf8');
  hash.update(text);
  const header = `const VERSION = '${hash.digest('hex').slice(0, 16)}';\nconst FILES = ${JSON.stringify(files)};\n`;
  writeFileSync(join(folder, 'sw.js'), header + text);
}

/**
 * Paths from the site's root, in a fixed order; hidden files are not served.
 * @param {string} folder
 * @param {string} path
 * @returns {string[]}
 */
function listFiles(folder, path) {
  return readdirSync(join(folder, path))
    .toSorted()
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => {
      const each = `${path}/${name}`;
      return statSync(join(folder, each)).isDirectory() ? listFiles(folder, each) : [each];
    });
}
