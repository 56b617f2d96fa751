import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { describe, expect, test } from 'vitest';
import { expectFault } from '../testing/fault-matcher.ts';
import { describeStore } from '../testing/store-contract.ts';
import { openStoreIndexedDb } from './store-indexeddb.ts';

describeStore('indexeddb', (name) => openStoreIndexedDb({ name, schemaVersion: 1 }));

const oneRecord = [{ op: 'put', table: 't', key: 'k', value: 1 }] as const;

describe('versions of the journal', () => {
  test('a new one has none yet; a written one has ours', async () => {
    const store = await openStoreIndexedDb({ name: 'versions', schemaVersion: 3 });
    expect(store.foundSchemaVersion).toBeNull();
    await store.transact(oneRecord);
    await store.close();
    const again = await openStoreIndexedDb({ name: 'versions', schemaVersion: 4 });
    expect(again.foundSchemaVersion).toBe(3);
    expect(again.readOnlyReason).toBeNull();
  });

  test('records of a newer schema are read and not written', async () => {
    const newer = await openStoreIndexedDb({ name: 'newer-schema', schemaVersion: 9 });
    await newer.transact(oneRecord);
    await newer.close();
    const store = await openStoreIndexedDb({ name: 'newer-schema', schemaVersion: 8 });
    expect(store.readOnlyReason).toMatch(/newer version/);
    expect(await store.readAll('t')).toEqual([{ key: 'k', value: 1 }]);
    await expectFault(store.transact(oneRecord), 'Internal');
  });

  test('a newer layout is read when it still has the records', async () => {
    const newer = await openDB('newer-layout', 2, { upgrade: (db) => void db.createObjectStore('records') });
    await newer.put('records', 'value', ['t', 'k']);
    newer.close();
    const store = await openStoreIndexedDb({ name: 'newer-layout', schemaVersion: 1 });
    expect(store.readOnlyReason).toMatch(/newer version/);
    expect(await store.readAll('t')).toEqual([{ key: 'k', value: 'value' }]);
  });

  test('a newer layout without records is refused in words', async () => {
    (await openDB('strange-layout', 2)).close();
    const report = await expectFault(openStoreIndexedDb({ name: 'strange-layout', schemaVersion: 1 }), 'Internal');
    expect(report.detail).toMatch(/layout unknown here/);
  });
});

describe('two connections to one journal', () => {
  test('[OE1] the engine of the one is over when an engine of the other has started', async () => {
    const open = () => openStoreIndexedDb({ name: 'two-tabs', schemaVersion: 1 });
    const [frozen, newer] = [await open(), await open()];
    const epoch = await frozen.takeEpoch();
    await frozen.transact(oneRecord, epoch);
    const [taken] = await Promise.all([
      newer.takeEpoch(),
      expectFault(frozen.transact([{ ...oneRecord[0], value: 'late' }], epoch), 'JournalTaken'),
    ]);
    expect(taken).toBe(epoch + 1);
    await newer.transact([], taken);
    expect(await newer.readAll('t')).toEqual([{ key: 'k', value: 1 }]);
  });
});

describe('losing the database', () => {
  test('a tab that deletes it is let through, and the store says so', async () => {
    const lost: string[] = [];
    const store = await openStoreIndexedDb({ name: 'deleted', schemaVersion: 1, onLost: (why) => lost.push(why) });
    await store.transact(oneRecord);
    await deleteDB('deleted');
    expect(lost).toEqual(['another tab upgrades or deletes it']);
    await expectFault(store.readAll('t'), 'Internal');
  });
});
