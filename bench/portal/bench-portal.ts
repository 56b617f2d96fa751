/**
 * The production build in Chromium, its page slowed down, over the live scenario `datacenter`: first load, interaction
 * to next paint, long tasks, frame times, nodes and memory of the list of 10,000 machines; then the same columns in
 * Fluent's own DataGrid.
 */
import { cpus } from 'node:os';
import { chromium, type Browser, type Locator, type Page } from 'playwright';
import { createStaticServer } from '../../scripts/lib/static-server.mjs';
import { CHROMIUM_FLAGS } from '../chromium-flags.ts';
import { tableOf, type Finding } from '../finding.ts';
import { watchHour } from './hour.ts';
import { heapMegabytes, readWatch, resetWatch, watchPage } from './page-watch.ts';

export interface PortalBenchOptions {
  readonly executablePath: string;
  /** The production build. */
  readonly portal: string;
  /** plain-datagrid.html, built. */
  readonly dataGrid: string;
  /** How many times slower the page's processor is made. */
  readonly slowdown: number;
  /** Of live updates that nobody disturbs. */
  readonly minutes: number;
  readonly gridRows: number;
  readonly print: (text: string) => void;
}

declare global {
  interface Window {
    /** Of plain-datagrid.tsx. */
    bench: Record<'mount' | 'change', (value: number) => Promise<number>>;
  }
}

const MACHINES = 10_000;

/** Prints two tables and answers their lines. Throws when the list did not show what it should. */
export async function benchPortal(options: PortalBenchOptions): Promise<readonly Finding[]> {
  const { executablePath, slowdown, print } = options;
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  try {
    const processor = cpus()[0]?.model ?? 'unknown processor';
    print(`Chromium ${browser.version()}, ${processor}, page slowed down ${slowdown} times\n`);
    const ours = await measurePortal(browser, options);
    print(tableOf(ours));
    print('');
    const theirs = await measureDataGrid(browser, options);
    print(tableOf(theirs));
    return [...ours, ...theirs];
  } finally {
    await browser.close();
  }
}

async function measurePortal(browser: Browser, { portal, slowdown, minutes }: PortalBenchOptions): Promise<Finding[]> {
  const { url, close } = await serve(portal);
  const page = await openPage(browser, slowdown);
  await page.addInitScript(watchPage);
  await page.goto(`${url}/`);
  await page.getByRole('heading', { level: 2 }).first().waitFor({ timeout: 60_000 });
  const filled = await page.evaluate(() => performance.now());
  await page.waitForTimeout(5_000);
  const loaded = await page.evaluate(
    () => performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart,
  );
  const { lcp, cls } = await readWatch(page);
  await page.goto(`${url}/items?scenario=datacenter`);
  const grid = page.getByRole('grid');
  await grid.waitFor({ timeout: 240_000 });
  await page.waitForFunction(
    (wanted) => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') === wanted,
    String(MACHINES + 1),
    { timeout: 240_000 },
  );
  await page.waitForTimeout(5_000);
  const nodes = await page.evaluate(() => document.querySelectorAll('[role=grid] *').length);
  const interactions = await interact(page);
  const frames = await scrollFrames(page);
  await resetWatch(page);
  const heapBefore = await heapMegabytes(page);
  await page.waitForTimeout(minutes * 60_000);
  const calm = await readWatch(page);
  const heapAfter = await heapMegabytes(page);
  await page.context().close();
  const hour = await watchHour(await openPage(browser, 1), url);
  close();
  return [
    { what: 'first load of the demo world: DOM ready, ms', measured: format(loaded), goal: null },
    { what: 'its largest contentful paint, ms', measured: format(lcp), goal: '≤ 1800' },
    { what: 'until its figures are there, ms', measured: format(filled), goal: null },
    ...Object.entries(interactions).map(([what, ms]) => ({
      what: `interaction to next paint, ${what}, ms`,
      measured: `${format(percentile(ms, 0.5))} (${ms.map(format).join(', ')})`,
      goal: null,
    })),
    {
      what: 'interaction to next paint, p75 of all, ms',
      measured: format(percentile(Object.values(interactions).flat(), 0.75)),
      goal: '≤ 100',
    },
    {
      what: 'frame while scrolling, p50 / p95, ms',
      measured: `${format(percentile(frames, 0.5))} / ${format(percentile(frames, 0.95))}`,
      goal: null,
    },
    { what: 'rows that change per second', measured: format(calm.rows / (minutes * 60)), goal: null },
    {
      what: `tasks over 50 ms in ${minutes} min of live updates`,
      measured: `${calm.tasks.length}, longest ${format(Math.max(0, ...calm.tasks))}`,
      goal: '0',
    },
    {
      what: 'layout shift: first load / live list',
      measured: `${cls.toFixed(3)} / ${calm.cls.toFixed(3)}`,
      goal: '≤ 0.02',
    },
    { what: 'nodes in the list', measured: String(nodes), goal: '≤ 2000' },
    {
      what: `heap before and after ${minutes} min, MB`,
      measured: `${format(heapBefore)} → ${format(heapAfter)}`,
      goal: 'no growth',
    },
    ...hour,
  ];
}

/** How often each interaction is done: one alone may fall into a second's changes, or beside them. */
const INTERACTION_ROUNDS = 5;

/** Each interaction as a person does it: how long until the page has painted what came of it, in ms, round by round. */
async function interact(page: Page): Promise<Record<string, number[]>> {
  const times: Record<string, number[]> = {};
  const measure = async (name: string, act: () => Promise<unknown>): Promise<void> => {
    await resetWatch(page);
    await act();
    await page.waitForTimeout(1_500);
    (times[name] ??= []).push(Math.max(0, ...(await readWatch(page)).events));
  };
  for (let round = 0; round < INTERACTION_ROUNDS; round++) await interactOnce(page, measure);
  return times;
}

async function interactOnce(
  page: Page,
  measure: (name: string, act: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const grid = page.getByRole('grid');
  const search = page.getByRole('searchbox', { name: 'Filter by name or host' });
  await search.focus();
  await measure('filter', () => page.keyboard.press('7'));
  await rowCountBecomes(page, false, 'the filter changed nothing');
  await measure('filter off', () => page.keyboard.press('Backspace'));
  await rowCountBecomes(page, true, 'the filter is still on');
  await measure('sort', await pressOf(page.getByRole('columnheader', { name: 'RPO' })));
  await page.getByRole('row').nth(2).getByRole('gridcell').nth(2).click();
  await page.keyboard.press('Control+Home');
  await page.waitForTimeout(1_500);
  await measure('page down', () => page.keyboard.press('PageDown'));
  await measure('end of the list', () => page.keyboard.press('Control+End'));
  await measure('select', () => page.keyboard.press('Shift+Space'));
  // From the row's menu to its name: elsewhere Enter opens something else.
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await measure('open', () => page.keyboard.press('Enter'));
  await page.waitForURL(/\/items\/[^/?]+/);
  // By the page's own link: the browser's key for Back does nothing where no window is.
  await measure('back', await pressOf(page.getByRole('main').getByRole('link', { name: 'Replicated items' })));
  await page.waitForURL(/\/items(\?|$)/);
  await grid.waitFor();
}

async function rowCountBecomes(page: Page, isAll: boolean, otherwise: string): Promise<void> {
  const shows = ([all, wanted]: readonly [string, boolean]): boolean =>
    (document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') === all) === wanted;
  try {
    await page.waitForFunction(shows, [String(MACHINES + 1), isAll] as const, { timeout: 30_000 });
  } catch (error) {
    throw new Error(`${otherwise}: ${String(error)}`, { cause: error });
  }
}

/** A press of the mouse where an element is now: `click` would look for it on the page's own slow thread meanwhile. */
async function pressOf(element: Locator): Promise<() => Promise<void>> {
  const box = await element.boundingBox();
  if (!box) throw new Error(`${String(element)} is not to be seen`);
  return () => element.page().mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

/** Times between frames while the wheel turns for five seconds, in ms. */
async function scrollFrames(page: Page): Promise<number[]> {
  const box = await page.getByRole('grid').boundingBox();
  await page.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + 200);
  const frames = page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const times: number[] = [];
        let last = performance.now();
        const end = last + 5_000;
        const step = (now: number): void => {
          times.push(now - last);
          last = now;
          if (now < end) requestAnimationFrame(step);
          else resolve(times.slice(1));
        };
        requestAnimationFrame(step);
      }),
  );
  for (let turn = 0; turn < 60; turn++) {
    await page.mouse.wheel(0, 240);
    await page.waitForTimeout(60);
  }
  return frames;
}

async function measureDataGrid(
  browser: Browser,
  { dataGrid, slowdown, gridRows: rows }: PortalBenchOptions,
): Promise<Finding[]> {
  const { url, close } = await serve(dataGrid);
  const page = await openPage(browser, slowdown);
  await page.goto(`${url}/plain-datagrid.html`);
  const call = (name: 'mount' | 'change', argument: number): Promise<number> =>
    page.evaluate(([method, value]) => window.bench[method](value), [name, argument] as const);
  const mounted = await call('mount', rows);
  const changes: number[] = [];
  for (let turn = 1; turn <= 5; turn++) changes.push(await call('change', turn));
  const nodes = await page.evaluate(() => document.querySelectorAll('#root *').length);
  const heap = await heapMegabytes(page);
  await page.context().close();
  close();
  return [
    { what: `Fluent DataGrid, ${rows} rows: mount, ms`, measured: format(mounted), goal: null },
    {
      what: 'a twentieth of its rows changed, median of 5, ms',
      measured: format(percentile(changes, 0.5)),
      goal: null,
    },
    { what: 'nodes', measured: String(nodes), goal: null },
    { what: 'heap, MB', measured: format(heap), goal: null },
  ];
}

async function openPage(browser: Browser, slowdown: number): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  return page;
}

function serve(folder: string): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createStaticServer(folder);
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      resolve({ url: `http://127.0.0.1:${port}`, close: () => server.close() });
    });
  });
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}
