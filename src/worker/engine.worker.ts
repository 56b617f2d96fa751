/** The engine's dedicated worker: waits for the page's boot message, then joins or leads the world's tabs. */
import { type BootMessage, endpointOf, type ToClient, type ToServer } from '../management/transport/protocol.ts';
import { openTabChannel } from './tab-messages.ts';
import { createTabPage } from './tab-page.ts';
import { runTab } from './tab.ts';

declare const self: DedicatedWorkerGlobalScope;

/** What a world needs, asked for all at once, while the page says which world and the tabs agree on who leads. */
for (const code of [
  import('./boot-browser-demo.ts'),
  import('../../mocks/lab/demo-world.ts'),
  import('../management/server/management-server.ts'),
]) {
  // Whoever needs it asks again, and hears why.
  code.catch(() => undefined);
}

const page = createTabPage(endpointOf<ToServer | BootMessage, ToClient>(self), ({ scenario, seed, faults = [] }) => {
  runTab({
    tabId: crypto.randomUUID(),
    worldName: [scenario, seed, ...faults].join('/'),
    page,
    locks: navigator.locks ? { request: (name, callback) => navigator.locks.request(name, callback) } : null,
    openChannel: openTabChannel,
    boot: async (giveUp) => {
      const { bootBrowserDemo } = await import('./boot-browser-demo.ts');
      return bootBrowserDemo({ scenario, seed, faults, giveUp });
    },
  });
});
