/**
 * npm start [-- --port N]: installs and builds what is missing, then serves the portal on
 * 127.0.0.1. Runs on a fresh clone, so everything imported here uses Node's builtins only.
 */
import { parseArgs } from 'node:util';
import { runCommand } from './lib/command.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { projectRoot } from './lib/paths.mjs';
import { distFolder, ensurePortalBuild } from './lib/portal-build.mjs';
import { createStaticServer } from './lib/static-server.mjs';

/** The demo's data belongs to an origin, port included: a fixed default finds it again. */
const defaultPort = 4173;

await runCommand(
  async () => {
    const port = readPort();
    await ensurePackages(projectRoot, 'packages');
    await ensurePortalBuild();
    const actualPort = await listen(port);
    console.log(`Lockstep: http://127.0.0.1:${actualPort}/   (Ctrl+C stops it)`);
  },
  { exitCodeOnSignal: 0 },
);

function readPort() {
  const { values } = parseArgs({ options: { port: { type: 'string', default: String(defaultPort) } } });
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new Error(`--port ${values.port}: a number from 0 (any free port) to 65535 is wanted`);
  }
  return port;
}

/** @param {number} port @returns {Promise<number>} the port it got */
function listen(port) {
  const server = createStaticServer(distFolder);
  return new Promise((resolve, reject) => {
    server.on('error', (error) => {
      const isTaken = 'code' in error && error.code === 'EADDRINUSE';
      reject(isTaken ? new Error(`Port ${port} is taken; npm start -- --port 0 picks a free one`) : error);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}
