import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkCircle16Filled, ChevronRight16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { ItemRow, ItemStage } from '../../../management/wire.ts';
import { Panel } from '../../components/panel.tsx';
import { t } from '../../strings/translate.ts';
import { nextSteps } from './failover-commands.tsx';

const STATIONS = ['initial', 'protected', 'failedOver', 'committed', 'failback', 'failedBack', 'reprotect'] as const;
type Station = (typeof STATIONS)[number];

const stationOf: Readonly<Record<ItemStage, Station>> = {
  enabling: 'initial',
  enablingFailed: 'initial',
  waitingForInitialReplication: 'initial',
  initialReplication: 'initial',
  finalizing: 'initial',
  protected: 'protected',
  resynchronizationRequired: 'protected',
  resynchronizing: 'protected',
  paused: 'protected',
  disabling: 'protected',
  failingOver: 'failedOver',
  failedOver: 'failedOver',
  cancellingFailover: 'failedOver',
  committingFailover: 'committed',
  failoverCommitted: 'committed',
  failingBack: 'failback',
  cancellingFailback: 'failback',
  failedBack: 'failedBack',
  committingFailback: 'failedBack',
  failbackCommitted: 'failedBack',
  reverseReplicating: 'reprotect',
};

const useStyles = makeStyles({
  map: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
  entry: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  arrow: { display: 'inline-flex', color: tokens.colorNeutralForeground3 },
  station: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
    minHeight: '30px',
    padding: `0 ${tokens.spacingHorizontalM}`,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusCircular,
    color: tokens.colorNeutralForeground2,
  },
  current: {
    color: tokens.colorBrandForeground1,
    backgroundColor: tokens.colorBrandBackground2,
    border: `1px solid ${tokens.colorBrandStroke1}`,
    fontWeight: tokens.fontWeightSemibold,
    '@media (forced-colors: active)': { outline: '2px solid Highlight' },
  },
  next: { margin: `${tokens.spacingVerticalM} 0 0`, color: tokens.colorNeutralForeground2 },
});

/** Where the item stands between its first copy and its return from Azure, and what may follow. */
export function LifeCycle({ row }: { readonly row: ItemRow }): ReactElement {
  const styles = useStyles();
  const current = stationOf[row.stage];
  const position = STATIONS.indexOf(current);
  const steps = nextSteps(row).map((operation) => t(`operation.${operation}`).replace('…', ''));
  return (
    <Panel title={t('life.title')} aside={t(row.activeLocation === 'Primary' ? 'life.primary' : 'life.recovery')}>
      <ol className={styles.map} aria-label={t('life.label')}>
        {STATIONS.map((station, index) => (
          <li key={station} className={styles.entry} aria-current={station === current ? 'step' : undefined}>
            {index > 0 && (
              <span className={styles.arrow} aria-hidden="true">
                <ChevronRight16Regular />
              </span>
            )}
            <span className={mergeClasses(styles.station, station === current && styles.current)}>
              {index < position && <CheckmarkCircle16Filled aria-hidden="true" />}
              {t(`life.${station}`)}
            </span>
          </li>
        ))}
      </ol>
      <p className={styles.next}>
        {t('life.next')}: {steps.length > 0 ? steps.join(', ') : t('life.nothing')}
      </p>
    </Panel>
  );
}
