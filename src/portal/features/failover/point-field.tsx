import { Dropdown, Field, Option } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { formatDateTime, formatRelative } from '../../data/format.ts';
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
  const chosen = points.find(({ id }) => id === pointId);
  const [newest] = points;
  const latest = newest
    ? t('failover.point.latestAt', { age: formatRelative(newest.atMs, now) })
    : t('failover.point.latest');
  return (
    <Field label={t('failover.point')} hint={t('failover.point.hint')}>
      <Dropdown
        value={chosen ? textOf(chosen) : latest}
        selectedOptions={[pointId ?? LATEST]}
        onOptionSelect={(_, { optionValue }) => onChange(optionValue || null)}
      >
        <Option value={LATEST}>{latest}</Option>
        {points.map((point) => (
          <Option key={point.id} value={point.id}>
            {textOf(point)}
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
}

function textOf({ atMs, type }: PointInTime): string {
  return t('failover.point.entry', { time: formatDateTime(atMs), type: tOr(`consistency.${type}`, type) });
}
