/**
 * Chromium without Playwright. Playwright makes every page believe that it is visible and has
 * the focus; only a browser driven by the bare DevTools protocol really hides a tab.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

interface Answer {
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

interface Pending {
  readonly resolve: (result: Record<string, unknown>) => void;
  readonly reject: (error: Error) => void;
}

export class RawBrowser {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #commands: Writable;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  private constructor(process: ChildProcess, profile: string, commands: Writable, answers: Readable) {
    this.#process = process;
    this.#profile = profile;
    this.#commands = commands;
    readMessages(answers, (message) => this.#settle(JSON.parse(message) as Answer));
    process.on('exit', () => {
      for (const { reject } of this.#pending.values()) reject(new Error('the browser ended'));
      this.#pending.clear();
    });
  }

  /** DevTools messages travel over pipes 3 and 4, so that no port is opened. */
  static async launch(executablePath: string, flags: readonly string[]): Promise<RawBrowser> {
    const profile = await mkdtemp(join(tmpdir(), 'lockstep-profile-'));
    const child = spawn(
      executablePath,
      [...flags, '--headless=new', '--remote-debugging-pipe', `--user-data-dir=${profile}`, '--window-size=1440,900'],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
    );
    const [, , , commands, answers] = child.stdio;
    return new RawBrowser(child, profile, commands as Writable, answers as Readable);
  }

  /** Opens a tab in front of the others, which hides them. */
  async openTab(url: string): Promise<RawTab> {
    const { targetId } = await this.send('Target.createTarget', { url });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    return new RawTab(this, String(targetId), String(sessionId));
  }

  send(method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#commands.write(
        `${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`,
      );
    });
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGKILL');
    await ended;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #settle({ id, result, error }: Answer): void {
    const pending = id === undefined ? undefined : this.#pending.get(id);
    if (id === undefined || pending === undefined) return;
    this.#pending.delete(id);
    if (error) pending.reject(new Error(error.message));
    else pending.resolve(result ?? {});
  }
}

export class RawTab {
  readonly #browser: RawBrowser;
  readonly #targetId: string;
  readonly #sessionId: string;

  constructor(browser: RawBrowser, targetId: string, sessionId: string) {
    this.#browser = browser;
    this.#targetId = targetId;
    this.#sessionId = sessionId;
  }

  /** The value of a JavaScript expression (a promise is awaited); must be JSON. */
  async evaluate<Value>(expression: string): Promise<Value> {
    const answer = await this.#browser.send(
      'Runtime.evaluate',
      { expression, awaitPromise: true, returnByValue: true },
      this.#sessionId,
    );
    if (answer['exceptionDetails']) throw new Error(JSON.stringify(answer['exceptionDetails']));
    return (answer['result'] as { value: Value }).value;
  }

  async close(): Promise<void> {
    await this.#browser.send('Target.closeTarget', { targetId: this.#targetId });
  }
}

/** Messages end with a NUL byte and may arrive in pieces. */
function readMessages(stream: Readable, see: (message: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const messages = (rest + text).split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages) see(message);
  });
}
