import type { ReplicatedItem } from '../../../src/core/model.ts';
import { replicaContainer } from '../../../src/core/protection/blob-names.ts';
import type { World } from '../../world/world.ts';
import { at, demand, type Law } from './law.ts';

/**
 * Between two cycles the replica itself is what the newest recovery point shows. With the chain of
 * logs that begins at that instant, no write of the source is in neither.
 */
export function noLostWrite(): Law {
  const law: Law = {
    name: 'no write is lost',
    itemChanged({ item }, { world }) {
      if (item.phase.kind === 'protected' && item.cycle.step === 'idle') check(item, world);
    },
  };

  function check(item: ReplicatedItem, world: World): void {
    const point = item.recoveryPoints.at(-1);
    demand(point !== undefined, law, () => `${item.vmName} is protected without a recovery point`);
    if (!point) return;
    for (const disk of item.disks) {
      const blob = { container: replicaContainer(item.vmId), name: disk.replicaBlobName };
      const difference = world.firstDifference(blob, item.vmId, disk.diskId, point.time);
      demand(
        difference === undefined || difference === null,
        law,
        () => `${item.vmName}, ${disk.name}: the replica differs at byte ${difference} from ${at(point.time)}`,
      );
    }
  }
  return law;
}
