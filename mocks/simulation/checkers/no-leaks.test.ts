import { describe, expect, test } from 'vitest';
import type { ReplicatedItem, VmId } from '../../../src/core/model.ts';
import type { Job } from '../../../src/core/jobs/job-model.ts';
import type { WorldMachine } from '../../world/world.ts';
import { LawViolation, type Scene } from './law.ts';
import { demandCleanHosts } from './no-leaks.ts';

const VM = 'vm-1' as VmId;
const RELATED = { policy: {} } as unknown as Partial<WorldMachine>;
const disks = (logBytes: number, frozenLogBytes: number) =>
  [{ logBytes, frozenLogBytes }] as unknown as WorldMachine['disks'];

/** One machine on its host, the item that the engine has of it (null: none), and the jobs that removed it before. */
function look(
  machine: Partial<WorldMachine>,
  item: Partial<ReplicatedItem> | null,
  jobs: readonly Partial<Job>[] = [],
): () => void {
  const standing = { vmId: VM, name: 'VM1', policy: null, hasCheckpoint: false, disks: disks(0, 0), ...machine };
  const known = item && { item: { baseSnapshot: null, cycle: { step: 'idle' }, ...item } };
  const world = { machines: () => [standing] };
  const engine = { item: () => known ?? undefined, jobs: () => jobs };
  return () => demandCleanHosts({ world, engine } as unknown as Scene);
}

describe('on the hosts nothing is left behind', () => {
  test('of a machine that is replicated and rests: its relationship and the logs that are written', () => {
    expect(look({ ...RELATED, disks: disks(10, 0) }, {})).not.toThrow();
    expect(look({ ...RELATED, disks: disks(10, 4) }, {})).toThrow('a frozen log stands');
    expect(look({ ...RELATED, hasCheckpoint: true }, {})).toThrow('a checkpoint stands');
  });

  test('of one that is on its way: what it works with', () => {
    const cycle = { step: 'applying' } as unknown as ReplicatedItem['cycle'];
    const baseSnapshot = {} as unknown as NonNullable<ReplicatedItem['baseSnapshot']>;
    expect(look({ ...RELATED, disks: disks(10, 4) }, { cycle })).not.toThrow();
    expect(look({ ...RELATED, hasCheckpoint: true }, { baseSnapshot })).not.toThrow();
  });

  test('of one that is not replicated: nothing, but what a removal by force could not reach', () => {
    const forced = { vmId: VM, scenarioName: 'DisableDr', errors: [{}] } as unknown as Partial<Job>;
    expect(look({}, null)).not.toThrow();
    expect(look(RELATED, null)).toThrow('replicates what nobody asks for');
    expect(look({ disks: disks(10, 0) }, null)).toThrow(LawViolation);
    expect(look({ hasCheckpoint: true }, null)).toThrow('a checkpoint stands');
    expect(look({ ...RELATED, hasCheckpoint: true }, null, [forced])).not.toThrow();
  });
});
