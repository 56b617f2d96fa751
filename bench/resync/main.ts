/** `npm run bench:resync -- [--sizes 1,4] [--rounds 5] [--sparse 127]`: its exit code is 0 when every result was right. */
import { parseArgs } from 'node:util';
import type { Finding } from '../finding.ts';
import { benchResync } from './bench-resync.ts';

/** @param resynchronizer the bundle of `resynchronize.ts` */
export async function main(args: readonly string[], resynchronizer: string): Promise<readonly Finding[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sizes: { type: 'string', default: '1,4' },
      rounds: { type: 'string', default: '5' },
      sparse: { type: 'string' },
    },
  });
  return benchResync({
    sizesGibibytes: values.sizes.split(',').map((size) => positive('--sizes', size)),
    shares: [0, 0.01, 0.1],
    sparseGibibytes: values.sparse === undefined ? null : positive('--sparse', values.sparse),
    rounds: positive('--rounds', values.rounds),
    entry: resynchronizer,
    print: (line) => void process.stdout.write(`${line}\n`),
  });
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${option} takes whole numbers from 1 on, not "${text}"`);
  return value;
}
