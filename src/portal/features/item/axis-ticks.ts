/** Marks of a value axis that people can read: whole minutes, whole MiB. */
export type AxisUnit = 'seconds' | 'bytes';

/** Steps of time that a clock knows, in seconds: from a second to a week. */
const TIME_STEPS = [
  1, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800,
];

/** Zero, the step and twice the step; the last is at least `highest` (0 or more). */
export function axisTicks(highest: number, unit: AxisUnit): readonly [number, number, number] {
  const wanted = highest / 2;
  const step = unit === 'seconds' ? timeStep(wanted) : byteStep(wanted);
  return [0, step, 2 * step];
}

function timeStep(wanted: number): number {
  const week = TIME_STEPS.at(-1) ?? 1;
  return TIME_STEPS.find((step) => step >= wanted) ?? Math.ceil(wanted / week) * week;
}

/** Powers of two: they stay round in KiB, MiB and GiB. */
function byteStep(wanted: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(1, wanted))));
}
