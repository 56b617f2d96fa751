/** The parts of the tests: what each runs, how long it may take, and where its counts come from. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './paths.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 *
 * @typedef {object} Part
 * @property {string} name
 * @property {readonly string[]} command program and arguments
 * @property {number} limitMinutes after which it is killed and counts as failed
 * @property {Record<string, string>} [env]
 * @property {() => Counts} [readCounts] of a test runner, from its report; throws when there is none. Any other part counts as one
 */

/** @param {string} file below node_modules */
const bin = (file) => [process.execPath, join(projectRoot, 'node_modules', file)];

/** @type {readonly Part[]} */
export const staticParts = [
  { name: 'type check', command: [...bin('typescript/bin/tsc'), '-b'], limitMinutes: 3 },
  { name: 'lint', command: [...bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'], limitMinutes: 3 },
  {
    name: 'import directions',
    command: [process.execPath, join(projectRoot, 'scripts/import-boundaries.mjs')],
    limitMinutes: 1,
  },
  {
    name: 'checksum kernel',
    command: [process.execPath, join(projectRoot, 'scripts/kernel.mjs'), '--check'],
    limitMinutes: 1,
  },
  { name: 'format', command: [...bin('oxfmt/bin/oxfmt'), '--check', '.'], limitMinutes: 1 },
];

/** @type {readonly Part[]} */
export const buildParts = [
  { name: 'build', command: [process.execPath, join(projectRoot, 'scripts/build.mjs')], limitMinutes: 3 },
  { name: 'size limits', command: [...bin('size-limit/bin.js')], limitMinutes: 1 },
];

/** @param {string} name @param {readonly string[]} projects of vitest.config.ts @param {readonly string[]} [flags] @returns {Part} */
export function vitestPart(name, projects, flags = []) {
  const report = join(reportFolder(), 'vitest.json');
  return {
    name,
    command: [
      ...bin('vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...projects.flatMap((project) => ['--project', project]),
      ...flags,
    ],
    limitMinutes: 12,
    readCounts: () => countVitest(JSON.parse(readFileSync(report, 'utf8'))),
  };
}

const playwrightReport = join(reportFolder(), 'playwright.json');

/** @type {Part} */
export const playwrightPart = {
  name: 'end-to-end tests',
  command: [...bin('@playwright/test/cli.js'), 'test', '--reporter=list,json'],
  env: { PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
  limitMinutes: 14,
  readCounts: () => countPlaywright(JSON.parse(readFileSync(playwrightReport, 'utf8'))),
};

/** Two minutes alone on two cores; the first seeds are as good as any, and the same for everybody. @type {Part} */
export const simulationPart = {
  name: 'simulation, 2,000 seeds',
  command: [process.execPath, join(projectRoot, 'scripts/sim.mjs'), '--seeds', '2000'],
  limitMinutes: 10,
};

/**
 * A suite that fails to load holds no test, but must count.
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: readonly { status: string, assertionResults: readonly unknown[] }[] }} report
 * @returns {Counts}
 */
export function countVitest(report) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: readonly unknown[] }} report
 * @returns {Counts}
 */
export function countPlaywright({ stats, errors }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}

function reportFolder() {
  return mkdtempSync(join(tmpdir(), 'lockstep-report-'));
}
