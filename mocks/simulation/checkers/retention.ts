import { HOUR_MS } from '../../../src/base/units.ts';
import { MAX_RECOVERY_POINTS } from '../../../src/core/limits/limits.ts';
import { at, demand, type Law } from './law.ts';

/** Recovery points ascend, each once, none but the newest older than the retention when the newest came. */
export function retention(): Law {
  const law: Law = {
    name: 'recovery points are in order and within the retention',
    itemChanged({ item, policy }) {
      const { recoveryPoints: points, lastRecoveryPointAt } = item;
      demand(points.length <= MAX_RECOVERY_POINTS, law, () => `${item.vmName} has ${points.length} points`);
      for (const [index, point] of points.entries()) {
        const before = points[index - 1];
        demand(
          !before || before.time < point.time,
          law,
          () => `${item.vmName}: ${before ? at(before.time) : ''} stands before ${at(point.time)}`,
        );
        if (lastRecoveryPointAt === null || index === points.length - 1) continue;
        demand(
          point.time >= lastRecoveryPointAt - policy.recoveryPointHistoryHours * HOUR_MS,
          law,
          () => `${item.vmName}: ${at(point.time)} is kept at ${at(lastRecoveryPointAt)}`,
        );
      }
    },
  };
  return law;
}
