/**
 * npm run bench -- [--quick] [--out FILE]
 * All benchmarks, then one table (Markdown) of their ratios with the machine and the versions; `--out` writes it to a
 * file, too. `--quick` takes small images, one round and fleets of up to 1,000: to see that everything runs. Exit code
 * 1 when a result was wrong.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { benchFleet, benchPortal, benchResync, benchResyncInBrowser } from './lib/benches.mjs';
import { runCommand } from './lib/command.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { projectRoot } from './lib/paths.mjs';
import { findChromium } from './lib/programs.mjs';

const peers = ['rsync', 'rdiff', 'casync', 'qemu-img'];

await runCommand(async () => {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, out: { type: 'string' } } });
  await ensurePackages(projectRoot, 'packages');
  const machine = describeMachine();
  const parts = {
    Resynchronization: values.quick ? await benchResync(['--sizes', '1', '--rounds', '1']) : await benchAllSizes(),
    'In the browser': await benchResyncInBrowser(values.quick ? ['--rounds', '1'] : []),
    Fleet: await benchFleet(values.quick ? ['--sizes', '100,1000', '--minutes', '15,5', '--rounds', '1'] : []),
    Page: await benchPortal(values.quick ? ['--minutes', '0.2', '--grid-rows', '200'] : []),
  };
  const lines = Object.entries(parts).flatMap(([part, findings]) =>
    findings.map(({ what, measured, goal }) => `| ${part} | ${what} | ${measured} | ${goal ?? ''} |`),
  );
  const table = [...machine, '', '| part | what | measured | goal |', '| --- | --- | ---: | ---: |', ...lines].join(
    '\n',
  );
  console.log(`\n${table}`);
  if (values.out) writeFileSync(values.out, `${table}\n`);
});

/** All peers on 1 GiB. On 4 GiB without casync and rdiff, whose minutes would only say the same again. */
async function benchAllSizes() {
  return [
    ...(await benchResync(['--sizes', '1', '--rounds', '3', '--sparse', '127'])),
    ...(await benchResync(['--sizes', '4', '--rounds', '3', '--peers', 'rsync,qemu-img'])),
  ];
}

/** One line each: the machine, how busy it was, and the programs compared. */
function describeMachine() {
  const [busy = 0] = loadavg();
  const chromium = findChromium();
  const versions = [chromium, ...peers].flatMap((program) => (program === null ? [] : versionOf(program)));
  return [
    `- ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, load ${busy.toFixed(1)} at the start`,
    `- Node ${process.version}, ${versions.join(', ')}`,
  ];
}

/** @param {string} program @returns {string[]} its first line, or nothing where it is not installed */
function versionOf(program) {
  try {
    return execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .trim()
      .split('\n')
      .slice(0, 1);
  } catch {
    return [];
  }
}
