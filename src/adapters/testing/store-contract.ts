import { describe, expect, test } from 'vitest';
import { PortError } from '../../core/errors/fault.ts';
import type { Store } from '../../core/ports.ts';
import { expectFault } from './fault-matcher.ts';

/** What every {@link Store} does. `open` opens the store of that name; names are new for each test. */
export function describeStore(name: string, open: (name: string) => Promise<Store>): void {
  let count = 0;
  const openNew = (): Promise<Store> => open(`contract-${name}-${++count}`);
  const put = (table: string, key: string, value: unknown) => ({ op: 'put', table, key, value }) as const;

  describe(`store contract: ${name}`, () => {
    test('an unknown table is empty', async () => {
      const store = await openNew();
      expect(await store.readAll('items')).toEqual([]);
    });

    test('records come back by table, ascending by key in code units', async () => {
      const store = await openNew();
      await store.transact(['b', 'a', 'Z', 'ä', 'a/2', ''].map((key) => put('items', key, { key })));
      await store.transact([put('items2', 'x', 1), put('item', 'y', 2)]);
      const keys = (await store.readAll('items')).map((record) => record.key);
      expect(keys).toEqual(['', 'Z', 'a', 'a/2', 'b', 'ä']);
    });

    test('the last of several mutations of one key wins, also a deletion', async () => {
      const store = await openNew();
      await store.transact([
        put('t', 'k', 1),
        put('t', 'k', 2),
        put('t', 'gone', 3),
        { op: 'delete', table: 't', key: 'gone' },
      ]);
      expect(await store.readAll('t')).toEqual([{ key: 'k', value: 2 }]);
    });

    test('deleting what is not there is no error', async () => {
      const store = await openNew();
      await store.transact([{ op: 'delete', table: 't', key: 'k' }]);
      expect(await store.readAll('t')).toEqual([]);
    });

    test('bytes, nested records and null are kept as they are', async () => {
      const store = await openNew();
      const value = { bytes: new Uint8Array([1, 2, 255]), deep: [{ at: 1.5, none: null }], flag: false };
      await store.transact([put('t', 'k', value)]);
      expect(await store.readAll('t')).toEqual([{ key: 'k', value }]);
    });

    test('a transaction with a value that cannot be stored changes nothing', async () => {
      const store = await openNew();
      await store.transact([put('t', 'before', 1)]);
      const broken = [put('t', 'before', 2), put('t', 'function', () => 0), put('t', 'after', 3)];
      await expect(store.transact(broken)).rejects.toBeInstanceOf(PortError);
      expect(await store.readAll('t')).toEqual([{ key: 'before', value: 1 }]);
    });

    test('what was put can be changed without changing the record, and what was read too', async () => {
      const store = await openNew();
      const value = { list: [1] };
      const transacted = store.transact([put('t', 'k', value)]);
      value.list.push(2);
      await transacted;
      for (const record of await store.readAll('t')) (record.value as typeof value).list.push(3);
      expect(await store.readAll('t')).toEqual([{ key: 'k', value: { list: [1] } }]);
    });

    test('transactions asked for together happen in order', async () => {
      const store = await openNew();
      await Promise.all([1, 2, 3].map((value) => store.transact([put('t', 'k', value)])));
      expect(await store.readAll('t')).toEqual([{ key: 'k', value: 3 }]);
    });

    test('epochs count from 1, each start the next', async () => {
      const store = await openNew();
      await store.transact([put('t', 'k', 'of a program that knew no epochs')]);
      expect([await store.takeEpoch(), await store.takeEpoch()]).toEqual([1, 2]);
      expect(await store.readAll('t')).toHaveLength(1);
    });

    test('[OE1] of two engines only the newer one writes, from the start of its epoch on', async () => {
      const store = await openNew();
      const first = await store.takeEpoch();
      await store.transact([put('t', 'a', 1)], first);
      const [second] = await Promise.all([
        store.takeEpoch(),
        expectFault(store.transact([put('t', 'a', 'late'), put('t', 'b', 'late')], first), 'JournalTaken'),
      ]);
      await store.transact([put('t', 'c', 2)], second);
      await expectFault(store.transact([{ op: 'delete', table: 't', key: 'c' }], first), 'JournalTaken');
      await expectFault(store.transact([], first), 'JournalTaken');
      expect(await store.readAll('t')).toEqual([
        { key: 'a', value: 1 },
        { key: 'c', value: 2 },
      ]);
    });

    test('epochs taken together are different', async () => {
      const store = await openNew();
      const epochs = await Promise.all([1, 2, 3].map(() => store.takeEpoch()));
      expect(new Set(epochs)).toEqual(new Set([1, 2, 3]));
    });

    test('who writes beside the engine is not bound to its epoch', async () => {
      const store = await openNew();
      await store.takeEpoch();
      await store.transact([put('t', 'k', 1)]);
      expect(await store.readAll('t')).toEqual([{ key: 'k', value: 1 }]);
    });

    test('an empty transaction succeeds', async () => {
      const store = await openNew();
      await expect(store.transact([])).resolves.toBeUndefined();
    });

    test('a closed store refuses', async () => {
      const store = await openNew();
      await store.close();
      await expect(store.transact([put('t', 'k', 1)])).rejects.toBeInstanceOf(PortError);
      await expect(store.takeEpoch()).rejects.toBeInstanceOf(PortError);
      await expect(store.readAll('t')).rejects.toBeInstanceOf(PortError);
    });

    test('a durable store still has its records after reopening', async () => {
      const own = `contract-${name}-${++count}`;
      const store = await open(own);
      await store.transact([put('t', 'k', 1)], await store.takeEpoch());
      await store.close();
      const reopened = await open(own);
      expect(await reopened.takeEpoch()).toBe(store.isDurable ? 2 : 1);
      expect(await reopened.readAll('t')).toEqual(store.isDurable ? [{ key: 'k', value: 1 }] : []);
    });
  });
}
