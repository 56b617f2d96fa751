import { type Page, expect } from '@playwright/test';

/** The wizard Enable protection. */
export class ProtectPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** From wherever the wizard stands to its end, with what it proposes. */
  async confirmProposals(): Promise<void> {
    const confirm = this.#page.getByRole('button', { name: 'Enable protection of 1 machine' });
    const next = this.#page.getByRole('button', { name: 'Next', exact: true });
    await expect(confirm.or(next)).toBeVisible();
    while (!(await confirm.isVisible())) {
      await expect(next).toBeEnabled();
      await next.click();
    }
    await confirm.click();
  }
}
