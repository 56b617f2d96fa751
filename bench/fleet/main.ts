/** `npm run bench:fleet -- [--sizes 100,1000,10000] [--minutes 60,15,5 | --hours 24] [--rounds 3]` */
import { parseArgs } from 'node:util';
import type { Finding } from '../finding.ts';
import { benchFleet } from './bench-fleet.ts';

/** @param runner the bundle of `run-fleet.ts` */
export async function main(args: readonly string[], runner: string): Promise<readonly Finding[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sizes: { type: 'string', default: '100,1000,10000' },
      minutes: { type: 'string', default: '60,15,5' },
      hours: { type: 'string' },
      rounds: { type: 'string', default: '3' },
    },
  });
  const sizes = values.sizes.split(',').map((text) => positive('--sizes', text));
  const minutes =
    values.hours === undefined
      ? values.minutes.split(',').map((text) => positive('--minutes', text))
      : sizes.map(() => positive('--hours', values.hours ?? '') * 60);
  return benchFleet({
    runs: sizes.map((machines, index) => ({ machines, minutes: minutes[index] ?? minutes.at(-1) ?? 5 })),
    rounds: positive('--rounds', values.rounds),
    runner,
    print: (line) => void process.stdout.write(`${line}\n`),
  });
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${option} takes whole numbers from 1 on, not "${text}"`);
  return value;
}
