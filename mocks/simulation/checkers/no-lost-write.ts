import type { ReplicatedItem, VmId } from '../../../src/core/model.ts';
import { replicaContainer } from '../../../src/core/protection/blob-names.ts';
import type { World } from '../../world/world.ts';
import { at, demand, differenceOf, type Law } from './law.ts';

/**
 * Between two cycles the replica itself is what the newest recovery point shows. With the chain of
 * logs that begins at that instant, no write of the source is in neither.
 */
export function noLostWrite(): Law {
  /** The newest point against which each machine's replica was held last: comparing after every poll finds nothing new. */
  const checked = new Map<VmId, string>();
  const law: Law = {
    name: 'no write is lost',
    itemChanged({ item }, { world }) {
      const state = `${item.recoveryPoints.at(-1)?.recoveryPointId}/${item.cycle.number}`;
      if (!isAtRest(item) || checked.get(item.vmId) === state) return;
      checked.set(item.vmId, state);
      check(item, world);
    },
    async inspect({ engine, world }) {
      for (const { item } of engine.items()) if (isAtRest(item)) check(item, world);
    },
  };

  function check(item: ReplicatedItem, world: World): void {
    const point = item.recoveryPoints.at(-1);
    demand(point !== undefined, law, () => `${item.vmName} is protected without a recovery point`);
    if (!point) return;
    for (const disk of item.disks) {
      const blob = { container: replicaContainer(item.vmId), name: disk.replicaBlobName };
      const difference = differenceOf(law, world, blob, { vmId: item.vmId, diskId: disk.diskId, time: point.time });
      demand(
        difference === undefined || difference === null,
        law,
        () => `${item.vmName}, ${disk.name}: the replica differs at byte ${difference} from ${at(point.time)}`,
      );
    }
  }
  return law;
}

function isAtRest({ phase, cycle }: ReplicatedItem): boolean {
  return phase.kind === 'protected' && cycle.step === 'idle';
}
