import type { CrashOutcome, CrashPoint } from '../crash-anywhere.ts';

/**
 * Plays the reference run once whole, to count its port calls, and then once with a crash before and
 * once with a crash after each of them. The last line says how many passed. Answers the exit code.
 */
export async function simulateCrashes(
  run: (point: CrashPoint | null) => Promise<CrashOutcome>,
  print: (line: string) => void,
): Promise<0 | 1> {
  const reference = await run(null);
  if (reference.failure !== null) {
    print(`the run without a crash: ${reference.failure}`);
    return 1;
  }
  print(`the reference run makes ${reference.calls} port calls`);
  let [passed, failed] = [0, 0];
  for (let call = 1; call <= reference.calls; call++) {
    for (const moment of ['before', 'after'] as const) {
      const { failure, method } = await run({ call, moment });
      if (failure === null) passed++;
      else {
        failed++;
        print(`crash ${moment} call ${call} (${method}): ${failure}`);
      }
    }
  }
  print(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
