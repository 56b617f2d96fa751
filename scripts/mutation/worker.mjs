/** One thread that has loaded the core's tests and runs those that it is told to, with the mutant that it is told. */
import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import { tests } from './stage.mjs';

/**
 * @typedef {object} Coverage by mutant's id, how often it was reached
 * @property {Record<string, number>} static while the modules were loaded
 * @property {Record<string, Record<string, number>>} perTest by the test's index, from "1" on
 *
 * @typedef {object} Order
 * @property {string} mutant
 * @property {readonly number[]} indices of tests, in the order in which they run
 * @property {number} hitLimit a mutant reached more often has made an endless loop
 */

/** What the instrumented code shares with us: it reads `activeMutant` at every mutant. @type {any} */
const stryker = { activeMutant: workerData.activeMutant };
Object.assign(globalThis, { __stryker__: stryker });

// The same cases for every mutant, and none made smaller: that one fails is all that counts.
fc.configureGlobal({ seed: 1, endOnFailure: true });
for (const file of workerData.testFiles) await import(file);

parentPort?.on('message', (/** @type {Order | 'measure'} */ message) => {
  void (message === 'measure' ? measure() : run(message)).then(answer);
});
answer('ready');

/** @param {unknown} message */
function answer(message) {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
  parentPort?.postMessage(message);
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

/** Until a test fails. @param {Order} order @returns {Promise<{ killedBy: string | null }>} */
async function run({ mutant, indices, hitLimit }) {
  stryker.activeMutant = mutant;
  for (const index of indices) {
    stryker.hitCount = 0;
    stryker.hitLimit = hitLimit;
    try {
      await tests[index]?.run();
    } catch {
      stryker.activeMutant = undefined;
      return { killedBy: tests[index]?.name ?? '' };
    }
  }
  stryker.activeMutant = undefined;
  return { killedBy: null };
}
