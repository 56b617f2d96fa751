/**
 * The portal's service worker: keeps one whole version of the portal, so that the demo works without a
 * network. `VERSION` and `FILES` stand above this text in the build. A new version waits until the page
 * asks for it: files of two versions are never mixed. It serves files and nothing else; the demo's hosts
 * and storage account are simulated inside the engine's own worker.
 */
const CACHE = `lockstep-${VERSION}`;

self.addEventListener('install', (event) => {
  // Past the browser's own cache: `index.html` may be an older one there.
  const requests = FILES.map((path) => new Request(path, { cache: 'no-cache' }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

self.addEventListener('activate', (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener('message', (event) => {
  if (event.data === 'activate') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  // Every route is the one page.
  if (request.mode === 'navigate') event.respondWith(keptOrFetched('/index.html', request));
  else if (FILES.includes(pathname)) event.respondWith(keptOrFetched(pathname, request));
});

async function keptOrFetched(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}
