/** Pictures of every page (npm run shots); no test of anything. */
import { join } from 'node:path';
import { test } from '@playwright/test';
import { PortalPage } from '../support/portal-page.ts';
import { visitRoutes } from '../support/routes.ts';

const folder = process.env['LOCKSTEP_SHOTS'] ?? '';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`pictures, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await visitRoutes(new PortalPage(page), async ({ name }) => {
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
    });
  });
}
