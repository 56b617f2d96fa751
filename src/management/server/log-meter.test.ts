import { expect, test } from 'vitest';
import { after, MIB, MINUTE_MS } from '../../base/units.ts';
import { createLogMeter, type LogMeter } from './log-meter.ts';
import { disk, item, T0, VM_1 } from './testing/records.ts';

const minute = (minutes: number) => after(T0, minutes * MINUTE_MS);

/** Log sizes in MiB, active and frozen, one pair a minute; answers the trend at the last of them. */
function watch(meter: LogMeter, sizes: readonly (readonly [active: number, frozen: number])[]) {
  let trend = null as ReturnType<LogMeter['trend']>;
  for (const [index, [active, frozen]] of sizes.entries()) {
    const watched = disk({ activeLogBytes: active * MIB, inFlightLogBytes: frozen * MIB });
    const ofItem = item({ vmId: VM_1, disks: [watched] });
    meter.observe(ofItem, minute(index));
    trend = meter.trend(ofItem, watched, minute(index));
  }
  return trend;
}

test('what is written counts, whatever cycles take out of the log meanwhile', () => {
  // Four times 60 MiB; after two of them the log is frozen, shipped and released.
  const trend = watch(createLogMeter(), [
    [0, 0],
    [60, 0],
    [0, 120],
    [60, 120],
    [60, 0],
    [120, 0],
  ]);
  expect(trend).toEqual({
    churnBytesPerSecond: Math.round((240 * MIB) / 300),
    growthBytesPerSecond: Math.round((120 * MIB) / 300),
    watchedSeconds: 300,
  });
});

test('a log that shrinks grows by less than nothing', () => {
  const trend = watch(createLogMeter(), [
    [0, 90],
    [0, 90],
    [0, 0],
  ]);
  expect(trend).toMatchObject({ churnBytesPerSecond: 0, growthBytesPerSecond: -Math.round((90 * MIB) / 120) });
});

test('only the last ten minutes count, and what lasts less than one says nothing', () => {
  const meter = createLogMeter();
  expect(watch(meter, [[500, 0]])).toBeNull();
  const busyThenStill = [...Array(11).keys(), ...Array<number>(15).fill(10)].map((size) => [size * 60, 0] as const);
  expect(watch(createLogMeter(), busyThenStill)).toMatchObject({ churnBytesPerSecond: 0, growthBytesPerSecond: 0 });
  const watched = watch(createLogMeter(), busyThenStill.slice(0, 11));
  expect(watched).toEqual({ churnBytesPerSecond: MIB, growthBytesPerSecond: MIB, watchedSeconds: 600 });
});

test('a machine that is forgotten is watched anew', () => {
  const meter = createLogMeter();
  const sizes = [
    [0, 0],
    [60, 0],
    [120, 0],
  ] as const;
  expect(watch(meter, sizes)).not.toBeNull();
  meter.forget(VM_1);
  expect(meter.trend(item({ disks: [disk()] }), disk(), minute(3))).toBeNull();
});
