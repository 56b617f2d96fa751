import { expect, test } from 'vitest';
import { after, HOUR_MS, MIB } from '../../base/units.ts';
import type { CycleLog, DiskTransfer } from '../model.ts';
import { NOW, SAMPLES } from '../protection/testing/sample-items.ts';
import { describeInterval, monitoringOf, pendingBytes } from './monitoring.ts';
import { countCycle, countFailure, countMisses, newStatistics } from './statistics.ts';

const item = SAMPLES.protected;
const [disk] = item.disks;
if (!disk) throw new Error('the sample has a disk');

test('[HE21] pending are the logs that have not arrived and what a copy has not looked at', () => {
  const logged = { ...disk, transfer: null, activeLogBytes: 3 * MIB, inFlightLogBytes: 2 * MIB };
  expect(pendingBytes({ ...item, disks: [logged] })).toBe(5 * MIB);
  const shipping = { ...item.cycle, logs: [{ shippedBytes: MIB } as CycleLog] };
  expect(pendingBytes({ disks: [logged], cycle: shipping })).toBe(4 * MIB);
  const transfer = { totalBytes: 10 * MIB, processedBytes: 4 * MIB } as DiskTransfer;
  expect(pendingBytes({ disks: [{ ...logged, transfer }], cycle: item.cycle })).toBe(11 * MIB);
});

test('[HE21] the statistics are told with every field of WMI’s class', () => {
  const told = monitoringOf({ ...item, lastTestFailoverAt: NOW }, 'Warning', after(NOW, HOUR_MS));
  expect(told).toEqual({
    ...item.statistics,
    endedAt: after(NOW, HOUR_MS),
    pendingBytes: pendingBytes(item),
    health: 'Warning',
    lastTestFailoverAt: NOW,
  });
});

test('[HE20] an interval that ended is told with its figures', () => {
  const cycles = countMisses(countCycle(countCycle(newStatistics(NOW), 100, 2000), 40, 4000), 3);
  const failed = countFailure(countFailure(cycles, { code: 'NetworkTimeout', detail: '' }), {
    code: 'LowMemory',
    detail: '',
  });
  expect(describeInterval(failed, after(NOW, 12 * HOUR_MS))).toBe(
    '12 hours: 2 cycles completed, 3 missed. Sent: 140 bytes, 100 at most in a cycle. ' +
      'Latency: 3 s on average, 4 s at most. Failures: 1 of the network, 1 of replication, 0 of application-consistent snapshots.',
  );
});
