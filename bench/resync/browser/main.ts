/** `npm run bench:resync:browser -- [--size 1] [--rounds 5]`: its exit code is 0 when every result was right. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GIB } from '../../../src/base/units.ts';
import { tableOf, type Finding } from '../../finding.ts';
import { lockstep, PLAIN } from '../contenders.ts';
import { changeImage, compareImages, writeImage } from '../image-pair.ts';
import { runTimed } from '../timed-command.ts';
import { benchBrowser, type BrowserPage } from './bench-browser.ts';

const SHARE = 0.01;

/** @param resynchronizer the bundle of `resynchronize.ts`, for the headless run of the same job */
export async function main(
  args: readonly string[],
  resynchronizer: string,
  page: BrowserPage,
): Promise<readonly Finding[]> {
  const options = { size: { type: 'string', default: '1' }, rounds: { type: 'string', default: '5' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  const [sizeBytes, rounds] = [Number(values.size) * GIB, Number(values.rounds)];
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
  try {
    const [base, source, replica] = ['base.img', 'source.img', 'replica.img'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeImage(base, sizeBytes, `bench ${values.size}`);
    await runTimed('cp', ['--sparse=always', base, source]);
    changeImage(source, sizeBytes, SHARE, `changes ${values.size} ${SHARE}`);
    const headless = async (): Promise<number> => {
      await runTimed('cp', ['--sparse=always', base, replica]);
      const { cost } = await lockstep(resynchronizer, PLAIN).run(source, replica, folder);
      if (compareImages(source, replica, sizeBytes).blocks > 0)
        throw new Error('the headless replica is not its source');
      return cost.wallSeconds;
    };
    const profile = join(folder, 'profile');
    const findings = await benchBrowser({ page, profile, base, source, rounds, headless });
    process.stdout.write(`${values.size} GiB, ${SHARE * 100} % of the blocks changed, ${rounds} rounds\n\n`);
    process.stdout.write(`${tableOf(findings)}\n`);
    return findings;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
