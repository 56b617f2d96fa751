import { describe, expect, test } from 'vitest';
import { describeChecksums, pattern } from '../testing/checksums-contract.ts';
import { expectFault } from '../testing/fault-matcher.ts';
import { ThreadWorker } from '../testing/thread-worker.ts';
import { createChecksumsPool } from './checksums-pool.ts';
import type { ChecksumsPool } from './checksums-pool.ts';

describeChecksums('pool', async () => createChecksumsPool({ spawn: () => new ThreadWorker(), size: 3 }));

function createWatchedPool(size: number): { readonly pool: ChecksumsPool; readonly workers: ThreadWorker[] } {
  const workers: ThreadWorker[] = [];
  const spawn = (): ThreadWorker => {
    const worker = new ThreadWorker();
    workers.push(worker);
    return worker;
  };
  return { pool: createChecksumsPool({ spawn, size }), workers };
}

describe('the pool', () => {
  test('starts workers when they are needed, and spreads the calls', async () => {
    const { pool, workers } = createWatchedPool(3);
    expect(workers).toHaveLength(0);
    await Promise.all(Array.from({ length: 6 }, () => pool.digest(pattern(4096), 4096)));
    expect(workers.map((worker) => worker.taken)).toEqual([2, 2, 2]);
  });

  test('a worker that dies rejects its calls, harms no other, and is replaced', async () => {
    const { pool, workers } = createWatchedPool(2);
    const first = pool.digest(pattern(4096), 4096);
    const second = pool.digest(pattern(4096), 4096);
    workers[0]?.die('out of memory');
    const report = await expectFault(first, 'Internal');
    expect(report.detail).toContain('out of memory');
    expect(await second).toHaveLength(16);
    expect(workers[0]?.isTerminated).toBe(true);
    expect(await pool.digest(pattern(4096), 4096)).toEqual(await second);
    expect(workers).toHaveLength(3);
  });

  test('a SHA-256 stream whose worker dies rejects instead of going on with half a state', async () => {
    const { pool, workers } = createWatchedPool(1);
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      yield pattern(4096);
      workers[0]?.die('killed');
      yield pattern(4096);
    };
    await expectFault(pool.sha256(chunks()), 'Internal');
  });

  test('closing rejects what is under way and all that comes later', async () => {
    const { pool, workers } = createWatchedPool(1);
    const pending = pool.digest(pattern(4096), 4096);
    pool.close();
    await expectFault(pending, 'Internal');
    await expectFault(pool.digest(pattern(4096), 4096), 'Internal');
    expect(workers[0]?.isTerminated).toBe(true);
  });
});
