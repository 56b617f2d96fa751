/** Reads Stryker's report: how many changes of each folder of src/core the tests noticed, and which they did not. */

/**
 * @typedef {object} Mutant
 * @property {string} mutatorName
 * @property {string} status
 * @property {string} [replacement]
 * @property {{ start: { line: number, column: number }, end: { line: number, column: number } }} location 0-based
 *
 * @typedef {Record<string, { source: string, mutants: Mutant[] }>} ReportFiles by path from the project's root
 *
 * @typedef {object} Score of a folder, or of `all`
 * @property {string} folder
 * @property {number} killed noticed by a test, or by the endless loop that the change makes
 * @property {number} survived run by tests, and noticed by none
 * @property {number} uncovered run by no test
 */

const killedStates = new Set(['Killed', 'Timeout']);

/** @param {Pick<Score, 'killed' | 'survived' | 'uncovered'>} score @returns {number} 0 to 100 */
export function percent({ killed, survived, uncovered }) {
  const all = killed + survived + uncovered;
  return all === 0 ? 100 : (killed / all) * 100;
}

/** One score for each folder, and one for all together. @param {ReportFiles} files @returns {Score[]} */
export function foldersOf(files) {
  /** @type {Map<string, Score>} */
  const scores = new Map();
  const total = { folder: 'all', killed: 0, survived: 0, uncovered: 0 };
  for (const [path, { mutants }] of Object.entries(files)) {
    const folder = path.split('/')[2] ?? path;
    const score = scores.get(folder) ?? { folder, killed: 0, survived: 0, uncovered: 0 };
    scores.set(folder, score);
    for (const { status } of mutants) {
      for (const counted of [score, total]) {
        if (killedStates.has(status)) counted.killed++;
        else if (status === 'Survived') counted.survived++;
        else if (status === 'NoCoverage') counted.uncovered++;
      }
    }
  }
  return [...[...scores.values()].filter((score) => score.killed + score.survived + score.uncovered > 0), total];
}

/** Each change that no test noticed, as one line. @param {ReportFiles} files @returns {string[]} */
export function survivorsOf(files) {
  return Object.entries(files).flatMap(([path, { source, mutants }]) => {
    const lines = source.split('\n');
    return mutants
      .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
      .map(({ status, location: { start, end }, replacement = '' }) => {
        const line = lines[start.line] ?? '';
        const was = start.line === end.line ? line.slice(start.column, end.column) : line.slice(start.column);
        return `${path}:${start.line + 1} ${status}: ${oneLine(was)} → ${oneLine(replacement)}`;
      });
  });
}

/** @param {string} text */
function oneLine(text) {
  return text.replaceAll(/\s+/g, ' ').trim();
}
