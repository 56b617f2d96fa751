/**
 * Installs npm packages when they are missing or older than their lock file.
 * Uses Node's builtins only: this runs on a fresh clone, before anything is installed.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './processes.mjs';

/**
 * Whether `folder/node_modules` holds what `folder/package-lock.json` asks for. npm writes its
 * hidden lock file last, so an interrupted install counts as missing. Contents are compared,
 * not times: a checkout or a copy sets times at will.
 * @param {string} folder
 */
export function arePackagesCurrent(folder) {
  const wanted = readPackages(join(folder, 'package-lock.json'));
  const installed = readPackages(join(folder, 'node_modules/.package-lock.json'));
  if (!wanted) throw new Error(`${folder}/package-lock.json is missing or damaged`);
  return installed !== null && isSatisfied(wanted, installed);
}

/**
 * @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean }>} LockedPackages
 * @param {LockedPackages} wanted from package-lock.json
 * @param {LockedPackages} installed from npm's hidden lock file
 */
export function isSatisfied(wanted, installed) {
  return Object.entries(wanted).every(([path, locked]) => {
    if (path === '') return true; // the project itself
    const present = installed[path];
    // Binaries of other platforms are optional and rightly absent.
    if (!present) return locked.optional === true;
    return present.version === locked.version && present.integrity === locked.integrity;
  });
}

/**
 * @param {string} folder with package.json and package-lock.json
 * @param {string} what for the message
 */
export async function ensurePackages(folder, what) {
  if (arePackagesCurrent(folder)) return;
  console.log(`Installing ${what}…`);
  await run(['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
}

/** @param {string} file @returns {LockedPackages | null} */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}
