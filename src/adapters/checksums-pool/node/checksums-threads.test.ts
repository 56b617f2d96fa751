import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KIB, MIB, type Bytes } from '../../../base/units.ts';
import { describeChecksums, pattern } from '../../testing/checksums-contract.ts';
import { expectFault } from '../../testing/fault-matcher.ts';
import { expectSameBytes } from '../../testing/same-bytes.ts';
import { createChecksumsInline } from '../checksums-inline.ts';
import { createChecksumsThreads, type ChecksumsThreads } from './checksums-threads.ts';
import { bundleThread, type ThreadBundle } from './testing/thread-bundle.ts';

let bundle: ThreadBundle;
let folder: string;
let file: number;
const opened: ChecksumsThreads[] = [];

/** Text, zeros, and an end that is no whole block. */
const content = pattern(3 * MIB + 777);
content.fill(0, MIB, MIB + 512 * KIB);

beforeAll(async () => {
  bundle = await bundleThread();
  folder = mkdtempSync(join(tmpdir(), 'lockstep-threads-'));
  writeFileSync(join(folder, 'image'), content);
  file = openSync(join(folder, 'image'), 'r');
});

afterAll(async () => {
  await Promise.all(opened.map((threads) => threads.close()));
  closeSync(file);
  rmSync(folder, { recursive: true });
  bundle.remove();
});

async function openThreads(entry = bundle.entry): Promise<ChecksumsThreads> {
  const threads = await createChecksumsThreads({ entry, size: 2 });
  opened.push(threads);
  return threads;
}

/** As the owner of an image asks for digests of its file; answers the buffer, too. */
async function digestFile(
  threads: ChecksumsThreads,
  offsetBytes: Bytes,
  lengthBytes: Bytes,
  blockBytes: Bytes,
): Promise<{ readonly digests: Uint8Array; readonly into: Uint8Array }> {
  let lent: Uint8Array = new Uint8Array(0);
  const digests = await threads.digestRead(lengthBytes, blockBytes, async (into) => {
    lent = into;
    threads.readFile(file, offsetBytes, into);
  });
  return { digests, into: lent };
}

describeChecksums('threads', () => openThreads());

describe('ranges of files', () => {
  test('have the digests of their bytes, whatever the block and the piece', async () => {
    const [threads, inline] = await Promise.all([openThreads(), createChecksumsInline()]);
    const ranges = [
      [0, content.length],
      [4096, 2 * MIB],
      [MIB + 1, 128 * KIB],
      [512, 4096],
      [MIB, 512 * KIB],
      [7, 300_001],
    ] as const;
    for (const blockBytes of [100, 512, 4096, 65_536, 100_000, 300_000, 2 * MIB]) {
      const made = await Promise.all(ranges.map(([at, length]) => digestFile(threads, at, length, blockBytes)));
      for (const [index, [at, length]] of ranges.entries()) {
        const expected = await inline.digest(content.subarray(at, at + length), blockBytes);
        expectSameBytes(made[index]?.digests ?? new Uint8Array(0), expected);
      }
    }
  });

  test('are read by the thread: none of their bytes comes to the caller', async () => {
    const threads = await openThreads();
    const { into } = await digestFile(threads, 0, MIB, 4096);
    expectSameBytes(into, new Uint8Array(MIB));
  });

  test('a short one is read at once, into the buffer', async () => {
    const threads = await openThreads();
    let seen = new Uint8Array(0);
    await threads.digestRead(4096, 4096, async (into) => {
      threads.readFile(file, 8192, into);
      seen = into.slice();
    });
    expectSameBytes(seen, content.subarray(8192, 8192 + 4096));
  });

  test('a buffer that is not lent for a digest is filled', async () => {
    const threads = await openThreads();
    const into = new Uint8Array(200 * KIB);
    threads.readFile(file, 5, into);
    expectSameBytes(into, content.subarray(5, 5 + into.length));
  });

  test('past the end of the file they fail, in a thread and at once, and harm no other', async () => {
    const threads = await openThreads();
    for (const lengthBytes of [MIB, 4096]) {
      const { detail } = await expectFault(digestFile(threads, content.length - 100, lengthBytes, 4096), 'Internal');
      expect(detail).toContain(`ends at ${content.length}`);
    }
    expect((await digestFile(threads, 0, MIB, 4096)).digests).toHaveLength(256 * 16);
  });
});

describe('the threads', () => {
  test('a thread that cannot start rejects its calls with a fault', async () => {
    const threads = await openThreads(new URL('file:///nowhere/thread.mjs'));
    await expectFault(digestFile(threads, 0, MIB, 4096), 'Internal');
  });

  test('closing rejects what is under way and all that comes later; then the file may be closed', async () => {
    const threads = await openThreads();
    const pending = expectFault(digestFile(threads, 0, content.length, 4096), 'Internal');
    // By then the call is with its thread, which takes longer to start.
    await setImmediate();
    await threads.close();
    await pending;
    await expectFault(digestFile(threads, 0, MIB, 4096), 'Internal');
  });
});
