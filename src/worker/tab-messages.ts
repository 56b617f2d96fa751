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

/** The part of BroadcastChannel that tabs need: posts to every other context, never to the sender. */
export interface TabChannel {
  postMessage(message: TabMessage): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  close(): void;
}

/** The part of LockManager that tabs need. */
export interface Locks {
  request(name: string, callback: () => Promise<void> | void): Promise<unknown>;
}
