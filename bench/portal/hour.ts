/** The page's memory over an hour of the demo world's time, in which its list changes all the while. */
import type { Page } from 'playwright';
import type { LabWorld } from '../../src/management/wire.ts';
import type { Finding } from '../finding.ts';
import { heapMegabytes } from './page-watch.ts';

const MINUTE_MS = 60_000;
/** World seconds per second. */
const SPEED = 60;
/** Until caches are full and code is compiled, in minutes of the world. */
const SETTLING_MINUTES = 10;
const WATCHED_MINUTES = 60;

/** Portals that run here give their transport to the console. */
interface Lockstep {
  request(request: {
    readonly method: string;
    readonly path: string;
    readonly contentType?: string;
    readonly body?: string;
  }): Promise<Response>;
}

/** Opens the list of the demo world at `url` and watches it. Throws when the world's clock does not get there. */
export async function watchHour(page: Page, url: string): Promise<readonly Finding[]> {
  await page.goto(`${url}/items`);
  await page.getByRole('grid').waitFor({ timeout: 120_000 });
  await page.evaluate(
    (body) =>
      (globalThis as unknown as { lockstep: Lockstep }).lockstep.request({
        method: 'POST',
        path: '/lab/clock',
        contentType: 'application/json',
        body,
      }),
    JSON.stringify({ speed: SPEED }),
  );
  const opened = await worldTime(page);
  const begun = await worldReaches(page, opened + SETTLING_MINUTES * MINUTE_MS);
  const before = await footprint(page);
  const ended = await worldReaches(page, begun + WATCHED_MINUTES * MINUTE_MS);
  const after = await footprint(page);
  const minutes = Math.round((ended - begun) / MINUTE_MS);
  return [
    {
      what: `heap before and after ${minutes} min of the demo world at ×${SPEED}, MB`,
      measured: `${before.heap.toFixed(1)} → ${after.heap.toFixed(1)}`,
      goal: 'no growth',
    },
    { what: 'nodes of the page, before and after', measured: `${before.nodes} → ${after.nodes}`, goal: 'no growth' },
  ];
}

async function footprint(page: Page): Promise<{ readonly heap: number; readonly nodes: number }> {
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  return { heap: await heapMegabytes(page), nodes };
}

/** Waits until the world's clock shows `until`, ms since 1970, or later; answers what it shows. */
async function worldReaches(page: Page, until: number): Promise<number> {
  // A busy machine may let the world fall behind its speed; not by four times.
  const patience = Date.now() + (4 * (until - (await worldTime(page)))) / SPEED + MINUTE_MS;
  for (;;) {
    const now = await worldTime(page);
    if (now >= until) return now;
    if (Date.now() > patience) throw new Error(`The demo world stood at ${new Date(now).toISOString()}`);
    await page.waitForTimeout(1_000);
  }
}

async function worldTime(page: Page): Promise<number> {
  const world = await page.evaluate(async () => {
    const { lockstep } = globalThis as unknown as { lockstep: Lockstep };
    return (await (await lockstep.request({ method: 'GET', path: '/lab/world' })).json()) as LabWorld;
  });
  return Date.parse(world.now);
}
