/**
 * Pictures of the portal against those in `pictures/`, and its texts a third longer: the production
 * build, a seeded world that stands still, fonts that are the same on every machine. How to renew
 * the pictures: e2e/README.md.
 */
import { type Locator, type Page, expect, test } from '@playwright/test';
import { findCutTexts } from './cut-texts.ts';
import { type IllWorld, openIllWorld } from './ill-world.ts';

// One world for all: making it ill takes longer than looking at it.
test.describe.configure({ mode: 'serial' });
let world: IllWorld;
test.beforeAll(async ({ browser }) => {
  world = await openIllWorld(await browser.newPage());
});

async function show(path: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const { portal } = world;
  await portal.page.emulateMedia({ colorScheme });
  await portal.show(path);
  await portal.settled();
  return portal.page;
}

/** Of a list's rows some are enough: the kinds of them repeat. */
const LIST_HEIGHT_PX = 720;

async function expectPicture(what: Page | Locator, name: string): Promise<void> {
  // Of a million pixels two thousand: more than the edges of letters make, less than a panel that grows by four pixels.
  await expect.soft(what).toHaveScreenshot(`${name}.png`, { maxDiffPixelRatio: 0.002, threshold: 0.1 });
}

test('pages look as they did', async () => {
  const { portal, brokenId, editedId } = world;
  const { page } = portal;
  await expectPicture(await show('/'), 'overview-light');
  await expectPicture(await show(`/items/${brokenId}/health`), 'item-health-light');
  await expectPicture(await show('/infrastructure', 'dark'), 'infrastructure-dark');

  await page.setViewportSize({ width: 1280, height: LIST_HEIGHT_PX });
  await expectPicture(await show('/items', 'dark'), 'items-dark');
  await expectPicture(await show('/jobs'), 'jobs-light');
  await page.setViewportSize({ width: 1280, height: 800 });

  await show(`/items/${editedId}`);
  await portal.openDialog('resync', editedId);
  await portal.settled();
  await expectPicture(page.getByRole('dialog'), 'resynchronize-light');

  await page.setViewportSize({ width: 768, height: 800 });
  await expectPicture(await show('/errors'), 'errors-768-light');
  await page.setViewportSize({ width: 1280, height: 800 });
  portal.expectNoComplaints();
});

test('a translation a third longer than English is cut nowhere without a tooltip', async () => {
  const { brokenId, editedId } = world;
  const paths = [
    '/',
    '/items',
    ...['', '/health', '/disks', '/recovery-points', '/events', '/jobs', '/compute-network', '/properties'].map(
      (tab) => `/items/${brokenId}${tab}`,
    ),
    `/items/${editedId}?dialog=resync&for=${editedId}`,
    '/jobs',
    '/errors',
    '/infrastructure',
    '/protect',
    '/policies',
    '/bandwidth',
    '/recovery-plans',
    '/lab',
    '/settings',
  ];
  for (const path of paths) expect.soft(await findCutTexts(await show(path)), path).toEqual([]);
});
