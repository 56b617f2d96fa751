import { createChecksumsInline } from '../../../src/adapters/checksums-pool/checksums-inline.ts';
import { runWithCrash } from '../crash-anywhere.ts';
import { parseArguments } from './sim-arguments.ts';
import { playSeeds } from './sim-crew.ts';
import { simulateCrashes } from './sim-crashes.ts';
import { simulateSeeds } from './sim-seeds.ts';

/** The command `npm run sim`. Answers its exit code: 1 when a seed failed, 2 for wrong arguments. */
export async function sim(args: readonly string[], print: (line: string) => void): Promise<number> {
  const parsed = parseArguments(args);
  if (!parsed.ok) {
    print(parsed.error);
    return 2;
  }
  if (!parsed.value.isCrashAnywhere) return simulateSeeds(parsed.value, playSeeds, print);
  const checksums = await createChecksumsInline();
  return simulateCrashes((point) => runWithCrash(point, checksums), print);
}
