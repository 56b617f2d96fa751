/** The portal in a tab: its address, its engine as a {@link Vault}, and what every spec looks at. */
import { type Page, expect } from '@playwright/test';
import type { ManagementTransport } from '../../src/management/transport/transport.ts';
import { type Send, Vault } from './vault.ts';

/** What `src/portal/app/main.tsx` offers to the browser's console. */
declare global {
  var lockstep: ManagementTransport;
}

/** A world of the demo: `?scenario=…&seed=…`. */
export interface WorldName {
  readonly scenario: string;
  readonly seed: string;
}

/** One host and two small machines, none protected: a world that is run through in no time. */
export const smallWorld: WorldName = { scenario: 'small', seed: '7' };

/** Four hosts with twenty-four small machines, one of them ineligible; none protected. */
export const branchesWorld: WorldName = { scenario: 'branches', seed: '7' };

/** Changes of health are said together, three seconds of real time after the first: nothing on the page tells sooner. */
const LAST_CHANGE_SAID_MS = 4000;

export class PortalPage {
  readonly page: Page;
  readonly vault: Vault;
  /** Uncaught errors and violations of the content security policy; must stay empty. */
  readonly complaints: string[] = [];

  readonly #world: WorldName;

  constructor(page: Page, world: WorldName = smallWorld) {
    this.page = page;
    this.#world = world;
    this.vault = new Vault(this.send);
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) this.complaints.push(message.text());
    });
  }

  /** Sends a request to the engine of this tab, as the portal does. */
  readonly send: Send = (method, path, body) =>
    this.page.evaluate(
      async (call) => {
        const response = await globalThis.lockstep.request({
          method: call.method as 'GET',
          path: call.path,
          ...(call.body === undefined ? {} : { body: call.body, contentType: 'application/json' }),
        });
        return { status: response.status, text: await response.text() };
      },
      { method, path, body },
    );

  /** Resolves when nothing is being loaded and the page has stood still for longer than a skeleton takes to show. */
  async settled(): Promise<void> {
    const stillMs = 300;
    await this.page.evaluate(async (stillMs) => {
      const main = document.querySelector('main') ?? document.body;
      const loading = '[aria-busy=true], [role=status][aria-label^=Loading]';
      await new Promise<void>((resolve) => {
        const settle = (): void => {
          if (main.querySelector(loading)) return;
          observer.disconnect();
          resolve();
        };
        let timer = setTimeout(settle, stillMs);
        const observer = new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(settle, stillMs);
        });
        observer.observe(main, { childList: true, subtree: true });
      });
    }, stillMs);
  }

  /** Opens a path of the portal; resolves when the engine answers. */
  async open(path = '/'): Promise<void> {
    await this.page.goto(`${path}?${new URLSearchParams({ ...this.#world }).toString()}`);
    await this.waitForEngine();
  }

  /** Opens a dialog of the address, about an item, on the page where the tab is; the engine goes on undisturbed. */
  async openDialog(name: string, itemId: string): Promise<void> {
    const query = new URLSearchParams({ dialog: name, for: itemId }).toString();
    await this.show(`${new URL(this.page.url()).pathname}?${query}`);
  }

  /** Goes to a path of the portal without loading the page anew; the engine goes on undisturbed. */
  async show(path: string): Promise<void> {
    await this.page.evaluate((to) => {
      history.pushState(null, '', to);
      dispatchEvent(new PopStateEvent('popstate'));
    }, path);
  }

  /** Loads the page anew where it stands. */
  async reload(): Promise<void> {
    await this.open(new URL(this.page.url()).pathname);
  }

  /** Polls from outside: `page.waitForFunction` evaluates text in the page, which the content security policy forbids. */
  async waitForEngine(): Promise<void> {
    const isReady = (): Promise<boolean> =>
      this.page.evaluate(async () => {
        if (globalThis.lockstep === undefined) return false;
        const response = await globalThis.lockstep.request({ method: 'GET', path: '/lab/world' }).catch(() => null);
        return response?.ok ?? false;
      });
    await expect
      .poll(() => isReady().catch(() => false), { message: 'the engine answers', timeout: 30_000 })
      .toBe(true);
  }

  /** Follows a link without loading the page anew, so that the engine goes on undisturbed. */
  async navigate(linkName: string): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name: linkName, exact: true }).click();
  }

  /** Saves what the engine answers to a GET, through the browser's own download. */
  async download(path: string, file: string): Promise<void> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.evaluate(async (from) => {
        const response = await globalThis.lockstep.request({ method: 'GET', path: from });
        if (!response.ok) throw new Error(`GET ${from} answered ${response.status}: ${await response.text()}`);
        const link = document.createElement('a');
        link.href = URL.createObjectURL(await response.blob());
        link.download = 'content';
        link.click();
      }, path),
    ]);
    await download.saveAs(file);
  }

  /** Waits until the changes of health that the page has heard of are said, so that none is said together with later ones. */
  changesSaid(): Promise<void> {
    return this.page.waitForTimeout(LAST_CHANGE_SAID_MS);
  }

  /** Listens to the status line from now on; the answer tells which changes of health it has said. */
  async recordAnnouncements(): Promise<() => Promise<readonly string[]>> {
    const line = this.page.locator('[role=status][aria-live=polite]').last();
    const said = await line.evaluateHandle((element) => {
      const heard: string[] = [];
      new MutationObserver(() => heard.push(element.textContent ?? '')).observe(element, {
        childList: true,
        characterData: true,
        subtree: true,
      });
      return heard;
    });
    return () => said.evaluate((heard) => heard.filter((text) => text.includes(' is now ')));
  }

  /** SHA-256 of what the engine answers to a GET, in hexadecimal; computed in the page. */
  sha256(path: string): Promise<string> {
    return this.page.evaluate(async (from) => {
      const response = await globalThis.lockstep.request({ method: 'GET', path: from });
      if (!response.ok) throw new Error(`GET ${from} answered ${response.status}: ${await response.text()}`);
      const digest = await crypto.subtle.digest('SHA-256', await response.arrayBuffer());
      return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    }, path);
  }

  expectNoComplaints(): void {
    expect(this.complaints).toEqual([]);
  }
}
