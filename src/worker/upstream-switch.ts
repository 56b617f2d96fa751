/**
 * Stands between a page and whoever serves it: this worker's own engine, or the leader in another
 * tab. When that changes the page does not notice: what it asked and was not answered is asked
 * again where that is harmless (GET), and otherwise fails with the reason.
 */
import type { ToClient, ToServer } from '../management/transport/protocol.ts';

export interface UpstreamSwitch {
  /** From the page. Held back while there is no upstream. */
  fromPage(message: ToServer): void;
  /** From the upstream. */
  toPage(message: ToClient, transfer?: Transferable[]): void;
  /** Sends to another upstream from now on. */
  use(upstream: (message: ToServer) => void): void;
}

type RequestMessage = Extract<ToServer, { kind: 'request' }>;

/** @param post sends to the page */
export function createUpstreamSwitch(post: (message: ToClient, transfer?: Transferable[]) => void): UpstreamSwitch {
  /** Asked and not answered. */
  const unanswered = new Map<number, RequestMessage>();
  /** Answered, with a body under way. */
  const streaming = new Set<number>();
  let isSubscribed = false;
  let upstream: ((message: ToServer) => void) | null = null;

  const note = (message: ToServer): void => {
    if (message.kind === 'request') unanswered.set(message.id, message);
    else if (message.kind === 'subscribe') isSubscribed = true;
    else if (message.kind === 'unsubscribe') isSubscribed = false;
    else if (message.kind === 'abort') {
      unanswered.delete(message.id);
      streaming.delete(message.id);
    }
  };

  const fail = (id: number, message: string): void => {
    unanswered.delete(id);
    streaming.delete(id);
    post({ kind: 'failure', id, message });
  };

  return {
    fromPage: (message) => {
      note(message);
      // Without an upstream what was noted is sent on when there is one.
      upstream?.(message);
    },
    toPage: (message, transfer) => {
      if (message.kind === 'response') {
        unanswered.delete(message.id);
        if (message.body === undefined) streaming.add(message.id);
      } else if (message.kind === 'end' || message.kind === 'failure') {
        unanswered.delete(message.id);
        streaming.delete(message.id);
      }
      post(message, transfer);
    },
    use: (next) => {
      const isFirst = upstream === null;
      upstream = next;
      for (const id of streaming) fail(id, 'The tab that ran the engine was closed during the transfer.');
      for (const request of unanswered.values()) {
        if (isFirst || request.method === 'GET') next(request);
        else
          fail(
            request.id,
            'The tab that ran the engine was closed before it answered. See whether the command was taken.',
          );
      }
      if (isSubscribed) next({ kind: 'subscribe' });
    },
  };
}
