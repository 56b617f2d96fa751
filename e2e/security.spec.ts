/** The strict Content-Security-Policy holds on every page, and names from hosts are never markup. */
import { type Page, expect, test } from '@playwright/test';
import { PortalPage } from './support/portal-page.ts';
import { visitRoutes } from './support/routes.ts';

const MARKUP = '<img src=x onerror=alert(1)>';

/** Violations of the policy from now on, in this page and those that it becomes. */
async function watchViolations(page: Page): Promise<readonly string[]> {
  const violations: string[] = [];
  await page.exposeFunction('reportViolation', (text: string) => void violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) => {
      const report = (globalThis as unknown as { reportViolation: (text: string) => void }).reportViolation;
      report(`${effectiveDirective} ${blockedURI} ${sourceFile}`);
    });
  });
  return violations;
}

test('the policy is strict, and no page violates it', async ({ page, request }) => {
  const policy = (await request.get('/')).headers()['content-security-policy'] ?? '';
  const directives = new Map(policy.split('; ').map((each) => [each.split(' ')[0], each.split(' ').slice(1)]));
  expect(directives.get('default-src')).toEqual(["'none'"]);
  expect(directives.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
  expect(directives.get('style-src')).toEqual(["'self'", expect.stringMatching(/^'sha256-/)]);
  const violations = await watchViolations(page);
  await visitRoutes(new PortalPage(page), async ({ path }) => {
    expect.soft(violations, path).toEqual([]);
  });
});

test('a machine named like markup is text everywhere', async ({ page }) => {
  const violations = await watchViolations(page);
  page.on('dialog', (dialog) => {
    expect.soft(dialog.message(), 'a name was run as a script').toBeNull();
    void dialog.dismiss();
  });
  const portal = new PortalPage(page, { scenario: 'hostile-names', seed: '7' });
  await portal.open('/items');
  await portal.vault.pause();
  await portal.vault.protectAll([MARKUP]);
  const { id } = await portal.vault.waitForItem(MARKUP, 'known', () => true);
  for (const path of [
    '/',
    '/items',
    `/items/${id}`,
    `/items/${id}/disks`,
    '/jobs',
    '/infrastructure',
    '/lab',
    '/protect',
  ]) {
    await portal.open(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    await expect(page.locator('img[src=x], script:not([src])'), path).toHaveCount(0);
  }
  await portal.open(`/items/${id}`);
  await expect(page.getByRole('heading', { name: MARKUP, level: 1 })).toBeVisible();
  expect(violations).toEqual([]);
  portal.expectNoComplaints();
});
