import { expect, test } from 'vitest';
import { PortError } from '../core/errors/fault.ts';
import type { StorageApi } from '../core/ports.ts';
import { engineBench } from './testing/engine-bench.ts';

/** Of every third snapshot the answer is lost; it stands nevertheless. */
function losingAnswers(storage: StorageApi): StorageApi {
  let count = 0;
  return new Proxy(storage, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (name !== 'snapshotBlob') return typeof member === 'function' ? member.bind(target) : member;
      return async (...args: Parameters<StorageApi['snapshotBlob']>): Promise<string> => {
        const snapshot = await target.snapshotBlob(...args);
        if (++count % 3 === 0) throw new PortError({ code: 'NetworkTimeout', detail: 'the answer was lost' });
        return snapshot;
      };
    },
  });
}

test('[DL15] a snapshot whose answer was lost is deleted before the next is taken', async () => {
  const bench = await engineBench({ wrap: (ports) => ({ ...ports, storage: losingAnswers(ports.storage) }) });
  await bench.setPolicy({ replicationIntervalSeconds: 30, recoveryPointHistoryHours: 24 });
  await bench.enable('DB01');
  for (let number = 1; number <= 6; number++) {
    await bench.until(`cycle ${number}`, () => {
      const { cycle } = bench.item('DB01');
      return cycle.number >= number && cycle.step === 'uploading';
    });
    const { recoveryPoints } = bench.item('DB01');
    const known = recoveryPoints.flatMap(({ snapshots }) => snapshots.map(({ snapshot }) => snapshot));
    const stored = bench.world.blobs().flatMap(({ snapshots }) => snapshots);
    expect(stored.toSorted()).toEqual(known.toSorted());
  }
  expect(bench.engine.trace().filter((line) => line.includes('NetworkTimeout')).length).toBeGreaterThan(0);
});
