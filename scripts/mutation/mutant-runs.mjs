/** Runs mutants one after the other in a thread; one that hangs is ended with its thread. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** Far more than all tests take together on a busy machine. */
const patienceMs = 60_000;
/** Reached so many times more often than without a mutant, it is an endless loop. */
const hitFactor = 100;

/** @typedef {'Killed' | 'Timeout' | 'Survived' | 'NoCoverage'} Outcome */

export class MutantRuns {
  #testFiles;
  /** @type {Worker | undefined} */
  #worker;
  /** @type {number[]} */
  #durations = [];
  /** @type {import('./worker.mjs').Coverage} */
  #coverage = { static: {}, perTest: {} };

  /** @param {readonly string[]} testFiles */
  constructor(testFiles) {
    this.#testFiles = testFiles;
  }

  /** Runs all tests once without a mutant, to know which of them reach which. Throws when one fails. */
  async measure() {
    const { failed, durations, coverage } = await this.#ask('measure');
    if (failed) throw new Error(`Without any mutant a test fails: ${failed}`);
    this.#durations = durations;
    this.#coverage = coverage;
    return durations.length;
  }

  /**
   * Whether it is reached while modules are loaded and by no test afterwards: such a run takes a thread of its own.
   * @param {string} id of a mutant
   */
  isStatic(id) {
    return this.#coverage.static[id] !== undefined && this.#covering(id).length === 0;
  }

  /** @param {string} id of a mutant @returns {Promise<Outcome>} */
  async run(id) {
    if (this.isStatic(id)) return this.#loadedWith(id);
    const covering = this.#covering(id);
    if (covering.length === 0) return 'NoCoverage';
    const hits = covering.map((index) => this.#coverage.perTest[index + 1]?.[id] ?? 0);
    return this.#try(id, this.#quickFirst(covering), Math.max(...hits) * hitFactor);
  }

  /** Indices of the tests that reach a mutant. @param {string} id */
  #covering(id) {
    return Object.entries(this.#coverage.perTest).flatMap(([test, hits]) => (hits[id] ? [Number(test) - 1] : []));
  }

  async stop() {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  /** A mutant that is reached while modules are loaded has its effect only if it is active by then. @param {string} id */
  async #loadedWith(id) {
    await this.stop();
    const all = this.#quickFirst([...this.#durations.keys()]);
    const outcome = await this.#try(id, all, Number.MAX_SAFE_INTEGER, id);
    await this.stop();
    return outcome;
  }

  /**
   * @param {string} mutant @param {number[]} indices @param {number} hitLimit @param {string} [activeMutant] while loading
   * @returns {Promise<Outcome>}
   */
  async #try(mutant, indices, hitLimit, activeMutant) {
    try {
      const { killedBy } = await this.#ask({ mutant, indices, hitLimit }, activeMutant);
      return killedBy === null ? 'Survived' : 'Killed';
    } catch (error) {
      await this.stop();
      return error instanceof Hang ? 'Timeout' : 'Killed';
    }
  }

  /** @param {number[]} indices */
  #quickFirst(indices) {
    return indices.toSorted((a, b) => (this.#durations[a] ?? 0) - (this.#durations[b] ?? 0));
  }

  /** @param {import('./worker.mjs').Order | 'measure'} message @param {string} [activeMutant] @returns {Promise<any>} */
  async #ask(message, activeMutant) {
    const worker = (this.#worker ??= await this.#start(activeMutant));
    const answer = answerOf(worker);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
    worker.postMessage(message);
    return answer;
  }

  /** @param {string} [activeMutant] */
  async #start(activeMutant) {
    const worker = new Worker(join(import.meta.dirname, 'worker.mjs'), {
      workerData: { testFiles: this.#testFiles, activeMutant },
    });
    this.#worker = worker;
    await answerOf(worker);
    return worker;
  }
}

class Hang extends Error {}

/** The worker's next message; rejects when it fails, or says nothing for long. @param {Worker} worker */
function answerOf(worker) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(new Hang('The mutant hangs.'))), patienceMs);
    /** @param {() => void} end */
    const settle = (end) => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError);
      end();
    };
    /** @param {unknown} message */
    const onMessage = (message) => settle(() => resolve(message));
    /** @param {Error} error */
    const onError = (error) => settle(() => reject(error));
    worker.on('message', onMessage).on('error', onError);
  });
}
