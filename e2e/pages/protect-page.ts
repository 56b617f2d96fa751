import { type Page, expect } from '@playwright/test';

/** The wizard Enable protection. */
export class ProtectPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** From the step Machines, with the machine chosen, to the end; the target is as proposed. */
  async confirm(policyName: string): Promise<void> {
    await this.#next('Target');
    await this.#next('Policy');
    await this.#page.getByRole('radio', { name: policyName }).check();
    await this.#next('Review');
    await this.#page.getByRole('button', { name: 'Enable protection of 1 machine' }).click();
    await this.#page.waitForURL(/\/items/);
  }

  async #next(step: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'Next', exact: true }).click();
    await expect(this.#page.getByRole('tabpanel', { name: step })).toBeVisible();
  }
}
