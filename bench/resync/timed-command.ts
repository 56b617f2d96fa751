import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a command cost, its children included. */
export interface Cost {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  /** The largest resident set of any one of its processes, in bytes. */
  readonly peakBytes: number;
}

export interface TimedRun {
  readonly cost: Cost;
  readonly stdout: string;
}

/** Runs a command under GNU time. Throws when it fails, with what it said. */
export async function runTimed(command: string, args: readonly string[]): Promise<TimedRun> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-time-'));
  const report = join(folder, 'report');
  try {
    const stdout = await run('time', ['-f', '%e %U %S %M', '-o', report, command, ...args]);
    const [wall = 0, user = 0, system = 0, peakKibibytes = 0] = readFileSync(report, 'utf8')
      .trim()
      .split(' ')
      .map(Number);
    return { cost: { wallSeconds: wall, cpuSeconds: user + system, peakBytes: peakKibibytes * 1024 }, stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function run(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${Buffer.concat(stderr).toString()}`);
  return Buffer.concat(stdout).toString();
}
