import { expect, test } from 'vitest';
import { PortError } from '../core/errors/fault.ts';
import type { StorageApi } from '../core/ports.ts';
import { engineBench } from './testing/engine-bench.ts';

/** After the next write over the host's link, one read inside the cloud fails. */
function breaking(storage: StorageApi): { readonly storage: StorageApi; readonly arm: () => void } {
  let next: 'nothing' | 'put' | 'read' = 'nothing';
  const around: Partial<StorageApi> = {
    async putPages(...args) {
      const receipt = await storage.putPages(...args);
      if (next === 'put') next = 'read';
      return receipt;
    },
    async readRange(...args) {
      if (next !== 'read') return storage.readRange(...args);
      next = 'nothing';
      throw new PortError({ code: 'NetworkTimeout', detail: 'the answer was lost' });
    },
  };
  const proxy = new Proxy(storage, {
    get(target, name) {
      const own: unknown = Reflect.get(around, name);
      if (own) return own;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  return { storage: proxy, arm: () => void (next = 'put') };
}

test('[RS17] a comparison that was broken off after it had sent is not held against what is known from before', async () => {
  let arm = (): void => undefined;
  const bench = await engineBench({
    wrap(ports) {
      const broken = breaking(ports.storage);
      arm = broken.arm;
      return { ...ports, storage: broken.storage };
    },
  });
  await bench.enable('DB01');
  await bench.until('a cycle', () => bench.item('DB01').cycle.number >= 1 && bench.item('DB01').cycle.step === 'idle');
  const { vmId } = bench.machine('DB01');
  await bench.send({ kind: 'pause', vmId });
  arm();
  await bench.send({ kind: 'resume', vmId, isResynchronizing: true });
  await bench.until('resynchronizing', () => bench.item('DB01').phase.kind === 'resynchronizing');
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  const trace = bench.engine.trace();
  expect(trace.filter((line) => line.includes('EffectFailed(NetworkTimeout)'))).toHaveLength(1);
  expect(trace.filter((line) => line.includes('ChecksumMismatch'))).toEqual([]);
});
