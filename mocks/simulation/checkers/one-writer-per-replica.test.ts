import { expect, test } from 'vitest';
import { PortError } from '../../../src/core/errors/fault.ts';
import type { Call, StorageApi, WriteConditions } from '../../../src/core/ports.ts';
import { OneWriterPerReplica } from './one-writer-per-replica.ts';

const blob = { container: 'replica-vm-1', name: 'disk-0' };
const newCall = (): Call => ({ requestId: 'vm-1.1', signal: new AbortController().signal });

/** An account with one blob; `isStrict`: it lets only the holder of its lease write. */
function account(isStrict = true) {
  const state = { lease: null as string | null };
  const change = async (lease: string): Promise<void> => void (state.lease = lease);
  const storage: Partial<StorageApi> = {
    acquireLease: (_blob, id) => change(id),
    changeLease: (_blob, _from, id) => change(id),
    snapshotBlob: async (_blob, { leaseId }) => {
      if (isStrict && leaseId !== state.lease) throw new PortError({ code: 'LeaseLost', detail: 'not yours' });
      return 'snapshot';
    },
    deleteBlob: async () => undefined,
  };
  const law = new OneWriterPerReplica(() => state.lease);
  const guarded = law.account(storage as StorageApi);
  return { law, port: () => law.storageForNext(guarded) };
}

const write = (port: StorageApi, conditions: WriteConditions, of = blob) =>
  port.snapshotBlob(of, conditions, newCall());

test('the law holds while each engine writes under its own lease, and older ones are refused', async () => {
  const { law, port } = account();
  const first = port();
  await first.acquireLease(blob, 'a', newCall());
  await write(first, { leaseId: 'a' });
  const second = port();
  await write(first, { leaseId: 'a' });
  await second.changeLease(blob, 'a', 'b', newCall());
  await write(second, { leaseId: 'b' });
  await expect(write(first, { leaseId: 'a' })).rejects.toThrow(PortError);
  await first.deleteBlob({ ...blob, snapshot: 's' }, {}, newCall());
  expect(law.broken).toBeNull();
});

test('an account that lets an older engine write breaks it', async () => {
  const { law, port } = account(false);
  const [first, second] = [port(), port()];
  await first.acquireLease(blob, 'a', newCall());
  await second.changeLease(blob, 'a', 'b', newCall());
  await write(first, { leaseId: 'a' });
  expect(law.broken?.message).toMatch(/by engine 1, which engine 2 has claimed/);
});

test('two engines with one lease break it', async () => {
  const { law, port } = account();
  const [first, second] = [port(), port()];
  await first.acquireLease(blob, 'a', newCall());
  await write(second, { leaseId: 'a' });
  await write(first, { leaseId: 'a' });
  expect(law.broken?.message).toMatch(/by engine 1/);
});

test('a write that names no lease breaks it; elsewhere it does not', async () => {
  const { law, port } = account(false);
  await write(port(), {}, { container: 'cache-vm-1', name: 'log' });
  expect(law.broken).toBeNull();
  await write(port(), {});
  expect(law.broken?.message).toMatch(/names no lease with snapshotBlob/);
});
