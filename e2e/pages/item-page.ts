import { type Locator, type Page, expect } from '@playwright/test';

/** A replicated item's page with its commands. */
export class ItemPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Opens it from Replicated items, without a new load of the page. */
  async openFromList(name: string): Promise<void> {
    await this.#page.getByRole('navigation').getByRole('link', { name: 'Replicated items' }).click();
    await this.#page.getByRole('link', { name, exact: true }).click();
    await expect(this.heading(name)).toBeVisible();
  }

  heading(name: string): Locator {
    return this.#page.getByRole('heading', { name, level: 1 });
  }

  async resynchronize(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Resynchronize…' }).click();
    const dialog = this.#page.getByRole('dialog', { name: /^Resynchronize / });
    await dialog.getByRole('button', { name: 'Resynchronize', exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  /** Downloads the latest recovery point of the only disk as a fixed VHD. */
  async downloadReplica(file: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'Download replica…' }).click();
    const dialog = this.#page.getByRole('dialog', { name: /^Download replica of / });
    const [download] = await Promise.all([
      this.#page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download', exact: true }).click(),
    ]);
    await download.saveAs(file);
  }
}
