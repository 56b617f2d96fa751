import type { ReactElement } from 'react';
import { ChoiceField } from '../../components/choice-field.tsx';
import { formatAge, formatDateTime } from '../../data/format.ts';
import { useRecoveryPoints } from '../../data/queries.ts';
import { useWorldNow } from '../../data/use-world-now.ts';
import { t, tOr } from '../../strings/translate.ts';
import { newestFirst, type PointInTime } from '../item/recovery-point.ts';

/** Value of the option that means the newest point, whichever that is when the command runs. */
const LATEST = '';

export interface PointFieldProps {
  readonly itemId: string;
  /** null: the newest. */
  readonly pointId: string | null;
  readonly onChange: (pointId: string | null) => void;
}

/** Chooses a recovery point: the newest, or one of those kept. */
export function PointField({ itemId, pointId, onChange }: PointFieldProps): ReactElement {
  const points = newestFirst(useRecoveryPoints(itemId).data ?? []);
  const now = useWorldNow();
  const [newest] = points;
  const latest = newest
    ? t('failover.point.latestAt', { age: formatAge(newest.atMs, now) })
    : t('failover.point.latest');
  // A point that is pruned meanwhile stays the one chosen: the newest is not what was asked for.
  const isGone = pointId !== null && !points.some(({ id }) => id === pointId);
  return (
    <ChoiceField
      label={t('failover.point')}
      hint={isGone ? t('failover.point.goneHint') : t('failover.point.hint')}
      choices={[
        { value: LATEST, text: latest },
        ...points.map((point) => ({ value: point.id, text: textOf(point) })),
        ...(isGone ? [{ value: pointId, text: t('failover.point.gone') }] : []),
      ]}
      value={pointId ?? LATEST}
      onChange={(value) => onChange(value || null)}
    />
  );
}

function textOf({ atMs, type }: PointInTime): string {
  return t('failover.point.entry', { time: formatDateTime(atMs), type: tOr(`consistency.${type}`, type) });
}
