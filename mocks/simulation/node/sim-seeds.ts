import { toIso } from '../../../src/base/units.ts';
import type { SimulationOutcome } from '../simulation.ts';
import { Tally } from '../tally.ts';
import type { SimArguments } from './sim-arguments.ts';
import type { CrewOptions, SeedResult } from './sim-crew.ts';
import { idleDraws, tallyTable } from './sim-report.ts';

/** Plays one seed; `isDigested`: with a digest of the world at the end. */
export type Play = (seed: string, isDigested: boolean) => Promise<SimulationOutcome>;

/** Every so many seeds one is played twice: both runs must be the same. */
const TWICE_EVERY = 50;
const TRACE_LINES = 40;

/**
 * Plays the seeds and prints those that failed; with `isReporting` also what was drawn, where a draw that
 * never took effect fails the run. The last line says how many passed. Answers the exit code.
 */
export async function simulateSeeds(
  { firstSeed, seedCount, threads, isVerbose, isReporting }: SimArguments,
  playAll: (options: CrewOptions) => Promise<void>,
  print: (line: string) => void,
): Promise<0 | 1> {
  const tally = new Tally();
  let failed = 0;
  const onResult = ({ seed, failure, trace, tally: drawn }: SeedResult): void => {
    tally.add(drawn);
    if (!failure) return;
    failed++;
    print(`seed ${seed} at ${toIso(failure.at)}: ${failure.detail}`);
    print(`  repeat: npm run sim -- --seeds 1 --seed ${seed} --verbose`);
    if (isVerbose) for (const line of trace.slice(-TRACE_LINES)) print(`  ${line}`);
  };
  await playAll({ firstSeed, seedCount, threads, onResult });
  const idle = isReporting ? idleDraws(tally.toRecord()) : [];
  if (isReporting) for (const line of tallyTable(tally.toRecord())) print(line);
  for (const name of idle) print(`never took effect: ${name}`);
  print(`${seedCount - failed} passed, ${failed} failed`);
  return failed === 0 && idle.length === 0 ? 0 : 1;
}

/** One seed, now and then twice. */
export async function playSeed(seed: number, play: Play): Promise<SeedResult> {
  const isTwice = seed % TWICE_EVERY === 0;
  const outcome = await play(String(seed), isTwice);
  const failure = outcome.failure ?? (isTwice ? await repetition(seed, outcome, play) : null);
  return { seed: String(seed), failure, tally: outcome.tally, trace: failure ? outcome.trace.slice(-TRACE_LINES) : [] };
}

async function repetition(seed: number, first: SimulationOutcome, play: Play): Promise<SimulationOutcome['failure']> {
  const second = await play(String(seed), true);
  if (second.failure) return second.failure;
  if (second.digest === first.digest) return null;
  const at = first.trace.findIndex((line, index) => line !== second.trace[index]);
  const law = 'the same seed gives the same run';
  const detail = `${law}: ${first.digest} and ${second.digest}; first other line: ${first.trace[at] ?? 'none'}`;
  return { law, detail, at: first.endedAt };
}
