import { createChecksumsInline } from '../../../src/adapters/checksums-pool/checksums-inline.ts';
import { assert } from '../../../src/base/assert.ts';
import { MIB } from '../../../src/base/units.ts';
import type { ImageFile } from '../image-file.ts';
import { resynchronizeImage } from '../resynchronize-image.ts';
import type { BrowserAnswer, BrowserJob } from './jobs.ts';
import { openOpfsImage } from './opfs-image.ts';

const SHA256_BYTES = 32;

const [source, base, replica] = [
  await openOpfsImage('source.img'),
  await openOpfsImage('base.img'),
  await openOpfsImage('replica.img'),
];
const checksums = await createChecksumsInline();

self.addEventListener('message', (event: MessageEvent<BrowserJob>) => {
  void serve(event.data);
});
say('ready');

async function serve(job: BrowserJob): Promise<void> {
  try {
    say(await answer(job));
  } catch (error) {
    say(String(error));
  }
}

/** An answer, or in words what went wrong. */
function say(message: BrowserAnswer | string): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a dedicated worker takes none
  self.postMessage(message);
}

async function answer(job: BrowserJob): Promise<BrowserAnswer> {
  if (job === 'prepare') {
    await fetchInto(source, '/source.img');
    await fetchInto(base, '/base.img');
    return { seconds: 0, wireBytes: 0 };
  }
  eachPiece(base, (piece, offset) => replica.write(piece, offset));
  const startedAt = performance.now();
  const wireBytes = await runs[job]();
  const seconds = (performance.now() - startedAt) / 1000;
  if (job !== 'read') failUnlessEqual();
  return { seconds, wireBytes };
}

/** Each answers the bytes that it would send. */
const runs: Record<Exclude<BrowserJob, 'prepare'>, () => Promise<number>> = {
  async read() {
    eachPiece(source, () => undefined);
    eachPiece(replica, () => undefined);
    return 0;
  },
  async lockstep() {
    const { sentBytes, checksumBytes } = await resynchronizeImage(source, replica, checksums);
    return sentBytes + checksumBytes;
  },
  /** As it is written first: SHA-256 of chunks of 1 MiB by WebCrypto, and chunks that differ are sent. */
  async textbook() {
    const [ours, theirs] = [new Uint8Array(MIB), new Uint8Array(MIB)];
    let wireBytes = 0;
    for (let offset = 0; offset < source.sizeBytes; offset += MIB) {
      source.read(ours, offset);
      replica.read(theirs, offset);
      const [a, b] = await Promise.all([ours, theirs].map((chunk) => crypto.subtle.digest('SHA-256', chunk)));
      wireBytes += SHA256_BYTES;
      if (a === undefined || b === undefined || areEqual(new Uint8Array(a), new Uint8Array(b))) continue;
      replica.write(ours, offset);
      wireBytes += MIB;
    }
    return wireBytes;
  },
};

async function fetchInto(image: ImageFile, path: string): Promise<void> {
  const { body } = await fetch(path);
  assert(body !== null, `${path} has a body`);
  const reader = body.getReader();
  let offset = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    image.write(part.value, offset);
    offset += part.value.length;
  }
}

function eachPiece(image: ImageFile, look: (piece: Uint8Array, offsetBytes: number) => void): void {
  const piece = new Uint8Array(MIB);
  for (let offset = 0; offset < image.sizeBytes; offset += MIB) {
    image.read(piece, offset);
    look(piece, offset);
  }
}

function failUnlessEqual(): void {
  const theirs = new Uint8Array(MIB);
  eachPiece(source, (ours, offset) => {
    replica.read(theirs, offset);
    assert(areEqual(ours, theirs), `the replica is not its source at ${offset}`);
  });
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length % 4 !== 0) return a.every((byte, index) => byte === b[index]);
  const [left, right] = [new Uint32Array(a.buffer), new Uint32Array(b.buffer)];
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
  return true;
}
