/** What all commands have in common: the Node they need, how they are stopped, how they fail. */
import { stopRunning } from './processes.mjs';

/** The same as `engines` in package.json. */
const oldestNode = [20, 19];

/**
 * Runs a command: an error becomes its message and exit code 1; a signal ends its children too.
 * @param {() => Promise<void>} body
 * @param {{ exitCodeOnSignal: number }} [options] 0 where being stopped is the normal end
 */
export async function runCommand(body, { exitCodeOnSignal } = { exitCodeOnSignal: 130 }) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = oldestNode;
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
    console.error(`Node ${oldestNode.join('.')} or newer is needed; this is ${process.versions.node}`);
    process.exit(1);
  }
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      void stopRunning().then(() => process.exit(exitCodeOnSignal));
    });
  }
  try {
    await body();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
