import type { ToClient, ToServer } from '../management/transport/protocol.ts';

/** What tabs of one world say to each other on their BroadcastChannel. */
export type TabMessage =
  /** The leader is ready to serve: say hello (again). */
  | { readonly kind: 'leaderReady' }
  /** To the leader: serve me. `aliveLock` is the Web Lock that the follower's worker holds while it lives. */
  | { readonly kind: 'hello'; readonly from: string; readonly aliveLock: string }
  | { readonly kind: 'welcome'; readonly to: string; readonly isDurable: boolean }
  | { readonly kind: 'toServer'; readonly from: string; readonly message: ToServer }
  | { readonly kind: 'toClient'; readonly to: string; readonly message: ToClient };

/** Reaches every other tab of one name, never the sender. */
export interface TabChannel {
  post(message: TabMessage): void;
  /** To be called once. */
  listen(listener: (message: TabMessage) => void): void;
}

/** The part of LockManager that tabs need. */
export interface Locks {
  request(name: string, callback: () => Promise<void> | void): Promise<unknown>;
}

export function openTabChannel(name: string): TabChannel {
  const channel = new BroadcastChannel(name);
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has none: it never leaves its origin
    post: (message) => channel.postMessage(message),
    listen: (listener) => {
      channel.addEventListener('message', (event) => listener(event.data as TabMessage));
    },
  };
}
