/**
 * The messages between a page and the engine's worker. Calls carry an id chosen by the caller;
 * bodies travel whole when they are JSON and otherwise in chunks, each asked for by a `pull`,
 * so that a slow reader slows the sender. (Transferred streams would do it too, but neither
 * Safari nor a BroadcastChannel takes them.)
 */
import type { Instant } from '../../base/units.ts';
import type { ChangeBatch } from '../wire.ts';

export type ToServer =
  | {
      readonly kind: 'request';
      readonly id: number;
      readonly method: string;
      readonly path: string;
      readonly contentType: string | null;
      readonly body: string | Blob | null;
    }
  /** Gives a call up: the server stops reading the body it was sending. */
  | { readonly kind: 'abort'; readonly id: number }
  /** Asks for the next chunk of a body. */
  | { readonly kind: 'pull'; readonly id: number }
  | { readonly kind: 'subscribe' }
  /** A batch of the change feed was taken: a client that falls behind is sent no more until it catches up. */
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'unsubscribe' };

export type ToClient =
  | {
      readonly kind: 'response';
      readonly id: number;
      readonly status: number;
      readonly headers: readonly (readonly [string, string])[];
      /** The whole body; null: none; undefined: chunks follow on `pull`. */
      readonly body: string | null | undefined;
    }
  | { readonly kind: 'chunk'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end'; readonly id: number }
  /** The call broke: before the response, or in the middle of its body. */
  | { readonly kind: 'failure'; readonly id: number; readonly message: string }
  | { readonly kind: 'changes'; readonly batch: ChangeBatch }
  | { readonly kind: 'status'; readonly status: ServerStatus };

/** What the worker says of itself, at every change. */
export type ServerStatus =
  /** `aliveLock` names the Web Lock that the worker holds as long as it lives. */
  | { readonly kind: 'starting'; readonly aliveLock: string | null }
  /**
   * `isDurable` is false when this world lives in memory only (private mode); `continuedFrom` is the checkpoint, in the
   * world's time, from which it goes on; null: it is new.
   */
  | { readonly kind: 'ready'; readonly isDurable: boolean; readonly continuedFrom: Instant | null }
  /** Another tab runs the engine; this one talks to it. */
  | { readonly kind: 'follower'; readonly isDurable: boolean }
  | { readonly kind: 'failed'; readonly reason: string };

/** What the page sends first to a new worker. */
export interface BootMessage {
  readonly kind: 'boot';
  readonly scenario: string;
  readonly seed: string;
  /** `fault=` of the address; absent: none. */
  readonly faults?: readonly string[];
}

/** One side of a message channel: a MessagePort, a Worker, a worker's global scope, or a relay. */
export interface Endpoint<Incoming, Outgoing> {
  post(message: Outgoing, transfer?: Transferable[]): void;
  /** One listener at a time; null stops listening. */
  listen(listener: ((message: Incoming) => void) | null): void;
}

/** The part of MessagePort, Worker and DedicatedWorkerGlobalScope that an {@link Endpoint} needs. */
export interface MessageTarget {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  start?: () => void;
}

/** The endpoint of a MessagePort or of anything shaped like one. */
export function endpointOf<Incoming, Outgoing>(target: MessageTarget): Endpoint<Incoming, Outgoing> {
  let current: ((event: MessageEvent) => void) | null = null;
  return {
    post: (message, transfer = []) => target.postMessage(message, transfer),
    listen: (listener) => {
      if (current) target.removeEventListener('message', current);
      current = listener && ((event) => listener(event.data as Incoming));
      if (!current) return;
      target.addEventListener('message', current);
      target.start?.();
    },
  };
}
