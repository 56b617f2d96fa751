import type { Page } from '@playwright/test';

/** The Lab: time, faults and machines of the demo world. */
export class LabPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Imports an image as a machine of its own; ends on Enable protection, with the machine chosen. */
  async importDisk(file: string, machineName: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'Import disk…' }).click();
    const dialog = this.#page.getByRole('dialog', { name: 'Import disk' });
    await dialog.locator('input[type=file]').setInputFiles(file);
    await dialog.getByLabel('Machine name').fill(machineName);
    await dialog.getByRole('button', { name: `Import ${machineName}` }).click();
    await this.#page.waitForURL(/\/protect\?/);
  }
}
