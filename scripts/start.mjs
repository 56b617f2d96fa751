/**
 * npm start [-- --port N]: installs and builds what is missing, then serves the portal on
 * 127.0.0.1. Runs on a fresh clone, so everything imported here uses Node's builtins only.
 */
import { parseArgs } from 'node:util';
import { ensurePackages } from './lib/packages.mjs';
import { projectRoot } from './lib/paths.mjs';
import { distFolder, ensurePortalBuild } from './lib/portal-build.mjs';
import { killRunning } from './lib/processes.mjs';
import { createStaticServer } from './lib/static-server.mjs';

/** The demo's data belongs to an origin, port included: a fixed default finds it again. */
const defaultPort = 4173;

const { values } = parseArgs({ options: { port: { type: 'string', default: String(defaultPort) } } });
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`--port ${values.port}: a number from 0 (any free port) to 65535 is wanted`);
  process.exit(2);
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    killRunning();
    process.exit(0);
  });
}

await ensurePackages(projectRoot, 'packages');
await ensurePortalBuild();

const server = createStaticServer(distFolder);
server.on('error', (error) => {
  const isTaken = 'code' in error && error.code === 'EADDRINUSE';
  console.error(isTaken ? `Port ${port} is taken: npm start -- --port 0 picks a free one` : error.message);
  process.exit(1);
});
server.listen(port, '127.0.0.1', () => {
  const address = server.address();
  const actualPort = address !== null && typeof address === 'object' ? address.port : port;
  console.log(`Lockstep: http://127.0.0.1:${actualPort}/   (Ctrl+C stops it)`);
});
