import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../../src/base/result.ts';

export interface SimArguments {
  readonly firstSeed: number;
  readonly seedCount: number;
  /** Seeds are played on so many threads. */
  readonly threads: number;
  readonly isCrashAnywhere: boolean;
  /** Prints what was drawn and how often it took effect. */
  readonly isReporting: boolean;
  /** Prints the engine's decisions before a failure. */
  readonly isVerbose: boolean;
}

const USAGE = 'usage: npm run sim -- --seeds N [--seed S] [--threads T] [--report] [--verbose] | --crash-anywhere';

export function parseArguments(args: readonly string[]): Result<SimArguments, string> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seeds: { type: 'string', default: '1' },
        seed: { type: 'string', default: '1' },
        threads: { type: 'string', default: String(availableParallelism()) },
        report: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
        'crash-anywhere': { type: 'boolean', default: false },
      },
    });
    const [seedCount, firstSeed, threads] = [Number(values.seeds), Number(values.seed), Number(values.threads)];
    const isWhole = [seedCount, firstSeed, threads].every(Number.isSafeInteger);
    if (!isWhole || seedCount < 1 || firstSeed < 0 || threads < 1)
      return err(`--seeds and --threads are whole numbers from 1 on, --seed one from 0 on\n${USAGE}`);
    const { verbose: isVerbose, report: isReporting, 'crash-anywhere': isCrashAnywhere } = values;
    return ok({ seedCount, firstSeed, threads, isCrashAnywhere, isReporting, isVerbose });
  } catch (error) {
    return err(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}
