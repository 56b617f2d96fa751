/**
 * One resynchronization in a process of its own: `node resynchronize.js <source image> <replica image>
 * [--known <file>] [--threads <count>]`. The last line is its counts, as JSON. The file holds the digests of the
 * replica's coarse blocks, as an engine knows them that has made it; without it both sides are read, as every peer
 * does it. With threads the files are read and digested by them, else by the engine's own.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { MIB } from '../../src/base/units.ts';
import { createChecksumsNode } from '../../src/adapters/checksums-pool/node/checksums-node.ts';
import { createChecksumsThreads } from '../../src/adapters/checksums-pool/node/checksums-threads.ts';
import { readWhole } from '../../src/adapters/checksums-pool/node/read-whole.ts';
import type { Checksums } from '../../src/core/ports.ts';
import { CACHED_PIECE_BYTES } from './image-file.ts';
import { openNodeImage, type FileReading } from './node-image.ts';
import { resynchronizeImage } from './resynchronize-image.ts';

/** What one resynchronization did. */
export interface ResynchronizationCounts {
  readonly sentBytes: number;
  readonly checksumBytes: number;
}

/** Checksums, and the files that they read. */
interface Reader {
  readonly checksums: Checksums;
  readonly files: FileReading;
  close(): Promise<void>;
}

/** A thread reads by pieces of the cache's size itself: what it is asked for is as long as a message to it is worth. */
const THREAD_PIECE_BYTES = 4 * MIB;

async function openReader(threadCount: number): Promise<Reader> {
  if (threadCount === 0) {
    const files = { pieceBytes: CACHED_PIECE_BYTES, readFile: readWhole };
    return { checksums: await createChecksumsNode(), files, close: async () => {} };
  }
  const entry = new URL('./checksum-thread.js', import.meta.url);
  const checksums = await createChecksumsThreads({ entry, size: threadCount });
  const readFile: FileReading['readFile'] = (file, offsetBytes, into) => checksums.readFile(file, offsetBytes, into);
  return { checksums, files: { pieceBytes: THREAD_PIECE_BYTES, readFile }, close: () => checksums.close() };
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { known: { type: 'string' }, threads: { type: 'string', default: '0' } },
});
const [sourcePath = '', replicaPath = ''] = positionals;
const reader = await openReader(Number(values.threads));
const { sentBytes, checksumBytes } = await resynchronizeImage(
  openNodeImage(sourcePath, 'r', reader.files),
  openNodeImage(replicaPath, 'r+', reader.files),
  reader.checksums,
  values.known === undefined ? undefined : readFileSync(values.known),
);
await reader.close();
const counts: ResynchronizationCounts = { sentBytes, checksumBytes };
process.stdout.write(`${JSON.stringify(counts)}\n`);
