import type { BootMessage, Endpoint, ToClient, ToServer } from '../management/transport/protocol.ts';

/**
 * The page's end of the worker's scope, with the boot message taken out. Whatever arrives between
 * that message and the first `listen` waits, so that nothing the page asks early is lost.
 */
export function createTabPage(
  endpoint: Endpoint<ToServer | BootMessage, ToClient>,
  onBoot: (message: BootMessage) => void,
): Endpoint<ToServer, ToClient> {
  const early: ToServer[] = [];
  let listener: ((message: ToServer) => void) | null = null;
  endpoint.listen((message) => {
    if (message.kind === 'boot') onBoot(message);
    else if (listener) listener(message);
    else early.push(message);
  });
  return {
    post: (message, transfer) => endpoint.post(message, transfer),
    listen: (next) => {
      listener = next;
      for (const message of next ? early.splice(0) : []) next?.(message);
    },
  };
}
