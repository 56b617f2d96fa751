import type { BlobRef, Call, StorageApi, WriteConditions } from '../../../src/core/ports.ts';
import { replicaContainer } from '../../../src/core/protection/blob-names.ts';
import type { VmId } from '../../../src/core/model.ts';
import { LawViolation } from './law.ts';

const LAW = 'one writer per replica';

/** Where among its arguments a method that writes has its conditions. */
const CONDITIONS_AT: Readonly<Partial<Record<keyof StorageApi, number>>> = {
  putPages: 3,
  clearPages: 2,
  resizePageBlob: 2,
  snapshotBlob: 1,
  deleteBlob: 1,
};

/** Where a method that takes a lease has the id that it takes. */
const LEASE_AT: Readonly<Partial<Record<keyof StorageApi, number>>> = { acquireLease: 1, changeLease: 2 };

const REPLICA_CONTAINER = replicaContainer('' as VmId);

/**
 * Stands on both sides of all that is between the engines of a site and their storage account: a write to a replica
 * names a lease, and what reaches the account of an engine changes no replica that an engine after it has claimed.
 */
export class OneWriterPerReplica {
  readonly #leaseIdOf: (blob: BlobRef) => string | null;
  /** By lease: the newest engine that has named it. */
  readonly #namedBy = new Map<string, number>();
  /** Whose request it is. */
  readonly #senders = new WeakMap<Call, number>();
  #engines = 0;
  #broken: LawViolation | null = null;

  /** `leaseIdOf`: of the lease that holds a blob at this moment. */
  constructor(leaseIdOf: (blob: BlobRef) => string | null) {
    this.#leaseIdOf = leaseIdOf;
  }

  /** The first violation; null as long as the law holds. */
  get broken(): LawViolation | null {
    return this.#broken;
  }

  /** The port as the engine that starts now has it. */
  storageForNext(storage: StorageApi): StorageApi {
    const engine = ++this.#engines;
    return watched(storage, (method, args, go) => {
      this.#note(engine, method, args);
      return go();
    });
  }

  /** The account itself. What comes to it over HTTP has no sender, and is let pass. */
  account(storage: StorageApi): StorageApi {
    return watched(storage, async (method, args, go) => {
      const answer = await go();
      const blob = args[0] as BlobRef;
      const engine = this.#senders.get(args.at(-1) as Call);
      if (engine === undefined || engine === this.#engines) return answer;
      const newest = this.#namedBy.get(this.#leaseIdOf(blob) ?? '') ?? 0;
      if (newest > engine)
        this.#break(`${method} of ${blob.name} by engine ${engine}, which engine ${newest} has claimed`);
      return answer;
    });
  }

  #note(engine: number, method: keyof StorageApi, args: readonly unknown[]): void {
    const place = CONDITIONS_AT[method];
    const leaseId = place === undefined ? args[LEASE_AT[method] ?? 0] : (args[place] as WriteConditions).leaseId;
    if (typeof leaseId === 'string') this.#namedBy.set(leaseId, Math.max(engine, this.#namedBy.get(leaseId) ?? 0));
    else this.#break(`engine ${engine} names no lease with ${method} of ${(args[0] as BlobRef).name}`);
    this.#senders.set(args.at(-1) as Call, engine);
  }

  #break(detail: string): void {
    this.#broken ??= new LawViolation(LAW, detail);
  }
}

/** The port with something around what changes a replica or takes its lease. */
function watched(
  storage: StorageApi,
  around: (method: keyof StorageApi, args: readonly unknown[], go: () => Promise<unknown>) => Promise<unknown>,
): StorageApi {
  return new Proxy(storage, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      if (!isWatched(name)) return member.bind(target) as unknown;
      return (...args: readonly unknown[]): Promise<unknown> => {
        const go = (): Promise<unknown> => Promise.resolve(Reflect.apply(member, target, args));
        const { container, snapshot } = args[0] as BlobRef;
        const isReplica = container.startsWith(REPLICA_CONTAINER) && snapshot === undefined;
        return isReplica ? around(name, args, go) : go();
      };
    },
  });
}

function isWatched(name: string | symbol): name is keyof StorageApi {
  return name in CONDITIONS_AT || name in LEASE_AT;
}
