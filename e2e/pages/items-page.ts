import { type Locator, type Page, expect } from '@playwright/test';

/** Replicated items: the grid and its bulk commands. */
export class ItemsPage {
  readonly #page: Page;
  readonly grid: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.grid = page.getByRole('grid', { name: 'Replicated items' });
  }

  /** Rows of the view, scrolled to or not; the header is none. */
  async expectRowCount(count: number): Promise<void> {
    await expect(this.grid).toHaveAttribute('aria-rowcount', String(count + 1));
  }

  row(name: string): Locator {
    return this.grid.getByRole('row').filter({ has: this.#page.getByRole('link', { name, exact: true }) });
  }

  /** The bar that a selection brings up. */
  get bulkBar(): Locator {
    return this.#page.getByRole('toolbar', { name: 'Commands for the selected machines' });
  }
}
