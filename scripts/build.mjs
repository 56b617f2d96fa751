/** npm run build: builds the portal into dist/. */
import { runCommand } from './lib/command.mjs';
import { buildPortal } from './lib/portal-build.mjs';

await runCommand(buildPortal);
