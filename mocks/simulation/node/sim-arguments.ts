import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../../src/base/result.ts';

export interface SimArguments {
  readonly firstSeed: number;
  readonly seedCount: number;
  readonly isCrashAnywhere: boolean;
  /** Prints the engine's decisions before a failure. */
  readonly isVerbose: boolean;
}

const USAGE = 'usage: npm run sim -- --seeds N [--seed S] [--verbose] | --crash-anywhere';

export function parseArguments(args: readonly string[]): Result<SimArguments, string> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seeds: { type: 'string', default: '1' },
        seed: { type: 'string', default: '1' },
        verbose: { type: 'boolean', default: false },
        'crash-anywhere': { type: 'boolean', default: false },
      },
    });
    const [seedCount, firstSeed] = [Number(values.seeds), Number(values.seed)];
    if (![seedCount, firstSeed].every(Number.isSafeInteger) || seedCount < 1 || firstSeed < 0)
      return err(`--seeds is a whole number from 1 on, --seed one from 0 on\n${USAGE}`);
    return ok({ seedCount, firstSeed, isCrashAnywhere: values['crash-anywhere'], isVerbose: values.verbose });
  } catch (error) {
    return err(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}
