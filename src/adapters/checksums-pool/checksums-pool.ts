import { assert } from '../../base/assert.ts';
import type { Bytes } from '../../base/units.ts';
import { PortError } from '../../core/errors/fault.ts';
import type { Checksums } from '../../core/ports.ts';
import type { ChecksumAnswer, ChecksumJob, ChecksumRequest } from './checksum-messages.ts';

/** The part of a `Worker` that the pool uses. */
export interface ChecksumWorker {
  postMessage(message: ChecksumRequest, transfer: ArrayBuffer[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: ChecksumAnswer }) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: (event: unknown) => void): void;
  terminate(): void;
}

export interface ChecksumsPool extends Checksums {
  /** Ends the workers; calls under way reject. */
  close(): void;
}

/**
 * Checksums on `size` workers, started on first use. A call goes to the worker with the fewest
 * calls under way; a SHA-256 stream stays on one. Input is copied into a buffer of the pool that
 * is transferred and returns (a copy costs a tenth of the hash, and the caller keeps its bytes).
 *
 * A worker that dies rejects its calls with PortError 'Internal' and is replaced when next needed.
 */
export function createChecksumsPool(options: {
  readonly spawn: () => ChecksumWorker;
  readonly size: number;
}): ChecksumsPool {
  assert(Number.isInteger(options.size) && options.size > 0, `pool size must be positive, got ${options.size}`);
  const seats: (Seat | undefined)[] = Array.from({ length: options.size }, () => undefined);
  const buffers = createBufferShelf(options.size * 2);
  let streamCount = 0;
  let isClosed = false;

  const seatAt = (index: number): Seat => {
    if (isClosed) throw deadWorker('the checksum pool is closed');
    const seat = seats[index];
    if (seat?.isAlive) return seat;
    const started = createSeat(options.spawn());
    seats[index] = started;
    return started;
  };

  const leastLoaded = (): Seat => {
    let best = 0;
    const load = (index: number): number => (seats[index]?.isAlive ? seats[index].load : 0);
    for (let index = 1; index < seats.length; index++) if (load(index) < load(best)) best = index;
    return seatAt(best);
  };

  const digestBuffer = async (buffer: ArrayBuffer, lengthBytes: Bytes, blockBytes: Bytes): Promise<Uint8Array> => {
    const answer = await leastLoaded().call({ kind: 'digest', buffer, lengthBytes, blockBytes }, [buffer]);
    assert(answer.kind === 'digests', `a digest call was answered with ${answer.kind}`);
    buffers.giveBack(answer.buffer);
    return answer.digests;
  };

  return {
    async digest(bytes, blockBytes) {
      failOnBadBlock(blockBytes);
      return digestBuffer(buffers.takeCopy(bytes), bytes.length, blockBytes);
    },

    async digestRead(lengthBytes, blockBytes, read) {
      failOnBadBlock(blockBytes);
      const buffer = buffers.take(lengthBytes);
      await read(new Uint8Array(buffer, 0, lengthBytes));
      return digestBuffer(buffer, lengthBytes, blockBytes);
    },

    async sha256(chunks) {
      const seat = leastLoaded();
      const stream = streamCount++;
      let isFinished = false;
      try {
        for await (const chunk of chunks) {
          const buffer = buffers.takeCopy(chunk);
          const job: ChecksumJob = { kind: 'sha256Update', stream, buffer, lengthBytes: chunk.length };
          const answer = await seat.call(job, [buffer]);
          assert(answer.kind === 'updated', `a stream's chunk was answered with ${answer.kind}`);
          buffers.giveBack(answer.buffer);
        }
        const answer = await seat.call({ kind: 'sha256Finish', stream }, []);
        assert(answer.kind === 'hex', `a stream's end was answered with ${answer.kind}`);
        isFinished = true;
        return answer.hex;
      } finally {
        // The source of chunks failed: the worker need not keep the half-done state. A dead one has none.
        if (!isFinished) seat.call({ kind: 'sha256Abandon', stream }, []).catch(() => undefined);
      }
    },

    close() {
      isClosed = true;
      for (const seat of seats) seat?.end('the checksum pool was closed');
    },
  };
}

/** One worker with its calls under way. */
interface Seat {
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

/** Buffers to use again. At most `limit` are kept; one that is too small is let go. */
function createBufferShelf(limit: number): {
  /** A buffer of at least so many bytes, whatever they are. */
  take(lengthBytes: Bytes): ArrayBuffer;
  /** One that begins with a copy of `bytes`. */
  takeCopy(bytes: Uint8Array): ArrayBuffer;
  giveBack(buffer: ArrayBuffer): void;
} {
  const free: ArrayBuffer[] = [];
  const take = (lengthBytes: Bytes): ArrayBuffer => {
    const candidate = free.pop();
    return candidate && candidate.byteLength >= lengthBytes ? candidate : new ArrayBuffer(lengthBytes);
  };
  return {
    take,
    takeCopy(bytes) {
      const buffer = take(bytes.length);
      new Uint8Array(buffer).set(bytes);
      return buffer;
    },
    giveBack(buffer) {
      if (free.length < limit) free.push(buffer);
    },
  };
}

function failOnBadBlock(blockBytes: Bytes): void {
  assert(Number.isSafeInteger(blockBytes) && blockBytes > 0, `block size must be positive, got ${blockBytes}`);
}

function deadWorker(detail: string): PortError {
  return new PortError({ code: 'Internal', detail });
}

function messageOf(event: unknown): string {
  const isWorded = typeof event === 'object' && event !== null && 'message' in event;
  return isWorded && typeof event.message === 'string' ? `: ${event.message}` : '';
}
