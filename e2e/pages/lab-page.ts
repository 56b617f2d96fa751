import { type Locator, type Page, expect } from '@playwright/test';

/** The Lab: time, faults and machines of the demo world. */
export class LabPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async startFault(kind: string, target: string): Promise<void> {
    const faults = this.#page.getByRole('region', { name: 'Faults' });
    await this.#choose(faults.getByRole('combobox', { name: 'Fault' }), kind);
    await this.#choose(faults.getByRole('combobox', { name: 'Acts on' }), target);
    await faults.getByRole('button', { name: 'Start fault' }).click();
    await expect(this.#endButton(kind, target)).toBeVisible();
  }

  async endFault(kind: string, target: string): Promise<void> {
    await this.#endButton(kind, target).click();
    await expect(this.#endButton(kind, target)).toBeHidden();
  }

  #endButton(kind: string, target: string): Locator {
    return this.#page.getByRole('button', { name: `End ${kind} on ${target}` });
  }

  async #choose(box: Locator, option: string): Promise<void> {
    await box.click();
    await this.#page.getByRole('option', { name: option, exact: true }).click();
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
