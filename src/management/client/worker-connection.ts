import type { Instant } from '../../base/units.ts';
import { createHttpTransport, type HttpTransportOptions } from '../transport/http-transport.ts';
import { createPortTransport } from '../transport/port-transport.ts';
import { type BootMessage, endpointOf, type MessageTarget, type ServerStatus } from '../transport/protocol.ts';
import type { ManagementTransport } from '../transport/transport.ts';
import type { ManagementClient } from './client-api.ts';
import { createManagementClient } from './management-client.ts';

export type ConnectionStatus = 'starting' | 'ready' | 'restarting' | 'failed' | 'follower';

/** A snapshot of the connection; a new object at every change (fits `useSyncExternalStore`). */
export interface ConnectionState {
  readonly status: ConnectionStatus;
  /** Why it failed or is being restarted, else null. */
  readonly reason: string | null;
  /** False when the world lives in memory only and a reload loses it. */
  readonly isDurable: boolean;
  /** Worker restarts since the page was loaded. */
  readonly restartCount: number;
  /** The checkpoint, in the world's time, from which the engine went on when it was last started; null: none. */
  readonly continuedFrom: Instant | null;
}

export interface ManagementConnection {
  readonly client: ManagementClient;
  status(): ConnectionState;
  subscribeStatus(listener: () => void): () => void;
  close(): void;
}

/** A connection with the way its requests go, for callers that speak the API's own words (the browser's console, tests). */
export interface OpenConnection extends ManagementConnection {
  readonly transport: ManagementTransport;
}

/** The part of Worker that the connection needs. */
export interface WorkerLike extends MessageTarget {
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: (event: Event) => void): void;
  terminate(): void;
}

export interface WorkerConnectionOptions {
  readonly scenario: string;
  readonly seed: string;
  /** Faults that the world is to have; absent: none. */
  readonly faults?: readonly string[];
  /** Starts a new engine worker. */
  readonly spawn: () => WorkerLike;
  /** Where locks tell of a dead worker; absent: only its own error events do. */
  readonly locks?: Pick<LockManager, 'request'> | undefined;
  /** Timers, for tests. */
  readonly schedule?: (callback: () => void, delayMs: number) => void;
}

/** Waiting before the 1st, 2nd, … restart in a row; the last one repeats. */
const RESTART_DELAYS_MS = [1000, 2000, 4000, 8000];
/** So many deaths in a row without having been ready, and the connection gives up. */
const MAX_FRUITLESS_STARTS = 8;

const INITIAL_STATE: ConnectionState = {
  status: 'starting',
  reason: null,
  isDurable: true,
  restartCount: 0,
  continuedFrom: null,
};

/** Starts the engine's worker and keeps it alive; calls made meanwhile wait, calls of a dead worker are rejected. */
export function startWorkerConnection(options: WorkerConnectionOptions): OpenConnection {
  const { locks = globalThis.navigator?.locks, schedule = (callback, delayMs) => void setTimeout(callback, delayMs) } =
    options;
  const state = createStateBox(INITIAL_STATE);
  let worker: WorkerLike | null = null;
  let isClosed = false;
  let fruitlessStarts = 0;

  const transport = createPortTransport((status) => hear(status));

  const die = (dead: WorkerLike, reason: string): void => {
    if (dead !== worker || isClosed) return;
    dead.terminate();
    worker = null;
    transport.detach(reason);
    const delayMs = RESTART_DELAYS_MS[Math.min(fruitlessStarts, RESTART_DELAYS_MS.length - 1)] ?? 0;
    fruitlessStarts += 1;
    if (fruitlessStarts > MAX_FRUITLESS_STARTS) return giveUp(reason);
    state.set({ ...state.get(), status: 'restarting', reason, restartCount: state.get().restartCount + 1 });
    schedule(start, delayMs);
  };

  const giveUp = (reason: string): void => {
    transport.fail(reason);
    state.set({ ...state.get(), status: 'failed', reason });
  };

  const start = (): void => {
    if (isClosed) return;
    const started = options.spawn();
    worker = started;
    started.addEventListener('error', (event) => die(started, `The engine's worker failed: ${messageOf(event)}`));
    started.addEventListener('messageerror', () => die(started, "A message of the engine's worker could not be read."));
    const { scenario, seed, faults = [] } = options;
    const boot: BootMessage = { kind: 'boot', scenario, seed, ...(faults.length > 0 ? { faults } : {}) };
    started.postMessage(boot, []);
    transport.attach(endpointOf(started));
  };

  /** The worker holds this lock as long as it lives, so being granted it means that it died; a killed worker sends no event. */
  const watch = (watched: WorkerLike, lockName: string): void => {
    const dead = (): void => die(watched, "The engine's worker died.");
    locks?.request(lockName, dead).catch(() => undefined);
  };

  const hear = (status: ServerStatus): void => {
    if (status.kind === 'starting') {
      if (worker && status.aliveLock !== null) watch(worker, status.aliveLock);
    } else if (status.kind === 'failed') {
      worker?.terminate();
      worker = null;
      giveUp(status.reason);
    } else {
      fruitlessStarts = 0;
      const continuedFrom = status.kind === 'ready' ? status.continuedFrom : null;
      state.set({ ...state.get(), status: status.kind, reason: null, isDurable: status.isDurable, continuedFrom });
    }
  };

  start();
  return {
    client: createManagementClient(transport),
    transport,
    status: () => state.get(),
    subscribeStatus: (listener) => state.subscribe(listener),
    close: () => {
      isClosed = true;
      worker?.terminate();
      worker = null;
      transport.fail('The connection was closed.');
    },
  };
}

/** A connection to a Lockstep server over HTTP. */
export function startServerConnection(options: Omit<HttpTransportOptions, 'onReachable'>): OpenConnection {
  const state = createStateBox(INITIAL_STATE);
  const transport = createHttpTransport({
    ...options,
    onReachable: (isReachable) => {
      const status = isReachable ? 'ready' : 'restarting';
      if (state.get().status === status) return;
      state.set({ ...state.get(), status, reason: isReachable ? null : 'The server does not answer.' });
    },
  });
  return {
    client: createManagementClient(transport),
    transport,
    status: () => state.get(),
    subscribeStatus: (listener) => state.subscribe(listener),
    close: () => transport.close(),
  };
}

function createStateBox(initial: ConnectionState): {
  get(): ConnectionState;
  set(next: ConnectionState): void;
  subscribe(listener: () => void): () => void;
} {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set: (next) => {
      current = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** ErrorEvent carries a message, a failed module import does not. */
function messageOf(event: Event): string {
  return 'message' in event && typeof event.message === 'string' && event.message !== ''
    ? event.message
    : 'it could not be loaded.';
}
