/** Headless mode as a child process: the command that `npm run serve` runs. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { request as sendRequest } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import type { Send } from './vault.ts';

export class HeadlessServer {
  readonly #process: ChildProcess;
  readonly #exitCode: Promise<number | null>;
  readonly url: string;

  private constructor(process: ChildProcess, exitCode: Promise<number | null>, url: string) {
    this.#process = process;
    this.#exitCode = exitCode;
    this.url = url;
  }

  /** Starts on any free port; resolves when the server says that it listens. */
  static async start(options: readonly string[]): Promise<HeadlessServer> {
    const child = spawn(process.execPath, ['scripts/serve.mjs', '--port', '0', ...options], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exitCode = new Promise<number | null>((resolve) => child.once('exit', resolve));
    let output = '';
    const url = await new Promise<string>((resolve, reject) => {
      const see = (chunk: Buffer): void => {
        output += chunk.toString();
        const listening = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
        if (listening !== undefined) resolve(listening);
      };
      child.stdout.on('data', see);
      child.stderr.on('data', see);
      void exitCode.then((code) => reject(new Error(`headless mode ended with exit code ${code}:\n${output}`)));
    });
    return new HeadlessServer(child, exitCode, url);
  }

  readonly send: Send = async (method, path, body) => {
    const response = await fetch(this.url + path, {
      method,
      ...(body === undefined ? {} : { body, headers: { 'Content-Type': 'application/json' } }),
    });
    return { status: response.status, text: await response.text() };
  };

  /** Streams an answer's body into a file. */
  async download(path: string, file: string): Promise<void> {
    const response = await fetch(this.url + path);
    if (!response.ok || response.body === null) throw new Error(`GET ${path} answered ${response.status}`);
    await pipeline(Readable.fromWeb(response.body as ReadableStream), createWriteStream(file));
  }

  /** The status of a GET with headers that fetch() would not let through. */
  getStatus(path: string, headers: Readonly<Record<string, string>>): Promise<number> {
    return new Promise((resolve, reject) => {
      const call = sendRequest(this.url + path, { headers, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      call.on('error', reject);
      call.end();
    });
  }

  /** Sends SIGTERM; answers the exit code, null when it had to be killed. */
  async stop(): Promise<number | null> {
    this.#process.kill('SIGTERM');
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), 10_000);
    const exitCode = await this.#exitCode;
    clearTimeout(timer);
    return exitCode;
  }
}
