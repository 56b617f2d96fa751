import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { chromium } from 'playwright';
import { CHROMIUM_FLAGS } from '../../chromium-flags.ts';
import type { Finding } from '../../finding.ts';
import { median } from '../../median.ts';
import type { BrowserAnswer, BrowserJob } from './jobs.ts';

/** The built page, and what shows it. */
export interface BrowserPage {
  readonly executablePath: string;
  readonly folder: string;
}

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };
const JOBS = ['lockstep', 'textbook', 'read'] as const satisfies readonly BrowserJob[];

/** Of each job the seconds of every round. */
type Seconds = Record<(typeof JOBS)[number] | 'headless', number[]>;

/**
 * Runs the same resynchronization in Chromium, on files of the origin's private file system, with a profile on
 * disk (one in memory is many times slower). Throws when a replica was not its source afterwards.
 */
export async function benchBrowser(options: {
  readonly page: BrowserPage;
  readonly profile: string;
  readonly base: string;
  readonly source: string;
  readonly rounds: number;
  /** One headless run of the same job, in seconds. */
  readonly headless: () => Promise<number>;
}): Promise<Finding[]> {
  const { executablePath, folder } = options.page;
  const server = await serve(folder, options);
  const context = await chromium.launchPersistentContext(options.profile, { executablePath, args: CHROMIUM_FLAGS });
  context.setDefaultTimeout(0);
  try {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/resync.html`);
    await page.waitForFunction(() => 'resync' in window);
    const run = (job: BrowserJob): Promise<BrowserAnswer> => page.evaluate((each) => window.resync.run(each), job);
    await run('prepare');
    const seconds: Seconds = { lockstep: [], textbook: [], read: [], headless: [] };
    const wire = { lockstep: 0, textbook: 0, read: 0 };
    for (let round = 0; round < options.rounds; round++) {
      for (const job of JOBS) {
        const answer = await run(job);
        seconds[job].push(answer.seconds);
        wire[job] = answer.wireBytes;
      }
      seconds.headless.push(await options.headless());
    }
    return findingsOf(seconds, wire.textbook / wire.lockstep);
  } finally {
    await context.close();
    server.close();
  }
}

function findingsOf(seconds: Seconds, wireRatio: number): Finding[] {
  const ours = median(seconds.lockstep);
  const ratio = (value: number): string => value.toFixed(2);
  return [
    { what: 'Lockstep in the browser', measured: `${ratio(ours)} s`, goal: null },
    { what: '÷ headless, a process of its own', measured: ratio(ours / median(seconds.headless)), goal: null },
    { what: '÷ reading both in the browser', measured: ratio(ours / median(seconds.read)), goal: null },
    {
      what: 'textbook (SHA-256 of 1 MiB chunks) ÷ Lockstep',
      measured: ratio(median(seconds.textbook) / ours),
      goal: '≥ 4',
    },
    { what: 'bytes on the wire, textbook ÷ Lockstep', measured: ratio(wireRatio), goal: null },
  ];
}

/** The page's files, and both images as streams. */
async function serve(folder: string, images: { readonly base: string; readonly source: string }): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/source.img') return sendFile(images.source, response);
    if (pathname === '/base.img') return sendFile(images.base, response);
    try {
      const body = readFileSync(join(folder, pathname));
      response.writeHead(200, { 'content-type': TYPES[extname(pathname)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function sendFile(path: string, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': statSync(path).size });
  createReadStream(path, { highWaterMark: 1024 * 1024 }).pipe(response);
}
