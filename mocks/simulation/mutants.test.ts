import { describe, expect, test } from 'vitest';
import { createChecksumsInline } from '../../src/adapters/checksums-pool/checksums-inline.ts';
import { createRememberedMd5 } from '../../src/adapters/md5/remembered-md5.ts';
import { KIB, PAGE_BYTES } from '../../src/base/units.ts';
import type { AzureMachineSpec, BlobRef, Call, Store, WriteConditions } from '../../src/core/ports.ts';
import { intercepted, type Around } from './intercepted.ts';
import { drawPlan, type SimulationPlan } from './plan.ts';
import { simulate, type SabotagedPorts } from './simulation.ts';

const [checksums, md5] = await Promise.all([createChecksumsInline(), createRememberedMd5()]);

/** Worlds with little trouble of their own. */
const isCalm = ({ crashChance, natureEveryMs, wire }: SimulationPlan): boolean =>
  crashChance + natureEveryMs === 0 && wire === null;
/** Those whose guests write all the time. */
const isQuiet = (plan: SimulationPlan): boolean =>
  isCalm(plan) && plan.churn.every((share) => share >= 0.1 && share < 0.3);
const QUIET = seedsWhere(isQuiet, 1);

/** Small worlds whose one machine travels much, and whose engine never dies. */
const TRAVELLING = seedsWhere(
  ({ journeyEveryMs, chaosMs, crashChance, wire, churn, policy }) =>
    churn.length === 1 &&
    (churn[0] ?? 0) >= 0.03 &&
    journeyEveryMs > 0 &&
    journeyEveryMs < chaosMs / 20 &&
    crashChance === 0 &&
    wire === null &&
    policy.replicationIntervalSeconds !== 900,
  6,
);

function seedsWhere(fits: (plan: SimulationPlan) => boolean, count: number): readonly string[] {
  const seeds = Array.from({ length: 3000 }, (_, seed) => String(seed)).filter((seed) => fits(drawPlan(seed)));
  if (seeds.length < count) throw new Error('too few such seeds');
  return seeds.slice(0, count);
}

/** The laws that the sabotage breaks, of those seeds up to the first that notices. */
async function lawBroken(
  seeds: readonly string[],
  sabotage: (ports: SabotagedPorts) => SabotagedPorts,
): Promise<string | undefined> {
  for (const seed of seeds) {
    const { failure } = await simulate(seed, { checksums, md5, sabotage });
    if (failure) return failure.law;
  }
  return undefined;
}

const onHost = (ports: SabotagedPorts, around: Around): SabotagedPorts => ({
  ...ports,
  host: intercepted(ports.host, around),
});
const onStorage = (ports: SabotagedPorts, around: Around): SabotagedPorts => ({
  ...ports,
  storage: intercepted(ports.storage, around),
});

const POINT = 'a recovery point equals the source at its instant';
const FAILOVER = 'failover and failback carry every byte';
const LEAK = 'nothing is left behind';

describe('the laws notice', () => {
  test('nothing where nothing is wrong', async () => {
    expect(await lawBroken([...QUIET, ...TRAVELLING.slice(0, 1)], (ports) => ports)).toBeUndefined();
  });

  test('a write that is acknowledged and not made', async () => {
    let count = 0;
    let receipt: unknown;
    const law = await lawBroken(QUIET, (ports) =>
      onStorage(ports, async (method, _call, go) => {
        if (method === 'putPages' && receipt !== undefined && ++count % 5 === 0) return receipt;
        const answer = await go();
        if (method === 'putPages') receipt = answer;
        return answer;
      }),
    );
    expect(law).toBe(POINT);
  });

  test('a snapshot that is another one', async () => {
    let first: unknown;
    const law = await lawBroken(QUIET, (ports) =>
      onStorage(ports, async (method, _call, go) => {
        const answer = await go();
        if (method !== 'snapshotBlob') return answer;
        first ??= answer;
        return first;
      }),
    );
    expect(law).toBe(POINT);
  });

  test('a snapshot that is lost', async () => {
    const law = await lawBroken(QUIET, (ports) => {
      let count = 0;
      return {
        ...ports,
        storage: new Proxy(ports.storage, {
          get(storage, name) {
            const member: unknown = Reflect.get(storage, name, storage);
            if (typeof member !== 'function') return member;
            if (name !== 'snapshotBlob') return member.bind(storage);
            return async (blob: BlobRef, conditions: WriteConditions, call: Call): Promise<string> => {
              const snapshot = await storage.snapshotBlob(blob, conditions, call);
              if (++count % 4 === 0) await storage.deleteBlob({ ...blob, snapshot }, {}, call);
              return snapshot;
            };
          },
        }),
      };
    });
    expect(law).toBe(POINT);
  });

  test('a byte that turns in a log, which has no checksums of its data', async () => {
    const law = await lawBroken(QUIET, (ports) =>
      onHost(ports, async (method, _call, go) => {
        const answer = await go();
        if (method !== 'readLog' || !(answer instanceof Uint8Array) || answer.length < 64 * KIB) return answer;
        // Most of a log is data: its middle is.
        return answer.with(answer.length >> 1, 1 ^ (answer[answer.length >> 1] ?? 0));
      }),
    );
    expect(law).toBe(POINT);
  });

  test('a snapshot taken twice, where nobody may list them', async () => {
    const law = await lawBroken(QUIET, (ports) =>
      onStorage(ports, async (method, _call, go) => {
        if (method === 'listSnapshots') return [];
        const answer = await go();
        if (method === 'snapshotBlob') await go();
        return answer;
      }),
    );
    expect(law).toBe(LEAK);
  });

  test('a checkpoint on a host that is merged in word only', async () => {
    const law = await lawBroken(QUIET, (ports) =>
      onHost(ports, (method, _call, go) => (method === 'deleteSnapshot' ? Promise.resolve(undefined) : go())),
    );
    expect(law).toBe(LEAK);
  });

  test('a disk in Azure that is not what its recovery point was', async () => {
    const law = await lawBroken(TRAVELLING, (ports) => ({
      ...ports,
      compute: {
        getMachine: (ref, call) => ports.compute.getMachine(ref, call),
        startMachine: (ref, call) => ports.compute.startMachine(ref, call),
        stopMachine: (ref, call) => ports.compute.stopMachine(ref, call),
        deleteMachine: (ref, call) => ports.compute.deleteMachine(ref, call),
        async createMachine(ref, spec, call) {
          await ports.compute.createMachine(ref, spec, call);
          await scribble(ports, spec, call);
        },
      },
    }));
    expect(law).toBe(FAILOVER);
  });

  test('a guest that goes on writing while its planned failover believes it shut down', async () => {
    const law = await lawBroken(TRAVELLING, (ports) =>
      onHost(ports, (method, _call, go) => (method === 'shutDownMachine' ? Promise.resolve(undefined) : go())),
    );
    expect(law).toBe(FAILOVER);
  });

  test('a write to a disk at home that is acknowledged and not made', async () => {
    const law = await lawBroken(TRAVELLING, (ports) =>
      onHost(ports, (method, _call, go) => (method === 'writeDisk' ? Promise.resolve(undefined) : go())),
    );
    expect(law).toBe(FAILOVER);
  });
});

describe('one engine per store', () => {
  const TAKEN = seedsWhere((plan) => isCalm(plan) && plan.takeoverEveryMs > 0, 2);
  const brokenBy = async (sabotageJournal: (journal: Store) => Store): Promise<string | undefined> => {
    for (const seed of TAKEN) {
      const { failure } = await simulate(seed, { checksums, md5, sabotageJournal });
      if (failure) return failure.law;
    }
    return undefined;
  };

  test('nothing where nothing is wrong', async () => {
    expect(await brokenBy((journal) => journal)).toBeUndefined();
  });

  test('a journal that takes what an engine thought dead still writes', async () => {
    const law = await brokenBy((journal) => ({ ...journal, transact: (mutations) => journal.transact(mutations) }));
    expect(law).toBe('one engine per store');
  });
});

describe('one writer per replica', () => {
  // Engines that are taken over in the middle of their work.
  const BUSY = seedsWhere(
    (plan) => isCalm(plan) && plan.takeoverEveryMs > 0 && plan.churn.some((share) => share >= 0.1),
    8,
  );

  test('an account that lets an older engine write', async () => {
    const law = await lawBroken(BUSY, (ports) => {
      const leases = new Map<string, string>();
      return {
        ...ports,
        storage: new Proxy(ports.storage, {
          get(storage, name) {
            const member: unknown = Reflect.get(storage, name, storage);
            if (typeof member !== 'function') return member;
            const leaseAt = name === 'acquireLease' ? 1 : name === 'changeLease' ? 2 : 0;
            return async (...args: readonly unknown[]): Promise<unknown> => {
              const { container, name: blobName } = args[0] as BlobRef;
              const place = `${container}/${blobName}`;
              const ask = (given: readonly unknown[]) => Reflect.apply(member, storage, given) as Promise<unknown>;
              if (leaseAt === 0)
                return ask(args).catch(() => ask(args.map((arg) => withLease(arg, leases.get(place)))));
              const answer = await ask(args);
              leases.set(place, String(args[leaseAt]));
              return answer;
            };
          },
        }),
      };
    });
    expect(law).toBe('one writer per replica');
  });
});

/** Conditions that name a lease, with that of whoever holds the blob. */
function withLease(arg: unknown, leaseId: string | undefined): unknown {
  return typeof arg === 'object' && arg !== null && 'leaseId' in arg ? { ...arg, leaseId } : arg;
}

async function scribble({ storage }: SabotagedPorts, { disks }: AzureMachineSpec, call: Call): Promise<void> {
  const [disk] = disks;
  if (!disk) throw new Error('a machine has a disk');
  await storage.putPages(disk.blob, 0, new Uint8Array(PAGE_BYTES).fill(0x5a), {}, { kind: 'cloud' }, call);
}
