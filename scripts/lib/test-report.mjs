/** Runs the parts of the tests one after the other and sums them up. */
import { attempt } from './processes.mjs';

/**
 * @typedef {import('./test-parts.mjs').Part} Part
 * @typedef {import('./test-parts.mjs').Counts} Counts
 * @typedef {{ name: string, counts: Counts, seconds: number, note: string }} Result
 */

/**
 * @param {readonly Part[]} parts
 * @returns {Promise<number>} the exit code: 0 when nothing failed
 */
export async function runParts(parts) {
  /** @type {Result[]} */
  const results = [];
  for (const part of parts) {
    console.log(`\n── ${part.name} ──`);
    results.push(await runPart(part));
  }
  for (const line of summarize(results)) console.log(line);
  return results.some((result) => result.counts.failed > 0) ? 1 : 0;
}

/** @param {Part} part @returns {Promise<Result>} */
async function runPart({ name, command, env = {}, limitMinutes, readCounts }) {
  const startedAt = performance.now();
  const { exitCode, isTimedOut } = await attempt(command, { env, timeoutMs: limitMinutes * 60_000 });
  const seconds = (performance.now() - startedAt) / 1000;
  const note = isTimedOut ? `killed after ${limitMinutes} minutes` : '';
  return { name, counts: reconcile(exitCode, readCounts), seconds, note };
}

/**
 * What a part counts for. A runner's report and its exit code must agree: a crash after the last
 * test, or a report that was never written, is a failure too.
 * @param {number} exitCode
 * @param {(() => Counts) | undefined} readCounts
 * @returns {Counts}
 */
export function reconcile(exitCode, readCounts) {
  const hasFailed = exitCode !== 0;
  if (!readCounts) return { passed: hasFailed ? 0 : 1, failed: hasFailed ? 1 : 0, skipped: 0 };
  try {
    const counts = readCounts();
    const isEmpty = counts.passed + counts.failed === 0;
    return counts.failed === 0 && (hasFailed || isEmpty) ? { ...counts, failed: 1 } : counts;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** @param {readonly Result[]} results */
export function summarize(results) {
  const sum = (/** @type {keyof Counts} */ key) => results.reduce((total, result) => total + result.counts[key], 0);
  const lines = results.map(({ name, counts, seconds, note }) => {
    const outcome = counts.failed > 0 ? 'failed' : 'ok';
    const detail = note === '' ? phrase(counts.passed, counts.failed, counts.skipped) : note;
    return `  ${outcome.padEnd(6)}  ${name.padEnd(36)}  ${seconds.toFixed(1).padStart(6)} s  ${detail}`;
  });
  return ['', ...lines, '', phrase(sum('passed'), sum('failed'), sum('skipped'))];
}

/** @param {number} passed @param {number} failed @param {number} skipped */
function phrase(passed, failed, skipped) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
