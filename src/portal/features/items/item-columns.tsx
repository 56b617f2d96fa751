import { useCallback, type ReactElement } from 'react';
import type { ItemRow } from '../../../management/wire.ts';
import { ActivityText } from '../../components/activity-text.tsx';
import { BytesText } from '../../components/bytes-text.tsx';
import { CapacityBar } from '../../components/capacity-bar.tsx';
import type { GridColumn } from '../../components/grid/grid-column.ts';
import { HealthBadge } from '../../components/health-badge.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { itemPath } from '../../data/dialogs.ts';
import { formatDuration, parseTime } from '../../data/format.ts';
import { useWorldText } from '../../data/use-world-text.ts';
import { t } from '../../strings/translate.ts';
import { HealthStrip } from './health-strip.tsx';
import { PhaseText } from './phase-text.tsx';

/** The columns of Replicated items, in the Azure portal's order with ours (history, activity, log) added. */
export const itemColumns: readonly GridColumn<ItemRow>[] = [
  {
    id: 'name',
    header: t('items.column.name'),
    minWidthPx: 100,
    grow: 1,
    isSortable: true,
    isRequired: true,
    render: ({ id, name }) => (
      <RouterLink to={itemPath(id)} tabIndex={-1} title={name}>
        {name}
      </RouterLink>
    ),
  },
  {
    id: 'health',
    header: t('items.column.health'),
    minWidthPx: 126,
    grow: 0.6,
    isSortable: true,
    render: ({ health }) => <HealthBadge health={health} />,
  },
  {
    id: 'status',
    header: t('items.column.status'),
    minWidthPx: 140,
    grow: 1.6,
    isSortable: true,
    render: (row) => <PhaseText row={row} />,
  },
  {
    id: 'history',
    header: t('items.column.history'),
    minWidthPx: 112,
    grow: 0.4,
    isOfSight: true,
    render: ({ id }) => <HealthStrip itemId={id} />,
  },
  {
    id: 'activity',
    header: t('items.column.activity'),
    minWidthPx: 112,
    grow: 2.4,
    isSortable: true,
    render: ({ activity, activityDetail }) => <ActivityText activity={activity} detail={activityDetail} />,
  },
  {
    id: 'rpo',
    header: t('items.column.rpo'),
    minWidthPx: 100,
    grow: 0.5,
    isSortable: true,
    isNumeric: true,
    render: (row) => <RpoText row={row} />,
  },
  {
    id: 'recoveryPoint',
    header: t('items.column.recoveryPoint'),
    minWidthPx: 124,
    grow: 0.6,
    isSortable: true,
    isNumeric: true,
    render: ({ lastRecoveryPoint }) => <RelativeTime at={lastRecoveryPoint} />,
  },
  {
    id: 'log',
    header: t('items.column.log'),
    minWidthPx: 110,
    grow: 0.4,
    isSortable: true,
    render: ({ logBytes, logLimitBytes }) => (
      <CapacityBar label={t('items.logLabel')} usedBytes={logBytes} limitBytes={logLimitBytes} />
    ),
  },
  {
    id: 'host',
    header: t('items.column.host'),
    minWidthPx: 92,
    grow: 0.5,
    isSortable: true,
    render: ({ host }) => <span title={host}>{host}</span>,
  },
  {
    id: 'policy',
    header: t('items.column.policy'),
    minWidthPx: 104,
    grow: 0.5,
    isSortable: true,
    isOptional: true,
    render: ({ policy }) => <span title={policy}>{policy}</span>,
  },
  {
    id: 'site',
    header: t('items.column.site'),
    minWidthPx: 92,
    grow: 0.5,
    isSortable: true,
    isOptional: true,
    render: ({ site }) => <span title={site}>{site}</span>,
  },
  {
    id: 'size',
    header: t('items.column.size'),
    minWidthPx: 84,
    grow: 0.3,
    isSortable: true,
    isNumeric: true,
    isOptional: true,
    render: ({ sizeBytes }) => <BytesText bytes={sizeBytes} />,
  },
  {
    id: 'error',
    header: t('items.column.error'),
    minWidthPx: 120,
    grow: 0.6,
    isSortable: true,
    isOptional: true,
    render: ({ errorCode }) => <span title={errorCode ?? ''}>{errorCode ?? t('value.none')}</span>,
  },
  {
    id: 'location',
    header: t('items.column.location'),
    minWidthPx: 108,
    grow: 0.3,
    isSortable: true,
    isOptional: true,
    render: ({ activeLocation }) => t(`items.location.${activeLocation}`),
  },
];

/** Counted from the last recovery point by the world's clock: of a fleet, rows are looked at in turns. */
function RpoText({ row: { rpoSeconds, lastRecoveryPoint } }: { readonly row: ItemRow }): ReactElement {
  const textAt = useCallback(
    (now: number) => {
      const at = parseTime(lastRecoveryPoint);
      if (rpoSeconds === null) return t('value.none');
      return formatDuration(at === null ? rpoSeconds : Math.max(0, now - at) / 1000);
    },
    [rpoSeconds, lastRecoveryPoint],
  );
  const { ref, text } = useWorldText<HTMLSpanElement>(textAt);
  return <span ref={ref}>{text}</span>;
}
