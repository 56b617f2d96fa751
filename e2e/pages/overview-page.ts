import type { Locator, Page } from '@playwright/test';

export type HealthName = 'Healthy' | 'Warning' | 'Critical' | 'Not applicable';

/** The vault at a glance. */
export class OverviewPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The donut's entry for a health: count and word, a link to the list of what it counts. */
  healthEntry(health: HealthName): Locator {
    return this.#page
      .getByRole('region', { name: 'Replication health' })
      .getByRole('link', { name: new RegExp(`\\d\\s*${health}`) });
  }

  async countOf(health: HealthName): Promise<number> {
    return Number.parseInt((await this.healthEntry(health).textContent()) ?? '', 10);
  }
}
