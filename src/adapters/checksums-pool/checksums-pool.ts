import { assert } from '../../base/assert.ts';
import type { Bytes } from '../../base/units.ts';
import type { Checksums } from '../../core/ports.ts';
import { createChecksumCrew, type ChecksumWorker } from './checksum-crew.ts';
import type { ChecksumJob } from './checksum-messages.ts';

export interface ChecksumsPool extends Checksums {
  /** Ends the workers; calls under way reject. */
  close(): void;
}

/**
 * Checksums on a crew of `size` workers. A call goes to the worker with the fewest calls under way; a SHA-256 stream
 * stays on one. Input is copied into a buffer that is transferred and returns: the caller keeps its bytes.
 */
export function createChecksumsPool(options: {
  readonly spawn: () => ChecksumWorker;
  readonly size: number;
}): ChecksumsPool {
  const crew = createChecksumCrew(options);
  const buffers = createBufferShelf(options.size * 2);
  let streamCount = 0;

  const digestBuffer = async (buffer: ArrayBuffer, lengthBytes: Bytes, blockBytes: Bytes): Promise<Uint8Array> => {
    const answer = await crew.leastLoaded().call({ kind: 'digest', buffer, lengthBytes, blockBytes }, [buffer]);
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
      const seat = crew.leastLoaded();
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

    close: () => crew.close(),
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
