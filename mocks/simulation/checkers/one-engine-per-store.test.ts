import { expect, test } from 'vitest';
import { createStoreMemory } from '../../../src/adapters/store-memory/store-memory.ts';
import { expectFault } from '../../../src/adapters/testing/fault-matcher.ts';
import { OneEnginePerStore } from './one-engine-per-store.ts';

const put = { op: 'put', table: 't', key: 'k', value: 1 } as const;

test('the law holds as long as the newest epoch writes, and an older one is refused once', async () => {
  const law = new OneEnginePerStore();
  const journal = law.journal(createStoreMemory());
  const first = await journal.takeEpoch();
  await journal.transact([put], first);
  await journal.transact([put], await journal.takeEpoch());
  await expectFault(journal.transact([put], first), 'JournalTaken');
  expect(law.broken).toBeNull();
});

test('an engine that tries again after it was refused breaks it', async () => {
  const law = new OneEnginePerStore();
  const journal = law.journal(createStoreMemory());
  const first = await journal.takeEpoch();
  await journal.takeEpoch();
  await expectFault(journal.transact([put], first), 'JournalTaken');
  await expectFault(journal.transact([put], first), 'JournalTaken');
  expect(law.broken?.message).toMatch(/writes again/);
});

test('an engine that names no epoch breaks it', async () => {
  const law = new OneEnginePerStore();
  const journal = law.journal(createStoreMemory());
  await journal.takeEpoch();
  await journal.transact([put]);
  expect(law.broken?.message).toMatch(/wrote 1 records \(t\/k\) in epoch 1/);
});

test('of an engine that has lost its journal only aborted requests may still come', async () => {
  const law = new OneEnginePerStore();
  const controller = new AbortController();
  const around = law.around(
    () => true,
    (_method, _call, go) => go(),
  );
  const request = () => around('putPages', { requestId: 'vm.1', signal: controller.signal }, async () => undefined);
  controller.abort();
  await request();
  expect(law.broken).toBeNull();
  await around('putPages', { requestId: 'vm.2', signal: new AbortController().signal }, async () => undefined);
  expect(law.broken?.message).toMatch(/putPages \(vm\.2\)/);
});
