import { startServerConnection, type OpenConnection } from '../../management/client/worker-connection.ts';
import { chooseWorld } from './chosen-world.ts';
import { startWorker } from './start-worker.ts';

/** The engine of this page, or the server that `<meta name="lockstep-server" content="…">` names (empty: this origin). */
export function connect(): OpenConnection {
  const server = document.querySelector<HTMLMetaElement>('meta[name="lockstep-server"]');
  if (!server) return startWorker(chooseWorld(new URLSearchParams(location.search), tabMemory()));
  return startServerConnection({
    origin: server.content,
    fetch: (input, init) => fetch(input, init),
    openEvents: (url) => new EventSource(url),
  });
}

/** The tab's memory; one that forgets where the browser keeps nothing (cookies blocked). */
function tabMemory(): Pick<Storage, 'getItem' | 'setItem'> {
  try {
    return sessionStorage;
  } catch {
    return { getItem: () => null, setItem: () => undefined };
  }
}
