import { type Locator, type Page, expect } from '@playwright/test';

/** No page has more stops than this before the one that is looked for. */
const MAX_STOPS = 80;

/** Presses Tab until `target` has the focus: what a person without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < MAX_STOPS; stop += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${String(target)} is not reached within ${MAX_STOPS} presses of Tab`);
}

function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}
