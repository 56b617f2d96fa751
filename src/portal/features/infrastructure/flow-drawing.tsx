import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ArrowSync24Regular,
  Cloud24Regular,
  HardDrive24Regular,
  PlugConnected24Regular,
  Server24Regular,
} from '@fluentui/react-icons';
import { Fragment, type ReactElement } from 'react';
import { Link } from 'react-router';
import type { HostDetail } from '../../../management/wire.ts';
import type { HostFlows } from '../../../management/wire-insight.ts';
import { formatBytes, formatBytesPerSecond } from '../../data/format.ts';
import { useHostFlows } from '../../data/insight-queries.ts';
import { t } from '../../strings/translate.ts';
import type { ActivityCounts } from './host-activity.ts';

type Flow = HostFlows['hosts'][number];

/** From this rate on a stream is drawn at its fastest. */
const FAST_BYTES_PER_SECOND = 50_000_000;
/** One turn of the dashes, at the slowest and at the fastest. */
const [SLOW_SECONDS, FAST_SECONDS] = [2.4, 0.5];

const useStyles = makeStyles({
  flow: {
    // Stations stand beneath each other, whatever they say; the ways between them share the rest.
    display: 'grid',
    gridTemplateColumns: [248, 128, 152, 172, 140].map((px) => `minmax(0, ${px}px)`).join(' minmax(24px, 1fr) '),
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    '@media (max-width: 1100px)': { display: 'flex', flexWrap: 'wrap' },
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
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  text: { display: 'grid' },
  note: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
  pipe: {
    flexGrow: 1,
    flexShrink: 1,
    flexBasis: '28px',
    width: '100%',
    minWidth: '24px',
    height: '12px',
    '@media (max-width: 1100px)': { maxWidth: '96px' },
  },
  line: {
    stroke: tokens.colorNeutralStroke1,
    strokeWidth: 2,
    '@media (forced-colors: active)': { stroke: 'GrayText' },
  },
  moving: {
    stroke: tokens.colorCompoundBrandStroke,
    strokeWidth: 3,
    strokeDasharray: '8 6',
    animationName: { from: { strokeDashoffset: 28 }, to: { strokeDashoffset: 0 } },
    animationTimingFunction: 'linear',
    animationIterationCount: 'infinite',
    '@media (prefers-reduced-motion: reduce)': { animationName: 'none' },
    '@media (forced-colors: active)': { stroke: 'Highlight' },
  },
  broken: {
    stroke: tokens.colorStatusDangerBorderActive,
    strokeWidth: 3,
    strokeDasharray: '2 6',
    '@media (forced-colors: active)': { stroke: 'LinkText' },
  },
  danger: { color: tokens.colorStatusDangerForeground3 },
});

/** One host's way to Azure: host, agent, link, cache, replica, with what flows on it now. Each station leads to its machines. */
export function FlowDrawing({
  host,
  counts,
}: {
  readonly host: HostDetail;
  readonly counts: ActivityCounts;
}): ReactElement {
  const styles = useStyles();
  const flow = useHostFlows().data?.hosts.find(({ id }) => id === host.id);
  const list = `/items?host=${encodeURIComponent(host.name)}`;
  const stations = [
    { id: 'agent', icon: <PlugConnected24Regular />, note: agentNote(host, flow), isBroken: flow?.isSilent ?? false },
    { id: 'link', icon: <ArrowSync24Regular />, note: linkNote(counts, flow), isBroken: counts.Failing > 0 },
    { id: 'cache', icon: <Cloud24Regular />, note: cacheNote(flow), isBroken: false },
    {
      id: 'replica',
      icon: <HardDrive24Regular />,
      note: t('flow.replicas', { count: host.protectedCount }),
      isBroken: false,
    },
  ] as const;
  return (
    <div className={styles.flow}>
      <Link to={list} className={styles.station} aria-label={t('infrastructure.itemsOf', { host: host.name })}>
        <Server24Regular aria-hidden="true" />
        <span className={styles.text}>
          {host.name}
          <span className={styles.note}>
            {host.site} · {t('flow.pending', { bytes: formatBytes(flow?.pendingBytes ?? 0) })}
          </span>
        </span>
      </Link>
      {stations.map(({ id, icon, note, isBroken }) => (
        <Fragment key={id}>
          <Pipe rate={flow?.sentBytesPerSecond ?? 0} isBroken={isBroken || (counts.Failing > 0 && id !== 'replica')} />
          <Link
            to={id === 'link' && counts.Failing > 0 ? `${list}&health=critical` : list}
            className={styles.station}
            aria-label={`${host.name}, ${t(`infrastructure.station.${id}`)}: ${note}`}
          >
            <span className={isBroken ? styles.danger : undefined} aria-hidden="true">
              {icon}
            </span>
            <span className={styles.text}>
              {t(`infrastructure.station.${id}`)}
              <span className={mergeClasses(styles.note, isBroken && styles.danger)}>{note}</span>
            </span>
          </Link>
        </Fragment>
      ))}
    </div>
  );
}

/** A stretch of the way. Dashes run as fast as bytes do, and stand still where the reader wants no motion. */
function Pipe({ rate, isBroken }: { readonly rate: number; readonly isBroken: boolean }): ReactElement {
  const styles = useStyles();
  const share = Math.min(1, rate / FAST_BYTES_PER_SECOND);
  const seconds = SLOW_SECONDS - (SLOW_SECONDS - FAST_SECONDS) * share;
  const tone = isBroken ? styles.broken : rate > 0 ? styles.moving : styles.line;
  return (
    <svg className={styles.pipe} aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 96 12">
      <line x1="0" y1="6" x2="96" y2="6" className={tone} style={{ animationDuration: `${seconds.toFixed(2)}s` }} />
    </svg>
  );
}

function agentNote({ agentVersion }: HostDetail, flow: Flow | undefined): string {
  return flow?.isSilent ? t('flow.silent') : agentVersion;
}

function linkNote({ Failing }: ActivityCounts, flow: Flow | undefined): string {
  if (Failing > 0) return t('infrastructure.failing', { count: Failing });
  const rate = flow?.sentBytesPerSecond ?? 0;
  if (rate === 0) return t('flow.still');
  const side = (['network', 'source', 'target'] as const).find((each) => (flow?.bottlenecks[each] ?? 0) > 0);
  const text = formatBytesPerSecond(rate);
  return side ? `${text} · ${t('flow.slow', { side: t(`cycle.side.${side}`) })}` : text;
}

function cacheNote(flow: Flow | undefined): string {
  const sending = t('infrastructure.sending', { count: flow?.sending ?? 0 });
  return flow && flow.cacheBytes > 0 ? t('flow.cache', { bytes: formatBytes(flow.cacheBytes) }) : sending;
}
