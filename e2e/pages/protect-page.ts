import { type Locator, type Page, expect } from '@playwright/test';

/** The wizard Enable protection. */
export class ProtectPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** From the step Source to the step Machines; the only site, or the one of that name, and the target as proposed. */
  async chooseSource(site?: string): Promise<void> {
    if (site !== undefined) await this.#page.getByRole('radio', { name: new RegExp(site) }).check();
    await this.#next('Target');
    await this.#next('Machines');
  }

  machine(name: string): Locator {
    return this.#page.getByRole('checkbox', { name: `Select ${name}`, exact: true });
  }

  machineRow(name: string): Locator {
    return this.#page.getByRole('row').filter({ has: this.machine(name) });
  }

  /** From the step Machines, with the machines chosen, to the step Disks. */
  async chooseDisks(): Promise<void> {
    await this.#next('Disks');
  }

  /** At the step Disks. */
  disk(machineName: string, diskName: string): Locator {
    const disks = this.#page.getByRole('table', { name: `Disks of ${machineName}` });
    return disks.getByRole('checkbox', { name: diskName });
  }

  /** From the step Disks to the end. */
  async confirm(policyName: string, machineCount = 1): Promise<void> {
    await this.#next('Policy');
    await this.#page.getByRole('radio', { name: policyName }).check();
    await this.#next('Review');
    const machines = machineCount === 1 ? '1 machine' : `${machineCount} machines`;
    await this.#page.getByRole('button', { name: `Enable protection of ${machines}` }).click();
    await this.#page.waitForURL(/\/items/);
  }

  async #next(step: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'Next', exact: true }).click();
    await expect(this.#page.getByRole('tabpanel', { name: step })).toBeVisible();
  }
}
