import { toIso } from '../../../src/base/units.ts';
import type { SimulationOutcome } from '../simulation.ts';
import type { SimArguments } from './sim-arguments.ts';

/** Plays one seed; `isDigested`: with a digest of the world at the end. */
export type Play = (seed: string, isDigested: boolean) => Promise<SimulationOutcome>;

/** Every so many seeds one is played twice: both runs must be the same. */
const TWICE_EVERY = 50;
const TRACE_LINES = 40;

/** Plays the seeds one after the other; the last line says how many passed. Answers the exit code. */
export async function simulateSeeds(
  { firstSeed, seedCount, isVerbose }: SimArguments,
  simulate: Play,
  print: (line: string) => void,
): Promise<0 | 1> {
  let failed = 0;
  for (let seed = firstSeed; seed < firstSeed + seedCount; seed++) {
    const isTwice = seed % TWICE_EVERY === 0;
    const outcome = await simulate(String(seed), isTwice);
    const failure = outcome.failure ?? (isTwice ? await repetition(seed, outcome, simulate) : null);
    if (!failure) continue;
    failed++;
    print(`seed ${seed} at ${toIso(failure.at)}: ${failure.detail}`);
    print(`  repeat: npm run sim -- --seeds 1 --seed ${seed} --verbose`);
    if (isVerbose) for (const line of outcome.trace.slice(-TRACE_LINES)) print(`  ${line}`);
  }
  print(`${seedCount - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

async function repetition(
  seed: number,
  first: SimulationOutcome,
  simulate: Play,
): Promise<SimulationOutcome['failure']> {
  const second = await simulate(String(seed), true);
  if (second.failure) return second.failure;
  if (second.digest === first.digest) return null;
  const at = first.trace.findIndex((line, index) => line !== second.trace[index]);
  const law = 'the same seed gives the same run';
  const detail = `${law}: ${first.digest} and ${second.digest}; first other line: ${first.trace[at] ?? 'none'}`;
  return { law, detail, at: first.endedAt };
}
