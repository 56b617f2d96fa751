/** `npm run bench:portal -- [--slowdown 4] [--minutes 1] [--grid-rows 1000]` */
import { parseArgs } from 'node:util';
import type { Finding } from '../finding.ts';
import { benchPortal, type PortalBenchOptions } from './bench-portal.ts';

export async function main(
  args: readonly string[],
  built: Pick<PortalBenchOptions, 'executablePath' | 'portal' | 'dataGrid'>,
): Promise<readonly Finding[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      slowdown: { type: 'string', default: '4' },
      minutes: { type: 'string', default: '1' },
      'grid-rows': { type: 'string', default: '1000' },
    },
  });
  return benchPortal({
    ...built,
    slowdown: positive('--slowdown', values.slowdown),
    minutes: positive('--minutes', values.minutes),
    gridRows: positive('--grid-rows', values['grid-rows']),
    print: (text) => void process.stdout.write(`${text}\n`),
  });
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${option} takes a number above 0, not "${text}"`);
  return value;
}
