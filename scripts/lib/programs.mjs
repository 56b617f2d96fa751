/** What the tests need beside npm packages: a browser, qemu-img, a file system maker, two fonts. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findFixedFonts } from './fixed-fonts.mjs';
import { attempt } from './processes.mjs';

/** Each with the names it goes by and the Debian package that brings it. */
const neededPrograms = [
  {
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    debianPackage: 'chromium',
    variable: 'LOCKSTEP_CHROMIUM',
  },
  { names: ['qemu-img'], debianPackage: 'qemu-utils', variable: null },
  { names: ['mke2fs'], debianPackage: 'e2fsprogs', variable: null },
];

/** What the pictures of the portal are drawn with. */
const neededFonts = { names: ['the fonts DejaVu Sans'], debianPackage: 'fonts-dejavu-core', variable: null };

/** Debian keeps file system makers in sbin, which a user's PATH often lacks. */
const searchPath = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/local/bin'];

/** The full path of the first of these programs that is there. @param {readonly string[]} names */
export function findProgram(names) {
  for (const name of names) {
    for (const folder of searchPath) {
      const file = join(folder, name);
      if (folder !== '' && isExecutable(file)) return file;
    }
  }
  return null;
}

/** The browser of the end-to-end tests: `LOCKSTEP_CHROMIUM`, else the system's. */
export function findChromium() {
  return process.env['LOCKSTEP_CHROMIUM'] || findProgram(neededPrograms[0]?.names ?? []);
}

/** Installs missing programs with apt-get where that is possible; elsewhere says what is to be installed, and throws. */
export async function ensurePrograms() {
  const missing = listMissing();
  if (missing.length === 0) return;
  const packages = missing.map((program) => program.debianPackage);
  const isRoot = process.getuid?.() === 0;
  if (isRoot && findProgram(['apt-get'])) {
    console.log(`Installing ${packages.join(', ')}…`);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await attempt(['apt-get', 'update', '-qq'], { env });
    await attempt(['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
  }
  const stillMissing = listMissing();
  if (stillMissing.length > 0) throw new Error(describeMissing(stillMissing));
}

function listMissing() {
  const programs = neededPrograms.filter(
    (program) => !(program.variable && process.env[program.variable]) && findProgram(program.names) === null,
  );
  return findFixedFonts() === null ? [...programs, neededFonts] : programs;
}

/** @param {readonly { names: readonly string[], debianPackage: string, variable: string | null }[]} missing */
function describeMissing(missing) {
  const packages = missing.map((program) => program.debianPackage).join(' ');
  const lines = missing.map((program) =>
    program.variable
      ? `  ${program.names[0]} (or name a browser in ${program.variable})`
      : `  ${program.names[0]}, from the package ${program.debianPackage}`,
  );
  return [
    'The end-to-end tests need programs that are not on this machine:',
    ...lines,
    `On Debian or Ubuntu: sudo apt-get install ${packages}`,
    'On macOS: brew install qemu e2fsprogs, and Chromium or Chrome',
  ].join('\n');
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
