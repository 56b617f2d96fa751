import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase, IDBPObjectStore } from 'idb';
import { failIfTaken, PortError } from '../../core/errors/fault.ts';
import type { Epoch, Mutation, Store } from '../../core/ports.ts';

/** The layout of the database itself: one object store. It is not meant to change; records' shapes have their own version. */
const LAYOUT_VERSION = 1;
const RECORDS = 'records';
/** Where the version of the records' shapes is kept, out of every table's way. */
const SCHEMA_KEY: RecordKey = ['$schema', 'version'];
/** Where the newest engine's epoch is kept. */
const EPOCH_KEY: RecordKey = ['$engine', 'epoch'];

type RecordKey = [table: string, key: string];

interface Layout extends DBSchema {
  [RECORDS]: { key: RecordKey; value: unknown };
}

export interface StoreIndexedDb extends Store {
  /** Why nothing can be written, in words for the administrator; null when the store is writable. */
  readonly readOnlyReason: string | null;
  /** The version the records were found in; null in a new database. The caller upgrades them step by step. */
  readonly foundSchemaVersion: number | null;
}

export interface StoreIndexedDbOptions {
  readonly name: string;
  /** Version of the records' shapes that this program writes, from 1 up. */
  readonly schemaVersion: number;
  /** The connection is gone: another tab upgrades or deletes the database, or the browser closed it. */
  readonly onLost?: (reason: string) => void;
}

/**
 * A journal in IndexedDB: one object store keyed by [table, key]; each transact is one transaction
 * of `durability: 'strict'`, so what resolved is on disk. Records of a newer schema than ours open
 * read-only. Throws PortError 'Internal' where the browser gives no database (private mode):
 * the caller falls back to memory and says so.
 */
export async function openStoreIndexedDb(options: StoreIndexedDbOptions): Promise<StoreIndexedDb> {
  let lostReason: string | null = null;
  const lose = (reason: string): void => {
    lostReason ??= reason;
    options.onLost?.(reason);
  };
  const { db, isNewerLayout } = await open(options.name, lose);
  const foundSchemaVersion = await readSchemaVersion(db);
  const readOnlyReason =
    isNewerLayout || (foundSchemaVersion ?? 0) > options.schemaVersion
      ? `The journal "${options.name}" was written by a newer version of this program. ` +
        `It is shown but not changed. Reload the page to get the newer version.`
      : null;

  const failIfLost = (): void => {
    if (lostReason) throw failure(`the journal "${options.name}" is closed: ${lostReason}`);
  };
  const failIfNotWritable = (): void => {
    failIfLost();
    if (readOnlyReason) throw failure(readOnlyReason);
  };

  return {
    isDurable: true,
    readOnlyReason,
    foundSchemaVersion,
    async takeEpoch() {
      failIfNotWritable();
      return change(db, async (records) => {
        const epoch = (await epochIn(records)) + 1;
        ignoreHere(records.put(epoch, EPOCH_KEY));
        return epoch;
      });
    },
    async transact(mutations, epoch) {
      failIfNotWritable();
      await change(db, async (records) => {
        if (epoch !== undefined) failIfTaken(epoch, await epochIn(records));
        putAll(records, mutations, options.schemaVersion);
      });
    },
    async readAll(table) {
      failIfLost();
      return readTable(db, table);
    },
    async close() {
      lostReason ??= 'it was closed';
      db.close();
    },
  };
}

async function open(
  name: string,
  lose: (reason: string) => void,
): Promise<{ readonly db: IDBPDatabase<Layout>; readonly isNewerLayout: boolean }> {
  const connect = (version: number | undefined): Promise<IDBPDatabase<Layout>> =>
    new Promise((resolve, reject) => {
      openDB<Layout>(name, version, {
        upgrade: (db) => void db.createObjectStore(RECORDS),
        blocked: () => reject(failure(`another tab keeps the journal "${name}" open in an older layout`)),
        // Whoever upgrades or deletes the database waits for us; a journal held open would hang that tab.
        blocking: (_current, _wanted, event) => {
          (event.target as IDBDatabase).close();
          lose('another tab upgrades or deletes it');
        },
        terminated: () => lose('the browser closed it'),
      }).then(resolve, reject);
    });
  try {
    return { db: await connect(LAYOUT_VERSION), isNewerLayout: false };
  } catch (error) {
    if (error instanceof PortError) throw error;
    if (!isNamed(error, 'VersionError')) throw failure(`the journal "${name}" cannot be opened: ${String(error)}`);
    return { db: await openNewer(name, () => connect(undefined)), isNewerLayout: true };
  }
}

async function openNewer(name: string, connect: () => Promise<IDBPDatabase<Layout>>): Promise<IDBPDatabase<Layout>> {
  const db = await connect();
  if (db.objectStoreNames.contains(RECORDS)) return db;
  db.close();
  throw failure(`the journal "${name}" was written by a newer version of this program, in a layout unknown here`);
}

async function readSchemaVersion(db: IDBPDatabase<Layout>): Promise<number | null> {
  const version = await db.get(RECORDS, SCHEMA_KEY);
  return typeof version === 'number' ? version : null;
}

async function readTable(
  db: IDBPDatabase<Layout>,
  table: string,
): Promise<readonly { readonly key: string; readonly value: unknown }[]> {
  // An array sorts after every string, so [table, []] is past the table's last key.
  const range = IDBKeyRange.bound([table], [table, []]);
  const records = db.transaction(RECORDS).store;
  const [keys, values] = await Promise.all([records.getAllKeys(range), records.getAll(range)]);
  return keys.map(([, key], index) => ({ key, value: values[index] }));
}

type Records = IDBPObjectStore<Layout, [typeof RECORDS], typeof RECORDS, 'readwrite'>;

/** One transaction, durable when it resolves; nothing of it is made when `work` throws. */
async function change<T>(db: IDBPDatabase<Layout>, work: (records: Records) => Promise<T>): Promise<T> {
  const transaction = db.transaction(RECORDS, 'readwrite', { durability: 'strict' });
  // Failures of single requests surface through `done`; heard here so that none is reported as unhandled.
  const done = transaction.done.catch((error: unknown) => {
    throw failure(wordsOf(error), error);
  });
  done.catch(() => undefined);
  let answer: T;
  try {
    answer = await work(transaction.store);
    transaction.commit();
  } catch (error) {
    // A value that cannot be cloned throws at once; what was put before it must not stay.
    abortIfOpen(transaction);
    await done.catch(() => undefined);
    throw error instanceof PortError ? error : failure(wordsOf(error));
  }
  await done;
  return answer;
}

/** A transaction of which a request failed has ended of itself. */
function abortIfOpen(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch (error) {
    if (!isNamed(error, 'InvalidStateError')) throw error;
  }
}

/** A journal of an earlier version of this program has no record of it. */
async function epochIn(records: Records): Promise<Epoch> {
  const epoch = await records.get(EPOCH_KEY);
  return typeof epoch === 'number' ? epoch : 0;
}

function putAll(records: Records, mutations: readonly Mutation[], schemaVersion: number): void {
  // Written with every transaction: records and the version they have are never apart.
  ignoreHere(records.put(schemaVersion, SCHEMA_KEY));
  for (const mutation of mutations) {
    const key: RecordKey = [mutation.table, mutation.key];
    ignoreHere(mutation.op === 'put' ? records.put(mutation.value, key) : records.delete(key));
  }
}

function ignoreHere(request: Promise<unknown>): void {
  request.catch(() => undefined);
}

function wordsOf(error: unknown): string {
  return isNamed(error, 'QuotaExceededError')
    ? 'the browser gives this site no more storage'
    : `the journal could not be written: ${String(error)}`;
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error || error instanceof DOMException ? error.name === name : false;
}

/** `cause`: the browser's own error, by whose name some are told apart. */
function failure(detail: string, cause?: unknown): PortError {
  const error = new PortError({ code: 'Internal', detail });
  if (cause !== undefined) error.cause = cause;
  return error;
}
