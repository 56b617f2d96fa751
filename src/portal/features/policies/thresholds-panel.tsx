import type { ReactElement } from 'react';
import type { HealthWord } from '../../../management/wire.ts';
import type { PolicyThresholds } from '../../../management/wire-insight.ts';
import { HealthBadge } from '../../components/health-badge.tsx';
import { Intro } from '../../components/intro.tsx';
import { Panel } from '../../components/panel.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { formatCount, formatDuration, formatShare } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';

interface Row {
  readonly what: string;
  readonly limit: string;
  readonly health: HealthWord;
}

/** From when on a machine under the policy is no longer healthy, as the engine's rules have it. */
export function ThresholdsPanel({ thresholds }: { readonly thresholds: PolicyThresholds }): ReactElement {
  return (
    <Panel title={t('policies.thresholds')}>
      <Intro text={t('policies.thresholds.intro')} isInPanel />
      <SimpleTable
        label={t('policies.thresholds')}
        columns={columns}
        rows={rowsOf(thresholds)}
        keyOf={({ what }) => what}
      />
    </Panel>
  );
}

const columns: readonly SimpleColumn<Row>[] = [
  { id: 'what', header: t('policies.thresholds.what'), render: ({ what }) => what },
  { id: 'limit', header: t('policies.thresholds.limit'), render: ({ limit }) => limit },
  { id: 'health', header: t('policies.thresholds.health'), render: ({ health }) => <HealthBadge health={health} /> },
];

function rowsOf(thresholds: PolicyThresholds): readonly Row[] {
  const { applicationConsistentSeconds: appSeconds } = thresholds;
  return [
    {
      what: t('policies.thresholds.sendAge'),
      limit: t('policies.thresholds.sendAgeLimit', {
        duration: formatDuration(thresholds.sendAgeSeconds),
        count: thresholds.sendAgeCycles,
      }),
      health: 'Warning',
    },
    {
      what: t('policies.thresholds.missed'),
      limit: t('policies.thresholds.missedLimit', {
        share: formatShare(thresholds.missedShare),
        missed: formatCount(thresholds.missedCycles),
        count: thresholds.dueCycles,
        duration: formatDuration(thresholds.monitoringSeconds),
      }),
      health: 'Warning',
    },
    {
      what: t('policies.thresholds.latency'),
      limit: t('policies.thresholds.over', { limit: formatDuration(thresholds.latencySeconds) }),
      health: 'Warning',
    },
    appSeconds === null
      ? { what: t('policies.thresholds.app'), limit: t('policies.thresholds.appNone'), health: 'None' }
      : {
          what: t('policies.thresholds.app'),
          limit: t('policies.thresholds.appLimit', { duration: formatDuration(appSeconds) }),
          health: 'Warning',
        },
    {
      what: t('policies.thresholds.log'),
      limit: t('policies.thresholds.logLimit', { share: formatShare(thresholds.logShare) }),
      health: 'Critical',
    },
  ];
}
