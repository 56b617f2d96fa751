import { assert } from '../../base/assert.ts';
import { PortError } from '../../core/errors/fault.ts';
import type { ChecksumAnswer, ChecksumJob, ChecksumRequest } from './checksum-messages.ts';

/** The part of a `Worker` that a crew uses. */
export interface ChecksumWorker {
  postMessage(message: ChecksumRequest, transfer: ArrayBuffer[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: ChecksumAnswer }) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: (event: unknown) => void): void;
  terminate(): void;
}

/** Workers for checksums. */
export interface ChecksumCrew {
  /** The worker with the fewest calls under way. Throws PortError 'Internal' once the crew is closed. */
  leastLoaded(): Seat;
  /** Ends the workers; calls under way reject. */
  close(): void;
}

/**
 * `size` workers, each started when it is first needed. One that dies rejects its calls with PortError 'Internal'
 * and is replaced when next needed.
 */
export function createChecksumCrew(options: {
  readonly spawn: () => ChecksumWorker;
  readonly size: number;
}): ChecksumCrew {
  assert(Number.isInteger(options.size) && options.size > 0, `pool size must be positive, got ${options.size}`);
  const seats: (Seat | undefined)[] = Array.from({ length: options.size }, () => undefined);
  let isClosed = false;

  const load = (index: number): number => (seats[index]?.isAlive ? seats[index].load : 0);

  return {
    leastLoaded() {
      if (isClosed) throw deadWorker('the checksum pool is closed');
      let best = 0;
      for (let index = 1; index < seats.length; index++) if (load(index) < load(best)) best = index;
      const seat = seats[best];
      if (seat?.isAlive) return seat;
      const started = createSeat(options.spawn());
      seats[best] = started;
      return started;
    },

    close() {
      isClosed = true;
      for (const seat of seats) seat?.end('the checksum pool was closed');
    },
  };
}

/** One worker with its calls under way. */
export interface Seat {
  readonly isAlive: boolean;
  /** Calls under way. */
  readonly load: number;
  call(job: ChecksumJob, transfer: ArrayBuffer[]): Promise<ChecksumAnswer>;
  end(reason: string): void;
}

interface PendingCall {
  readonly resolve: (answer: ChecksumAnswer) => void;
  readonly reject: (failure: PortError) => void;
}

function createSeat(worker: ChecksumWorker): Seat {
  const pending = new Map<number, PendingCall>();
  let isAlive = true;
  let callCount = 0;

  const end = (reason: string): void => {
    if (!isAlive) return;
    isAlive = false;
    worker.terminate();
    for (const call of pending.values()) call.reject(deadWorker(reason));
    pending.clear();
  };

  worker.addEventListener('message', ({ data: answer }) => {
    const call = pending.get(answer.id);
    pending.delete(answer.id);
    if (answer.kind === 'failed') call?.reject(deadWorker(answer.message));
    else call?.resolve(answer);
  });
  worker.addEventListener('error', (event) => end(`a checksum worker died${messageOf(event)}`));
  worker.addEventListener('messageerror', () => end('a checksum worker sent what cannot be read'));

  return {
    get isAlive() {
      return isAlive;
    },
    get load() {
      return pending.size;
    },
    async call(job, transfer) {
      if (!isAlive) throw deadWorker('the checksum worker of this stream died');
      const id = callCount++;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject });
        worker.postMessage({ ...job, id }, transfer);
      });
    },
    end,
  };
}

function deadWorker(detail: string): PortError {
  return new PortError({ code: 'Internal', detail });
}

function messageOf(event: unknown): string {
  const isWorded = typeof event === 'object' && event !== null && 'message' in event;
  return isWorded && typeof event.message === 'string' ? `: ${event.message}` : '';
}
