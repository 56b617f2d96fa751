import { expect, test } from 'vitest';
import { instant } from '../../base/units.ts';
import type { ServerStatus, ToClient, ToServer, BootMessage } from '../transport/protocol.ts';
import { startWorkerConnection, type WorkerLike } from './worker-connection.ts';

/** A worker that a test plays: what it was sent, and what it says. */
class PlayedWorker implements WorkerLike {
  readonly received: (ToServer | BootMessage)[] = [];
  isTerminated = false;
  readonly #listeners = new Map<string, Set<(event: never) => void>>();

  postMessage(message: unknown): void {
    this.received.push(message as ToServer);
  }
  addEventListener(type: string, listener: (event: never) => void): void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
  }
  removeEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.get(type)?.delete(listener);
  }
  terminate(): void {
    this.isTerminated = true;
  }
  say(message: ToClient): void {
    this.#emit('message', new MessageEvent('message', { data: message }));
  }
  sayStatus(status: ServerStatus): void {
    this.say({ kind: 'status', status });
  }
  crash(type: 'error' | 'messageerror' = 'error'): void {
    this.#emit(type, new Event(type));
  }
  #emit(type: string, event: Event): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event as never);
  }
}

function start() {
  const workers: PlayedWorker[] = [];
  const timers: { callback: () => void; delayMs: number }[] = [];
  const locks = new Map<string, () => void>();
  const connection = startWorkerConnection({
    scenario: 'small',
    seed: '7',
    spawn: () => {
      const worker = new PlayedWorker();
      workers.push(worker);
      return worker;
    },
    locks: {
      request: async (name: string, granted: () => void) => void locks.set(name, granted),
    } as unknown as Pick<LockManager, 'request'>,
    schedule: (callback, delayMs) => timers.push({ callback, delayMs }),
  });
  const latest = (): PlayedWorker => {
    const worker = workers.at(-1);
    if (!worker) throw new Error('no worker was started');
    return worker;
  };
  return { connection, workers, timers, locks, latest };
}

test('the worker is told its world first, and early calls follow', async () => {
  const { connection, latest } = start();
  expect(connection.status().status).toBe('starting');
  const call = connection.client.listPolicies();
  expect(latest().received.map((message) => message.kind)).toEqual(['boot', 'request']);
  expect(latest().received[0]).toEqual({ kind: 'boot', scenario: 'small', seed: '7' });
  latest().say({
    kind: 'response',
    id: 1,
    status: 200,
    headers: [['content-type', 'application/json']],
    body: '{"value":[]}',
  });
  expect(await call).toEqual([]);
});

test('ready and follower are told, whether the world lasts and where it went on from', () => {
  const { connection, latest } = start();
  let changes = 0;
  connection.subscribeStatus(() => (changes += 1));
  latest().sayStatus({ kind: 'follower', isDurable: true });
  expect(connection.status()).toMatchObject({ status: 'follower', isDurable: true });
  latest().sayStatus({ kind: 'ready', isDurable: false, continuedFrom: instant(5) });
  expect(connection.status()).toMatchObject({ status: 'ready', isDurable: false, continuedFrom: 5 });
  expect(changes).toBe(2);
});

test.each(['error', 'messageerror'] as const)('a worker with %s rejects its calls and is restarted', async (event) => {
  const { connection, workers, timers, latest } = start();
  latest().sayStatus({ kind: 'ready', isDurable: true, continuedFrom: null });
  const call = connection.client.listPolicies();
  latest().crash(event);
  await expect(call).rejects.toMatchObject({ name: 'ManagementError', status: 0, code: 'ConnectionLost' });
  expect(workers[0]?.isTerminated).toBe(true);
  expect(connection.status()).toMatchObject({ status: 'restarting', restartCount: 1 });
  const waiting = connection.client.listPolicies();
  timers[0]?.callback();
  expect(latest().received.map((message) => message.kind)).toEqual(['boot', 'request']);
  latest().say({
    kind: 'response',
    id: 2,
    status: 200,
    headers: [['content-type', 'application/json']],
    body: '{"value":[]}',
  });
  expect(await waiting).toEqual([]);
});

test('a worker that is killed without a word is known by the lock it leaves behind', () => {
  const { connection, locks, latest } = start();
  latest().sayStatus({ kind: 'starting', aliveLock: 'lockstep-alive/a' });
  latest().sayStatus({ kind: 'ready', isDurable: true, continuedFrom: null });
  expect(connection.status().status).toBe('ready');
  locks.get('lockstep-alive/a')?.();
  expect(connection.status().status).toBe('restarting');
});

test('an old worker’s lock says nothing of the new one', () => {
  const { connection, timers, locks, latest } = start();
  latest().sayStatus({ kind: 'starting', aliveLock: 'lockstep-alive/a' });
  latest().crash();
  timers[0]?.callback();
  latest().sayStatus({ kind: 'ready', isDurable: true, continuedFrom: null });
  locks.get('lockstep-alive/a')?.();
  expect(connection.status().status).toBe('ready');
});

test('restarts wait 1, 2, 4, 8, 8 … seconds, and from 1 again after a worker was ready', () => {
  const { timers, latest } = start();
  for (let death = 0; death < 6; death++) {
    latest().crash();
    timers.at(-1)?.callback();
  }
  expect(timers.map((timer) => timer.delayMs)).toEqual([1000, 2000, 4000, 8000, 8000, 8000]);
  latest().sayStatus({ kind: 'ready', isDurable: true, continuedFrom: null });
  latest().crash();
  expect(timers.at(-1)?.delayMs).toBe(1000);
});

test('after eight deaths in a row before it was ready, the connection gives up and says why', async () => {
  const { connection, timers, latest } = start();
  for (let death = 0; death < 9; death++) {
    latest().crash();
    timers[death]?.callback();
  }
  expect(connection.status()).toMatchObject({
    status: 'failed',
    reason: "The engine's worker failed: it could not be loaded.",
  });
  await expect(connection.client.listPolicies()).rejects.toMatchObject({ code: 'ConnectionLost' });
});

test('a world that cannot be started is not tried again', async () => {
  const { connection, workers, timers, latest } = start();
  latest().sayStatus({ kind: 'failed', reason: 'there is no scenario "x"' });
  expect(connection.status()).toMatchObject({ status: 'failed', reason: 'there is no scenario "x"' });
  expect([workers.length, timers.length, workers[0]?.isTerminated]).toEqual([1, 0, true]);
  await expect(connection.client.getJob('j')).rejects.toMatchObject({ message: 'there is no scenario "x"' });
});
