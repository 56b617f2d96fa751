import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { ItemRow } from '../../../management/wire.ts';
import { ActivityText } from '../../components/activity-text.tsx';
import { HealthBadge } from '../../components/health-badge.tsx';
import { KeyValueList, type KeyValue } from '../../components/key-value.tsx';
import { Panel } from '../../components/panel.tsx';
import { AsOf, RelativeTime } from '../../components/relative-time.tsx';
import { formatBytes, formatDuration, formatShare } from '../../data/format.ts';
import { useItem } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';
import { PhaseText } from '../items/phase-text.tsx';
import { CyclePanel } from './cycle-panel.tsx';
import { ErrorsPanel } from './errors-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { hyperVDetails } from './hyperv-details.ts';
import { LifeCycle } from './life-cycle.tsx';
import { LatestPoints } from './latest-points.tsx';
import { OutlookPanel } from './outlook-panel.tsx';
import { WayPanel } from './way-panel.tsx';
import { WhyPanel } from './why-panel.tsx';

const useStyles = makeStyles({
  page: { display: 'grid', gap: tokens.spacingVerticalL },
  pair: {
    display: 'grid',
    gap: tokens.spacingVerticalL,
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 440px), 1fr))',
  },
  // Only a bar needs a width; a grid's baseline is that of its first line, however many there are.
  phase: { display: 'inline-grid', maxWidth: '100%' },
  bar: { width: '220px' },
});

/** The item at a glance: essentials, why this health, the course of RPO, log and churn, recovery points. */
export function OverviewTab({ row }: { readonly row: ItemRow }): ReactElement {
  const styles = useStyles();
  const arm = useItem(row.id).data;
  const details = hyperVDetails(arm);
  const share = row.logLimitBytes > 0 ? row.logBytes / row.logLimitBytes : 0;
  const entries: readonly KeyValue[] = [
    { label: t('item.health'), value: <HealthBadge health={row.health} /> },
    {
      label: t('item.status'),
      value: (
        <span className={mergeClasses(styles.phase, row.progressPercent !== null && styles.bar)}>
          <PhaseText row={row} />
        </span>
      ),
    },
    { label: t('item.activity'), value: <ActivityText activity={row.activity} detail={row.activityDetail} /> },
    { label: t('item.rpo'), value: row.rpoSeconds === null ? t('value.none') : formatDuration(row.rpoSeconds) },
    { label: t('item.recoveryPoint'), value: <RelativeTime at={row.lastRecoveryPoint} /> },
    { label: t('item.replicated'), value: <RelativeTime at={details?.lastReplicatedTime} /> },
    {
      label: t('item.log'),
      value: t('item.logOf', {
        used: formatBytes(row.logBytes),
        limit: formatBytes(row.logLimitBytes),
        share: formatShare(share),
      }),
    },
    { label: t('item.size'), value: formatBytes(row.sizeBytes) },
    { label: t('item.host'), value: t('item.hostSite', { host: row.host, site: row.site }) },
    { label: t('item.policy'), value: row.policy },
    {
      label: t('item.failoverHealth'),
      value: arm?.properties?.failoverHealth === 'Normal' ? t('item.failoverTested') : t('item.failoverUntested'),
    },
    {
      label: t('item.activeLocation'),
      value: t(row.activeLocation === 'Primary' ? 'item.location.Primary' : 'item.location.Recovery'),
    },
    { label: t('item.target'), value: details?.recoveryAzureVmName ?? t('value.none') },
  ];
  return (
    <div className={styles.page}>
      <Panel title={t('item.essentials')} aside={<AsOf at={details?.lastRpoCalculatedTime} />}>
        <KeyValueList entries={entries} />
      </Panel>
      <LifeCycle row={row} />
      <div className={styles.pair}>
        <WhyPanel row={row} />
        <LatestPoints itemId={row.id} />
      </div>
      <ErrorsPanel row={row} />
      <WayPanel row={row} details={details} />
      <OutlookPanel itemId={row.id} />
      <CyclePanel itemId={row.id} />
      <HistoryPanel itemId={row.id} />
    </div>
  );
}
