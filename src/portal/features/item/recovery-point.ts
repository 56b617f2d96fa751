import type { ArmRecoveryPoint } from '../../../management/arm.ts';
import { parseTime } from '../../data/format.ts';

/** A recovery point with what ARM may leave out made certain. */
export interface PointInTime {
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  readonly atMs: number;
  readonly type: string;
}

/** Points that have a time, the newest first. */
export function newestFirst(points: readonly ArmRecoveryPoint[]): readonly PointInTime[] {
  return points
    .flatMap(({ name, id, properties }): PointInTime[] => {
      const time = properties?.recoveryPointTime ?? null;
      const atMs = parseTime(time);
      if (time === null || atMs === null) return [];
      return [{ id: name ?? id ?? time, time, atMs, type: properties?.recoveryPointType ?? '' }];
    })
    .toSorted((a, b) => b.atMs - a.atMs);
}

/** Time of the newest point of a consistency, from a list ordered newest first. */
export function newestOf(points: readonly PointInTime[], type: string): string | undefined {
  return points.find((point) => point.type === type)?.time;
}
