/**
 * The version of the portal that this tab shows, kept by a service worker so that it also works without a
 * network. A newer one is fetched in the background and waits until somebody asks for it.
 */
import { ExternalStore } from '../data/external-store.ts';

/** Whether a newer version waits. */
export const newVersion = new ExternalStore<ServiceWorker | null>(null);

/** Registers the service worker of the build. Where there is none (a server's page, development, plain HTTP) nothing happens. */
export async function keepForOffline(container: ServiceWorkerContainer | undefined): Promise<void> {
  if (!container) return;
  // The first one takes over a page that is up to date; later ones replace what the page was loaded from.
  let isKept = container.controller !== null;
  container.addEventListener('controllerchange', () => {
    if (isKept) location.reload();
    isKept = true;
  });
  const registration = await container.register('/sw.js').catch(() => null);
  if (!registration) return;
  const offer = (worker: ServiceWorker | null): void => {
    if (worker?.state === 'installed' && container.controller) newVersion.set(worker);
  };
  offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const installing = registration.installing;
    installing?.addEventListener('statechange', () => offer(installing));
  });
}

/** Every tab of the portal loads anew when the waiting version takes over. */
export function activateVersion(worker: ServiceWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a ServiceWorker takes none
  worker.postMessage('activate');
}
