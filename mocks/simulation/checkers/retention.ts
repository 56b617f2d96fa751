import { HOUR_MS, type Instant } from '../../../src/base/units.ts';
import { MAX_RECOVERY_POINTS } from '../../../src/core/limits/limits.ts';
import type { VmId } from '../../../src/core/model.ts';
import { at, demand, type Law } from './law.ts';

/** Recovery points ascend, each once, none but the newest older than the retention when the newest came. */
export function retention(): Law {
  /** When each machine's newest point came: the policy of that moment counts, also when it is changed later. */
  const judged = new Map<VmId, Instant | null>();
  const law: Law = {
    name: 'recovery points are in order and within the retention',
    itemChanged({ item, policy }) {
      const { recoveryPoints: points, lastRecoveryPointAt } = item;
      demand(points.length <= MAX_RECOVERY_POINTS, law, () => `${item.vmName} has ${points.length} points`);
      for (const [index, point] of points.entries()) {
        const next = points[index + 1];
        demand(
          !next || point.time < next.time,
          law,
          () => `${item.vmName}: ${next ? at(next.time) : ''} stands after ${at(point.time)}`,
        );
      }
      if (lastRecoveryPointAt === null || judged.get(item.vmId) === lastRecoveryPointAt) return;
      judged.set(item.vmId, lastRecoveryPointAt);
      const oldest = lastRecoveryPointAt - policy.recoveryPointHistoryHours * HOUR_MS;
      const late = points.slice(0, -1).find((point) => point.time < oldest);
      demand(!late, law, () => `${item.vmName}: ${late ? at(late.time) : ''} is kept at ${at(lastRecoveryPointAt)}`);
    },
  };
  return law;
}
