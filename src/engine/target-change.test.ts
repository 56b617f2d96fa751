import { expect, test } from 'vitest';
import { engineBench } from './testing/engine-bench.ts';

test('[TG2] an administrator changes the target of a machine that replicates; the record is kept', async () => {
  const bench = await engineBench();
  await bench.enable('IDLE01');
  const { vmId } = bench.item('IDLE01');
  const early = await bench.send({ kind: 'changeTarget', vmId, change: { targetVmSize: 'Standard_B2s' } });
  expect(early).toMatchObject({ isAccepted: false, refusal: { code: 'NotAllowed' } });
  await bench.until('a cycle', () => bench.item('IDLE01').cycle.number === 1);
  const before = bench.item('IDLE01');
  expect(await bench.send({ kind: 'changeTarget', vmId, change: { targetVmName: 'other' } })).toEqual({
    isAccepted: true,
    jobId: null,
  });
  expect(bench.item('IDLE01').choices).toEqual({ ...before.choices, targetVmName: 'other' });
  const wrong = await bench.send({ kind: 'changeTarget', vmId, change: { targetVmName: 'a b' } });
  expect(wrong).toMatchObject({ isAccepted: false, refusal: { code: 'InvalidInput' } });
});
