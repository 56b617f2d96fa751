import { type Locator, type Page, expect } from '@playwright/test';

/** A step of the life cycle: the command in the bar, and the button that confirms it in its dialog. */
export const lifeCycle = {
  testFailover: ['Test failover…', 'Start test failover'],
  cleanUp: ['Clean up test failover…', 'Clean up'],
  plannedFailover: ['Planned failover…', 'Fail over to Azure'],
  commit: ['Commit…', 'Commit'],
  failback: ['Fail back…', 'Fail back'],
  completeFailback: ['Complete failback…', 'Complete failback'],
  reprotect: ['Re-protect…', 'Re-protect'],
} as const;

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

  async openTab(name: string): Promise<void> {
    await this.#page.getByRole('tab', { name, exact: true }).click();
    await expect(this.#page.getByRole('tab', { name, exact: true })).toHaveAttribute('aria-selected', 'true');
  }

  panel(title: string): Locator {
    return this.#page.getByRole('region', { name: title, exact: true });
  }

  /** The value beside a label of a panel's list, as text. */
  figure(panel: Locator, label: string): Locator {
    return panel.getByRole('definition').and(panel.locator(`dt:text-is("${label}") + dd`));
  }

  /** Opens the Resynchronize dialog and answers it. */
  async openResynchronize(): Promise<Locator> {
    await this.command('Resynchronize…');
    const dialog = this.#page.getByRole('dialog', { name: /^Resynchronize / });
    await expect(dialog).toBeVisible();
    return dialog;
  }

  async resynchronize(): Promise<void> {
    const dialog = await this.openResynchronize();
    await dialog.getByRole('button', { name: 'Resynchronize', exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  /** Gives a command of the life cycle and confirms its dialog. */
  async takeStep(step: keyof typeof lifeCycle): Promise<void> {
    const [command, label] = lifeCycle[step];
    await this.command(command);
    const dialog = this.#page.getByRole('dialog');
    await dialog.getByRole('button', { name: label, exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  /** Downloads the latest recovery point of the only disk as a fixed VHD. */
  async downloadReplica(file: string): Promise<void> {
    await this.command('Download replica…');
    const dialog = this.#page.getByRole('dialog', { name: /^Download replica of / });
    const [download] = await Promise.all([
      this.#page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download', exact: true }).click(),
    ]);
    await download.saveAs(file);
  }

  /**
   * A command of the bar, or of the menu at its end. A command that becomes possible moves from the menu into the bar,
   * and the page may learn of it only while the menu is open: then it is looked for again.
   */
  async command(name: string): Promise<void> {
    const inBar = this.#page.getByRole('button', { name, exact: true });
    const inMenu = this.#page.getByRole('menuitem', { name, exact: true });
    const more = this.#page.getByRole('button', { name: 'More commands' });
    await expect(async () => {
      await expect(inBar.or(more).first()).toBeVisible();
      if (await inBar.isVisible()) return inBar.click({ timeout: 2000 });
      if ((await more.getAttribute('aria-expanded')) !== 'true') await more.click({ timeout: 2000 });
      await expect(inMenu.or(inBar)).toBeVisible({ timeout: 2000 });
      if (await inMenu.isVisible()) return inMenu.click({ timeout: 2000 });
      await this.#page.keyboard.press('Escape');
      throw new Error(`${name} has moved into the bar`);
    }).toPass({ timeout: 30_000 });
  }
}
