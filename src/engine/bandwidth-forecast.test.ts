import { expect, test } from 'vitest';
import type { BandwidthSchedule } from '../core/model.ts';
import { engineBench } from './testing/engine-bench.ts';

const throttledTo = (bitsPerSecond: number | null): BandwidthSchedule => ({
  workDays: [0, 1, 2, 3, 4, 5, 6],
  workStartLocal: '00:00',
  workEndLocal: '12:00',
  workHoursBitsPerSecond: bitsPerSecond,
  otherHoursBitsPerSecond: null,
  uploadThreadsPerMachine: 4,
});

test('[BW11] a throttle is foretold from what the machines write and the line was seen to carry; nothing is changed', async () => {
  const bench = await engineBench();
  await bench.enable('DB01');
  await bench.until('protected', () => bench.item('DB01').phase.kind === 'protected');
  await bench.until('a cycle', () => bench.item('DB01').cycle.number > 1 && bench.item('DB01').cycle.step === 'idle');
  await bench.until('a log', () => bench.item('DB01').disks.some((disk) => disk.activeLogBytes > 0));
  const { hostId } = bench.machine('DB01');
  const forecast = (schedule: BandwidthSchedule | null) => bench.engine.insight.bandwidthForecast(hostId, schedule);

  const free = forecast(null);
  expect(free).toMatchObject({ machineCount: 1, workHours: { keepsUp: true }, otherHours: free.workHours });
  const writtenBitsPerSecond = free.churnBytesPerSecond * 8;
  expect(writtenBitsPerSecond).toBeGreaterThan(0);
  const tight = forecast(throttledTo(writtenBitsPerSecond / 2));
  expect(tight.workHours).toMatchObject({ keepsUp: false, drainMs: null, rpoMs: null });
  expect(tight.workHours.limitMs).toBeGreaterThan(0);
  // The hours without a throttle stay what the line makes of them.
  expect(tight.otherHours).toEqual(free.otherHours);
  const longer = (schedule: BandwidthSchedule | null) => forecast(schedule).resyncs[0]?.durationMs[1] ?? 0;
  expect(longer({ ...throttledTo(1024), otherHoursBitsPerSecond: 1024 })).toBeGreaterThan(longer(null));
  expect(bench.engine.bandwidth(hostId)).toBeNull();
});
