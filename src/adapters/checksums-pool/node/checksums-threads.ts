import { KIB, type Bytes } from '../../../base/units.ts';
import { assert } from '../../../base/assert.ts';
import { PortError } from '../../../core/errors/fault.ts';
import type { Checksums } from '../../../core/ports.ts';
import { createChecksumCrew } from '../checksum-crew.ts';
import type { FileRange } from '../checksum-messages.ts';
import { createChecksumsNode } from './checksums-node.ts';
import { readWhole } from './read-whole.ts';
import { spawnThread, type ChecksumThread } from './spawn-thread.ts';

/** A message to a thread and back costs 25 µs of processor time: as much as reading and digesting some 100 KiB. */
const SMALLEST_FOR_THREAD: Bytes = 128 * KIB;

export interface ChecksumsThreads extends Checksums {
  /**
   * For the `read` of `digestRead`: says that `into` is to hold the bytes of an open file from an offset on. What is
   * worth it a thread reads and digests by itself, and `into` stays as it was; any other buffer is filled at once.
   * The file stays open until the digest is there. A read that fails is the digest's PortError 'Internal'.
   */
  readFile(file: number, offsetBytes: Bytes, into: Uint8Array): void;
  /** Ends the threads; calls under way reject. When it resolves, no thread reads any file. */
  close(): Promise<void>;
}

/**
 * Checksums in Node on the calling thread and `size` others, started when they are first needed. Ranges of files go to
 * the threads, and of their bytes none comes back. What lies in memory is digested where it lies: to copy blocks for a
 * thread costs as much as their digest, and the streams of an engine are a window's digests.
 *
 * @param entry the compiled `checksum-thread.ts`
 */
export async function createChecksumsThreads(options: {
  readonly entry: URL;
  readonly size: number;
}): Promise<ChecksumsThreads> {
  const own = await createChecksumsNode();
  const threads = new Set<ChecksumThread>();
  const spawn = (): ChecksumThread => {
    const thread = spawnThread(options.entry);
    threads.add(thread);
    void thread.ended.then(() => threads.delete(thread));
    return thread;
  };
  const crew = createChecksumCrew({ spawn, size: options.size });
  const lent = createLentBuffers();

  const digestFile = async (range: FileRange, blockBytes: Bytes): Promise<Uint8Array> => {
    const answer = await crew.leastLoaded().call({ kind: 'digestFile', range, blockBytes }, []);
    assert(answer.kind === 'fileDigests', `a file's digest call was answered with ${answer.kind}`);
    return answer.digests;
  };

  return {
    digest: (bytes, blockBytes) => own.digest(bytes, blockBytes),

    async digestRead(lengthBytes, blockBytes, read) {
      if (lengthBytes < SMALLEST_FOR_THREAD) return own.digestRead(lengthBytes, blockBytes, read);
      const into = lent.lend(lengthBytes);
      try {
        await read(into);
        const range = lent.rangeOf(into);
        return range ? await digestFile(range, blockBytes) : await own.digest(into, blockBytes);
      } finally {
        lent.takeBack(into);
      }
    },

    readFile(file, offsetBytes, into) {
      if (!lent.note(into, { file, offsetBytes, lengthBytes: into.length })) readOrFail(file, offsetBytes, into);
    },

    sha256: (chunks) => own.sha256(chunks),

    async close() {
      crew.close();
      await Promise.all([...threads].map((thread) => thread.ended));
    },
  };
}

function readOrFail(file: number, offsetBytes: Bytes, into: Uint8Array): void {
  try {
    readWhole(file, offsetBytes, into);
  } catch (error) {
    throw new PortError({ code: 'Internal', detail: error instanceof Error ? error.message : String(error) });
  }
}

/** Buffers handed to `read`, and the range that each is to hold. Of one that is noted only, no memory is ever touched. */
function createLentBuffers(): {
  lend(lengthBytes: Bytes): Uint8Array;
  /** Whether the buffer is one of these, and the range is noted. */
  note(into: Uint8Array, range: FileRange): boolean;
  rangeOf(into: Uint8Array): FileRange | undefined;
  takeBack(into: Uint8Array): void;
} {
  const ranges = new Map<Uint8Array, FileRange | undefined>();
  const free: ArrayBufferLike[] = [];
  return {
    lend(lengthBytes) {
      const candidate = free.pop();
      const buffer = candidate && candidate.byteLength >= lengthBytes ? candidate : new ArrayBuffer(lengthBytes);
      const into = new Uint8Array(buffer, 0, lengthBytes);
      ranges.set(into, undefined);
      return into;
    },
    note(into, range) {
      if (!ranges.has(into)) return false;
      ranges.set(into, range);
      return true;
    },
    rangeOf: (into) => ranges.get(into),
    takeBack(into) {
      ranges.delete(into);
      if (free.length < MOST_FREE) free.push(into.buffer);
    },
  };
}

/** Two disks, each with its upload threads. */
const MOST_FREE = 8;
