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
    await this.#command('Resynchronize…');
    const dialog = this.#page.getByRole('dialog', { name: /^Resynchronize / });
    await dialog.getByRole('button', { name: 'Resynchronize', exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  /** Downloads the latest recovery point of the only disk as a fixed VHD. */
  async downloadReplica(file: string): Promise<void> {
    await this.#command('Download replica…');
    const dialog = this.#page.getByRole('dialog', { name: /^Download replica of / });
    const [download] = await Promise.all([
      this.#page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download', exact: true }).click(),
    ]);
    await download.saveAs(file);
  }

  /** A command of the bar; where the bar is too narrow for it, it stands in the menu at its end. */
  async #command(name: string): Promise<void> {
    const inBar = this.#page.getByRole('button', { name, exact: true });
    const more = this.#page.getByRole('button', { name: 'More commands' });
    await expect(inBar.or(more).first()).toBeVisible();
    if (await inBar.isVisible()) return inBar.click();
    await more.click();
    await this.#page.getByRole('menuitem', { name, exact: true }).click();
  }
}
