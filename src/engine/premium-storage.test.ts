import { expect, test } from 'vitest';
import { engineBench } from './testing/engine-bench.ts';

test('[PO13] under a policy of 30 seconds a machine is not protected on premium storage', async () => {
  const bench = await engineBench();
  await bench.setPolicy({ replicationIntervalSeconds: 30 });
  await bench.until('hosts are known', () => bench.engine.inventory().length > 0);
  expect(await bench.enable('IDLE01', { diskType: 'Premium_LRS' })).toMatchObject({
    isAccepted: false,
    refusal: { code: 'InvalidInput', message: expect.stringContaining('30 seconds') },
  });
  expect([...bench.engine.items()]).toEqual([]);
  expect(await bench.enable('IDLE01', { diskType: 'StandardSSD_LRS' })).toMatchObject({ isAccepted: true });
});

test('[PO13] a policy that holds a machine on premium storage does not become one of 30 seconds', async () => {
  const bench = await engineBench();
  await bench.until('hosts are known', () => bench.engine.inventory().length > 0);
  expect(await bench.enable('IDLE01', { diskType: 'Premium_LRS' })).toMatchObject({ isAccepted: true });
  const [policy] = bench.engine.policies();
  if (!policy) throw new Error('a bench has a policy');
  const changed = (replicationIntervalSeconds: 30 | 900) =>
    bench.send({ kind: 'putPolicy', policy: { ...policy, replicationIntervalSeconds } });
  expect(await changed(30)).toMatchObject({
    refusal: { code: 'Conflict', message: expect.stringMatching(/It holds IDLE01 at least\.$/) },
  });
  expect(bench.engine.policies()).toEqual([policy]);
  expect(await changed(900)).toMatchObject({ isAccepted: true });
});
