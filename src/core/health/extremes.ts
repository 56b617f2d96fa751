/** Long series made short without losing their peaks. */

/**
 * At most `limit` of the points, in order: of each stretch those at which any measure is lowest or highest,
 * and always the newest. `limit` is at least twice the number of measures.
 */
export function keepExtremes<Point>(
  points: readonly Point[],
  limit: number,
  measures: readonly ((point: Point) => number)[],
): readonly Point[] {
  if (points.length <= limit) return points;
  const perStretch = 2 * measures.length;
  // One is left for the newest point.
  const stretchCount = Math.max(1, Math.floor((limit - 1) / perStretch));
  const stretch = Math.ceil(points.length / stretchCount);
  const kept = new Set<number>([points.length - 1]);
  for (let start = 0; start < points.length; start += stretch) {
    const end = Math.min(points.length, start + stretch);
    for (const measure of measures) for (const index of extremesOf(points, start, end, measure)) kept.add(index);
  }
  return [...kept].toSorted((a, b) => a - b).flatMap((index) => points[index] ?? []);
}

function extremesOf<Point>(
  points: readonly Point[],
  start: number,
  end: number,
  measure: (point: Point) => number,
): readonly [lowest: number, highest: number] {
  let [lowest, highest] = [start, start];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = start; index < end; index++) {
    const point = points[index];
    const value = point === undefined ? low : measure(point);
    if (value < low) [low, lowest] = [value, index];
    if (value > high) [high, highest] = [value, index];
  }
  return [lowest, highest];
}
