import { expect, test } from 'vitest';
import { engineBench } from './testing/engine-bench.ts';

test('[LC1] enable → initial replication → finalize → protected, byte for byte', async () => {
  const bench = await engineBench();
  expect(await bench.enable('DB01')).toMatchObject({ isAccepted: true });
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  await bench.expectIdentical('DB01');
  await bench.until('three cycles', () => bench.item('DB01').cycle.number >= 3 && bench.item('DB01').cycle.step === 'idle');
  for (const point of bench.item('DB01').recoveryPoints) await bench.expectIdentical('DB01', point.recoveryPointId);
});
