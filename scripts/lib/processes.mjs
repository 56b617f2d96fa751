/** Child processes that end with their parent, and whose failure is an error with the command in its message. */
import { spawn } from 'node:child_process';
import { projectRoot } from './paths.mjs';

/** Groups of children under way; a signal to us must reach them, or a browser would stay behind. */
const running = new Set();

/** How long a child may take to clean up after itself before it is killed. */
const graceMs = 5_000;

/** Ends what still runs, and resolves when it has ended. For a signal handler, before exiting. */
export async function stopRunning() {
  await Promise.all([...running].map(stop));
}

/**
 * Runs a command to its end with our own standard streams.
 * @param {readonly string[]} command program and arguments
 * @param {{ cwd?: string, env?: Record<string, string>, timeoutMs?: number }} [options]
 * @returns {Promise<{ exitCode: number, isTimedOut: boolean }>}
 */
export function attempt([program = '', ...args], { cwd = projectRoot, env = {}, timeoutMs } = {}) {
  return new Promise((resolve) => {
    // A group of its own, so that a timeout also ends what the child started. Windows has no groups, but needs a shell for npm.cmd.
    const isWindows = process.platform === 'win32';
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: !isWindows,
      shell: isWindows,
    });
    running.add(child);
    let isTimedOut = false;
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            isTimedOut = true;
            void stop(child);
          }, timeoutMs);
    /** @param {number} exitCode */
    const end = (exitCode) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ exitCode, isTimedOut });
    };
    child.on('error', (error) => {
      console.error(`${program}: ${error.message}`);
      end(127);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

/**
 * As {@link attempt}, but throws when the command fails.
 * @param {readonly string[]} command
 * @param {{ cwd?: string, env?: Record<string, string>, timeoutMs?: number }} [options]
 */
export async function run(command, options) {
  const { exitCode } = await attempt(command, options);
  if (exitCode !== 0) throw new Error(`"${command.join(' ')}" ended with exit code ${exitCode}`);
}

/**
 * An interrupt first: Playwright ends its web server and browsers on that signal only.
 * @param {import('node:child_process').ChildProcess} child
 */
async function stop(child) {
  const ended = new Promise((resolve) => child.once('close', resolve));
  const timer = setTimeout(() => killGroup(child, 'SIGKILL'), graceMs);
  killGroup(child, 'SIGINT');
  await ended;
  clearTimeout(timer);
}

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
function killGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // Already gone.
  }
}
