import { Caption1, makeStyles, tokens } from '@fluentui/react-components';
import { History32Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { ItemRow } from '../../../management/wire.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { AbsoluteTime, RelativeTime } from '../../components/relative-time.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { formatDateTime } from '../../data/format.ts';
import { useRecoveryPoints } from '../../data/queries.ts';
import { t, tOr } from '../../strings/translate.ts';
import { newestFirst, type PointInTime } from './recovery-point.ts';

const useStyles = makeStyles({
  page: { display: 'grid', gap: tokens.spacingVerticalL },
  line: { position: 'relative', height: '40px', margin: `0 ${tokens.spacingHorizontalM}` },
  axis: {
    position: 'absolute',
    left: 0,
    right: 0,
    top: '19px',
    height: '2px',
    backgroundColor: tokens.colorNeutralStroke1,
  },
  crash: {
    position: 'absolute',
    top: '15px',
    width: '10px',
    height: '10px',
    marginLeft: '-5px',
    boxSizing: 'border-box',
    borderRadius: tokens.borderRadiusCircular,
    border: `2px solid ${tokens.colorCompoundBrandStroke}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  app: {
    position: 'absolute',
    top: '12px',
    width: '16px',
    height: '16px',
    marginLeft: '-8px',
    borderRadius: tokens.borderRadiusSmall,
    transform: 'rotate(45deg) scale(.75)',
    backgroundColor: tokens.colorCompoundBrandBackground,
    '@media (forced-colors: active)': { backgroundColor: 'Highlight' },
  },
  legend: { display: 'flex', justifyContent: 'space-between', color: tokens.colorNeutralForeground3 },
});

const columns: readonly SimpleColumn<PointInTime>[] = [
  { id: 'time', header: t('points.time'), render: ({ time }) => <AbsoluteTime at={time} /> },
  { id: 'age', header: t('points.age'), render: ({ time }) => <RelativeTime at={time} /> },
  {
    id: 'type',
    header: t('points.type'),
    render: ({ type }) => (
      <StatusPill tone={type === 'ApplicationConsistent' ? 'info' : 'neutral'}>
        {tOr(`consistency.${type}`, type)}
      </StatusPill>
    ),
  },
];

/** Every recovery point, on a line and as a list. */
export function RecoveryPointsTab({ row }: { readonly row: ItemRow }): ReactElement {
  const styles = useStyles();
  const query = useRecoveryPoints(row.id);
  return (
    <QueryView query={query} what={t('points.what')} skeleton={<PanelSkeleton heightPx={240} />}>
      {(loaded) => {
        const points = newestFirst(loaded);
        if (points.length === 0) {
          return (
            <EmptyState icon={<History32Regular />} title={t('points.empty.title')} body={t('points.empty.body')} />
          );
        }
        return (
          <div className={styles.page}>
            <Panel title={t('points.panel')} aside={<Caption1>{t('points.lost')}</Caption1>}>
              <Timeline points={points} />
            </Panel>
            <Panel title={t('points.all')}>
              <SimpleTable label={t('points.all')} columns={columns} rows={points} keyOf={({ id }) => id} />
            </Panel>
          </div>
        );
      }}
    </QueryView>
  );
}

/** The points on a line from the oldest to the newest. The list below says the same in words. */
function Timeline({ points }: { readonly points: readonly PointInTime[] }): ReactElement {
  const styles = useStyles();
  const newest = points[0]?.atMs ?? 0;
  const oldest = points.at(-1)?.atMs ?? newest;
  const span = Math.max(1, newest - oldest);
  return (
    <div aria-hidden="true">
      <div className={styles.line}>
        <div className={styles.axis} />
        {points.map(({ id, atMs, type }) => (
          <div
            key={id}
            title={`${formatDateTime(atMs)} · ${tOr(`consistency.${type}`, type)}`}
            className={type === 'ApplicationConsistent' ? styles.app : styles.crash}
            style={{ left: `${((atMs - oldest) / span) * 100}%` }}
          />
        ))}
      </div>
      <div className={styles.legend}>
        <Caption1>{formatDateTime(oldest)}</Caption1>
        <Caption1>{formatDateTime(newest)}</Caption1>
      </div>
    </div>
  );
}
