/** A process that has loaded the core's tests and runs those that it is told to, with the mutant that it is told. */
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { tests } from './stage.mjs';

/**
 * @typedef {object} Coverage by mutant's id, how often it was reached
 * @property {Record<string, number>} static while the modules were loaded
 * @property {Record<string, Record<string, number>>} perTest by the test's index, from "1" on
 *
 * @typedef {object} Load
 * @property {'load'} kind
 * @property {string} module with all tests; loaded once more when it was before
 * @property {string | undefined} activeMutant while it is loaded
 *
 * @typedef {object} Measure
 * @property {'measure'} kind
 *
 * @typedef {object} Run
 * @property {'run'} kind
 * @property {string} mutant
 * @property {readonly number[]} indices of tests, in the order in which they run
 * @property {number} hitLimit a mutant reached more often has made an endless loop
 */

/** What the instrumented code shares with us: it reads `activeMutant` at every mutant. @type {any} */
const stryker = {};
Object.assign(globalThis, { __stryker__: stryker });
// The same cases for every mutant, and none made smaller: that one fails is all that counts.
fc.configureGlobal({ seed: 1, endOnFailure: true });

process.on('message', (/** @type {Load | Measure | Run} */ message) => {
  void answerTo(message).then((answer) => process.send?.(answer));
});

/** @param {Load | Measure | Run} message @returns {Promise<object>} */
async function answerTo(message) {
  switch (message.kind) {
    case 'load':
      await load(message);
      return {};
    case 'measure':
      return measure();
    case 'run':
      return { isKilled: await isKilled(message) };
  }
}

let loads = 0;

/** @param {Load} order */
async function load({ module, activeMutant }) {
  stryker.activeMutant = activeMutant;
  tests.length = 0;
  loads++;
  // Another address is another module.
  await import(`${pathToFileURL(module).href}?${loads}`);
}

/** Runs every test once without a mutant. */
async function measure() {
  /** @type {number[]} */
  const durations = [];
  for (const [index, { name, run }] of tests.entries()) {
    stryker.currentTestId = `${index + 1}`;
    const begun = performance.now();
    try {
      await run();
    } catch (error) {
      return { failed: `${name}: ${error instanceof Error ? error.message : String(error)}` };
    }
    durations.push(performance.now() - begun);
  }
  stryker.currentTestId = undefined;
  return { durations, coverage: /** @type {Coverage} */ (stryker.mutantCoverage) };
}

/** Runs tests until one fails. @param {Run} order */
async function isKilled({ mutant, indices, hitLimit }) {
  stryker.activeMutant = mutant;
  try {
    for (const index of indices) {
      stryker.hitCount = 0;
      stryker.hitLimit = hitLimit;
      await tests[index]?.run();
    }
    return false;
  } catch {
    return true;
  } finally {
    stryker.activeMutant = undefined;
  }
}
