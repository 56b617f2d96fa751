import type { RecoveryPoint, ReplicatedItem } from '../../../src/core/model.ts';
import { replicaContainer } from '../../../src/core/protection/blob-names.ts';
import { at, demand, differenceOf, type Law, type Scene } from './law.ts';

/** Each recovery point shows the source at its instant, byte for byte, as long as it is offered. */
export function recoveryPointContent(): Law {
  const checked = new Set<string>();
  const law: Law = {
    name: 'a recovery point equals the source at its instant',
    itemChanged({ item }, scene) {
      for (const point of item.recoveryPoints) {
        if (checked.has(point.recoveryPointId)) continue;
        checked.add(point.recoveryPointId);
        check(item, point, scene, true);
      }
    },
    async inspect(scene) {
      for (const { item } of scene.engine.items()) {
        // Its replica is being deleted, and every point with it.
        if (item.phase.kind === 'disabling') continue;
        for (const point of item.recoveryPoints) check(item, point, scene, false);
      }
    },
  };

  function check(item: ReplicatedItem, point: RecoveryPoint, { world }: Scene, isNew: boolean): void {
    demand(point.snapshots.length === item.disks.length, law, () => `${item.vmName}: a disk is missing`);
    for (const { diskId, snapshot } of point.snapshots) {
      const disk = item.disks.find((candidate) => candidate.diskId === diskId);
      const blob = { container: replicaContainer(item.vmId), name: disk?.replicaBlobName ?? '', snapshot };
      const difference = differenceOf(law, world, blob, { vmId: item.vmId, diskId, time: point.time });
      const where = (): string => `${item.vmName}, ${disk?.name ?? diskId}, point of ${at(point.time)}`;
      // The world forgets the oldest instants; a new point's it knows.
      demand(!isNew || difference !== undefined, law, () => `${where()}: the source had no freeze then`);
      demand(difference === undefined || difference === null, law, () => `${where()}: differs at byte ${difference}`);
    }
  }
  return law;
}
