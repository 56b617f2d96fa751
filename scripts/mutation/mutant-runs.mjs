/** Runs mutants one after the other in a process; one that hangs or runs out of memory ends with its process. */
import { fork } from 'node:child_process';
import { join } from 'node:path';

/** For what does not depend on a mutant: far more than it takes on a busy machine. */
const patienceMs = 120_000;
/** A mutant hangs when its tests take so much longer than without it, and so much beyond. */
const patienceFactor = 10;
const patienceAtLeastMs = 5_000;
/** Reached so many times more often than without a mutant, it is an endless loop. */
const hitFactor = 100;
const loadsPerProcess = 50;
/** Where all tests run for one mutant, the longest are left out: that can only lower the score. */
const longTestMs = 100;

/** @typedef {'Killed' | 'Timeout' | 'Survived' | 'NoCoverage'} Outcome */
/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/** @typedef {import('./test-process.mjs').Load} Load */
/** @typedef {import('./test-process.mjs').Measure} Measure */
/** @typedef {import('./test-process.mjs').Run} Run */

export class MutantRuns {
  #module;
  /** @type {ChildProcess | undefined} */
  #process;
  /** @type {number[]} */
  #durations = [];
  /** @type {import('./test-process.mjs').Coverage} */
  #coverage = { static: {}, perTest: {} };
  /** @type {Map<string, number[]>} */
  #covering = new Map();
  #loads = 0;

  /** @param {string} module with all tests */
  constructor(module) {
    this.#module = module;
  }

  /** Runs all tests once without a mutant, to know which of them reach which. Throws when one fails. */
  async measure() {
    const { failed, durations, coverage } = await this.#ask({ kind: 'measure' });
    if (failed) throw new Error(`Without any mutant a test fails: ${failed}`);
    this.#durations = durations;
    this.#coverage = coverage;
    for (const [test, hits] of Object.entries(this.#coverage.perTest)) {
      for (const id of Object.keys(hits)) this.#covering.set(id, [...(this.#covering.get(id) ?? []), Number(test) - 1]);
    }
    return durations.length;
  }

  /**
   * Whether it is reached while modules are loaded and by no test afterwards: its run loads them anew.
   * @param {string} id of a mutant
   */
  isStatic(id) {
    return this.#coverage.static[id] !== undefined && !this.#covering.has(id);
  }

  /** @param {string} id of a mutant @returns {Promise<Outcome>} */
  async run(id) {
    if (this.isStatic(id)) return this.#loadedWith(id);
    const covering = this.#covering.get(id);
    if (!covering) return 'NoCoverage';
    const hits = covering.map((index) => this.#coverage.perTest[index + 1]?.[id] ?? 0);
    return this.#try({
      kind: 'run',
      mutant: id,
      indices: this.#quickFirst(covering),
      hitLimit: Math.max(...hits) * hitFactor,
    });
  }

  stop() {
    this.#process?.kill('SIGKILL');
    this.#process = undefined;
  }

  /** A mutant that is reached while modules are loaded has its effect only if it is active by then. @param {string} id */
  async #loadedWith(id) {
    // Modules loaded before are never freed.
    if (this.#loads++ % loadsPerProcess === 0) this.stop();
    const quick = [...this.#durations.keys()].filter((index) => (this.#durations[index] ?? 0) < longTestMs);
    const indices = this.#quickFirst(quick);
    return this.#try({ kind: 'run', mutant: id, indices, hitLimit: Number.MAX_SAFE_INTEGER }, id);
  }

  /** @param {Run} order @param {string} [loadedWith] a mutant with which the tests are loaded anew @returns {Promise<Outcome>} */
  async #try(order, loadedWith) {
    try {
      if (loadedWith !== undefined) await this.#load(loadedWith);
      const { isKilled } = await this.#ask(order);
      return isKilled ? 'Killed' : 'Survived';
    } catch (error) {
      this.stop();
      return error instanceof Hang ? 'Timeout' : 'Killed';
    }
  }

  /** @param {number[]} indices */
  #quickFirst(indices) {
    return indices.toSorted((a, b) => (this.#durations[a] ?? 0) - (this.#durations[b] ?? 0));
  }

  /** @param {Measure | Run} order @returns {Promise<any>} */
  async #ask(order) {
    return answerOf(this.#process ?? (await this.#load()), order, this.#patience(order));
  }

  /** @param {Measure | Run} order */
  #patience(order) {
    if (order.kind === 'measure') return patienceMs;
    const usualMs = order.indices.reduce((sum, index) => sum + (this.#durations[index] ?? 0), 0);
    return patienceAtLeastMs + usualMs * patienceFactor;
  }

  /** @param {string} [activeMutant] */
  async #load(activeMutant) {
    const child = (this.#process ??= fork(join(import.meta.dirname, 'test-process.mjs'), {
      execArgv: ['--max-old-space-size=2048'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    }));
    await answerOf(child, { kind: 'load', module: this.#module, activeMutant }, patienceMs);
    return child;
  }
}

class Hang extends Error {}

/** The process's answer; rejects when it ends instead, or says nothing for long. @param {ChildProcess} child @param {Load | Measure | Run} order @param {number} waitMs */
function answerOf(child, order, waitMs) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(new Hang('The mutant hangs.'))), waitMs);
    /** @param {() => void} end */
    const settle = (end) => {
      clearTimeout(timer);
      child.off('message', onMessage).off('exit', onExit);
      end();
    };
    /** @param {unknown} message */
    const onMessage = (message) => settle(() => resolve(message));
    const onExit = () => settle(() => reject(new Error('The process with the tests has ended.')));
    child.on('message', onMessage).on('exit', onExit);
    child.send(order);
  });
}
