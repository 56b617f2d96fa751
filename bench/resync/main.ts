/**
 * `npm run bench:resync -- [--sizes 1,4] [--percent 0,1,10] [--rounds 5] [--sparse 127] [--peers rsync,casync]`: its
 * exit code is 0 when every result was right.
 */
import { parseArgs } from 'node:util';
import type { Finding } from '../finding.ts';
import { benchResync } from './bench-resync.ts';

/** @param resynchronizer the bundle of `resynchronize.ts` */
export async function main(args: readonly string[], resynchronizer: string): Promise<readonly Finding[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sizes: { type: 'string', default: '1,4' },
      percent: { type: 'string', default: '0,1,10' },
      rounds: { type: 'string', default: '5' },
      peers: { type: 'string' },
      sparse: { type: 'string' },
    },
  });
  return benchResync({
    sizesGibibytes: values.sizes.split(',').map((size) => positive('--sizes', size)),
    shares: values.percent.split(',').map((percent) => percentage(percent) / 100),
    peerPrograms: values.peers?.split(',') ?? null,
    sparseGibibytes: values.sparse === undefined ? null : positive('--sparse', values.sparse),
    rounds: positive('--rounds', values.rounds),
    entry: resynchronizer,
    print: (line) => void process.stdout.write(`${line}\n`),
  });
}

function percentage(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 50)
    throw new Error(`--percent takes whole numbers from 0 to 50, not "${text}"`);
  return value;
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${option} takes whole numbers from 1 on, not "${text}"`);
  return value;
}
