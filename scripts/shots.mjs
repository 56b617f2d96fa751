/** npm run shots: pictures of every page, light and dark, in a temporary folder; prints their paths. */
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './lib/command.mjs';
import { projectRoot } from './lib/paths.mjs';
import { attempt } from './lib/processes.mjs';

await runCommand(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-shots-'));
  const playwright = join(projectRoot, 'node_modules/@playwright/test/cli.js');
  const { exitCode } = await attempt([process.execPath, playwright, 'test', '--reporter=line'], {
    env: { LOCKSTEP_SHOTS: folder },
  });
  for (const name of readdirSync(folder).toSorted()) console.log(join(folder, name));
  process.exitCode = exitCode;
});
