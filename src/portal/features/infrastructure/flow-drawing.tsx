import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ArrowRight20Regular,
  ArrowSync24Regular,
  Cloud24Regular,
  HardDrive24Regular,
  PlugConnected24Regular,
  Server24Regular,
} from '@fluentui/react-icons';
import { Fragment, type ReactElement } from 'react';
import { Link } from 'react-router';
import type { HostDetail } from '../../../management/wire.ts';
import { t } from '../../strings/translate.ts';
import type { ActivityCounts } from './host-activity.ts';

const useStyles = makeStyles({
  flow: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    ':last-child': { borderBottom: 'none' },
  },
  station: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    minHeight: '44px',
    padding: `0 ${tokens.spacingHorizontalM}`,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
  },
  link: {
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  text: { display: 'grid' },
  note: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
  arrow: { display: 'inline-flex', color: tokens.colorNeutralForeground3 },
  active: { color: tokens.colorBrandForeground1 },
  broken: { color: tokens.colorStatusDangerForeground3 },
});

/** One host's way to Azure: host, agent, link, cache, replica, with what flows on it now. The host leads to its machines. */
export function FlowDrawing({
  host,
  counts,
}: {
  readonly host: HostDetail;
  readonly counts: ActivityCounts;
}): ReactElement {
  const styles = useStyles();
  const stations = [
    { id: 'agent', icon: <PlugConnected24Regular />, note: host.agentVersion },
    { id: 'link', icon: <ArrowSync24Regular />, note: linkNote(counts) },
    { id: 'cache', icon: <Cloud24Regular />, note: t('infrastructure.sending', { count: counts.Sending }) },
    { id: 'replica', icon: <HardDrive24Regular />, note: t('infrastructure.idle', { count: counts.Idle }) },
  ] as const;
  const tone = counts.Failing > 0 ? styles.broken : counts.Sending > 0 ? styles.active : undefined;
  return (
    <div className={styles.flow}>
      <Link
        to={`/items?host=${encodeURIComponent(host.name)}`}
        className={mergeClasses(styles.station, styles.link)}
        aria-label={t('infrastructure.itemsOf', { host: host.name })}
      >
        <Server24Regular aria-hidden="true" />
        <span className={styles.text}>
          {host.name}
          <span className={styles.note}>{host.site}</span>
        </span>
      </Link>
      {stations.map(({ id, icon, note }) => (
        <Fragment key={id}>
          <span className={mergeClasses(styles.arrow, tone)} aria-hidden="true">
            <ArrowRight20Regular />
          </span>
          <div className={styles.station}>
            <span className={id === 'link' ? tone : undefined} aria-hidden="true">
              {icon}
            </span>
            <span className={styles.text}>
              {t(`infrastructure.station.${id}`)}
              <span className={styles.note}>{note}</span>
            </span>
          </div>
        </Fragment>
      ))}
    </div>
  );
}

function linkNote({ Failing, Waiting }: ActivityCounts): string {
  return Failing > 0
    ? t('infrastructure.failing', { count: Failing })
    : t('infrastructure.waiting', { count: Waiting });
}
