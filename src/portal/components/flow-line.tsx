import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Fragment, type ReactElement } from 'react';
import { Link } from 'react-router';

/** A place on the way of the data. */
export interface Station {
  readonly id: string;
  /** A 24 px icon. */
  readonly icon: ReactElement;
  readonly title: string;
  readonly note: string;
  /** What the link is called, where title and note do not say it. */
  readonly label: string;
  readonly to: string;
  readonly isBroken?: boolean;
  /** Of the stretch before it, in bytes per second; of the first station meaningless. */
  readonly rate?: number;
  readonly isWayBroken?: boolean;
}

/** From this rate on a stream is drawn at its fastest. */
const FAST_BYTES_PER_SECOND = 50_000_000;
/** One turn of the dashes, at the slowest and at the fastest. */
const [SLOW_SECONDS, FAST_SECONDS] = [2.4, 0.5];

const useStyles = makeStyles({
  flow: {
    // Stations stand beneath each other, whatever they say; the ways between them share the rest.
    display: 'grid',
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

export interface FlowLineProps {
  readonly stations: readonly Station[];
  /** What each station has room for where the page has enough, in pixels. */
  readonly widthsPx: readonly number[];
}

/** Stations beside each other, with what flows between them. On a narrow page they stand in several rows. */
export function FlowLine({ stations, widthsPx }: FlowLineProps): ReactElement {
  const styles = useStyles();
  // A page wider than 1600 px gives the stations a part of what it has more, not all of it to the ways.
  const stationWidth = (px: number): string => `minmax(0, clamp(${px}px, ${px / 16}vw, ${1.35 * px}px))`;
  const gridTemplateColumns = widthsPx.map(stationWidth).join(' minmax(24px, 1fr) ');
  return (
    <div className={styles.flow} style={{ gridTemplateColumns }}>
      {stations.map(({ id, icon, title, note, label, to, isBroken = false, rate = 0, isWayBroken = false }, index) => (
        <Fragment key={id}>
          {index > 0 && <Pipe rate={rate} isBroken={isWayBroken} />}
          <Link to={to} className={styles.station} aria-label={label}>
            <span className={isBroken ? styles.danger : undefined} aria-hidden="true">
              {icon}
            </span>
            <span className={styles.text}>
              {title}
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
