/**
 * npm run serve -- [--port N] [--scenario S] [--seed N] [--speed X] [--import FILE]…
 * Bundles the worker's code for Node when its sources changed, then serves the demo world and the
 * management API on 127.0.0.1 until SIGTERM or SIGINT. Also serves the portal when it has been built.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensurePackages } from './lib/packages.mjs';
import { projectRoot } from './lib/paths.mjs';
import { distFolder } from './lib/portal-build.mjs';
import { ensureServeBuild } from './lib/serve-build.mjs';
import { answerStatic } from './lib/static-server.mjs';

/** Tells the portal to talk to this server (its own origin) instead of starting an engine. */
const serverMark = '<meta name="lockstep-server" content="">';

/** @param {string} html */
const markPage = (html) => html.replace(/<head>/i, (head) => `${head}${serverMark}`);

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
const servePortal = (request, response) => answerStatic(distFolder, request, response, markPage);

/** @type {(value?: unknown) => void} */
let stop = () => process.exit(0);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop());

await ensurePackages(projectRoot, 'packages');
const { serve } = await import(pathToFileURL(await ensureServeBuild()).href);
const stopped = new Promise((resolve) => {
  stop = resolve;
});
process.exitCode = await serve({
  args: process.argv.slice(2),
  print: console.log,
  printError: console.error,
  servePortal: existsSync(join(distFolder, 'index.html')) ? servePortal : null,
  stopped,
});
