import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import type { HealthWord } from '../../../management/wire.ts';
import { HealthIcon } from '../../components/health-badge.tsx';
import { formatCount } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';
import { HEALTH_ORDER, type HealthCounts } from './overview-figures.ts';

const SIZE = 168;
const RADIUS = 68;
const WIDTH = 22;
/** Degrees left free between segments, so that they part without colour. */
const GAP_DEGREES = 2.4;

const useStyles = makeStyles({
  root: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalXXXL,
    rowGap: tokens.spacingVerticalM,
  },
  donut: {
    flexShrink: 0,
    '& path': { transitionProperty: 'stroke-width', transitionDuration: tokens.durationFast },
    '& a:hover path': { strokeWidth: WIDTH + 4 },
  },
  Normal: { stroke: tokens.colorStatusSuccessBackground3 },
  Warning: { stroke: tokens.colorStatusWarningBackground3 },
  Critical: { stroke: tokens.colorStatusDangerBackground3 },
  None: { stroke: tokens.colorNeutralStroke1 },
  count: { fontSize: '34px', fontWeight: tokens.fontWeightSemibold, fill: tokens.colorNeutralForeground1 },
  word: { fontSize: '12px', fill: tokens.colorNeutralForeground3 },
  legend: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    rowGap: tokens.spacingVerticalXS,
    flexGrow: 1,
  },
  entry: {
    display: 'grid',
    gridTemplateColumns: '20px 44px 1fr',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
    minHeight: '32px',
    padding: `0 ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  number: {
    fontWeight: tokens.fontWeightSemibold,
    textAlign: 'right',
    fontVariantNumeric: 'tabular-nums',
    paddingRight: tokens.spacingHorizontalS,
  },
});

/** The list that shows what a segment counts. */
function listOf(health: HealthWord): string {
  return `/items?health=${health.toLowerCase()}`;
}

/** Health of all items as a ring. Segments and legend are links; the legend is what the keyboard reaches. */
export function HealthDonut({ counts }: { readonly counts: HealthCounts }): ReactElement {
  const styles = useStyles();
  const total = HEALTH_ORDER.reduce((sum, health) => sum + counts[health], 0);
  return (
    <div className={styles.root}>
      <svg
        className={styles.donut}
        width={SIZE}
        height={SIZE}
        viewBox={`${-SIZE / 2} ${-SIZE / 2} ${SIZE} ${SIZE}`}
        aria-hidden="true"
      >
        {segmentsOf(counts, total).map(({ health, path }) => (
          <Link key={health} to={listOf(health)} tabIndex={-1}>
            <path d={path} fill="none" strokeWidth={WIDTH} className={styles[health]} />
          </Link>
        ))}
        <text textAnchor="middle" y="6" className={styles.count}>
          {formatCount(total)}
        </text>
        <text textAnchor="middle" y="26" className={styles.word}>
          {t('overview.items')}
        </text>
      </svg>
      <ul className={styles.legend}>
        {HEALTH_ORDER.map((health) => (
          <li key={health}>
            <Link id={`health-${health}`} to={listOf(health)} className={styles.entry}>
              <HealthIcon health={health} />
              <span className={styles.number}>{formatCount(counts[health])}</span>
              {t(`health.${health}`)}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface Segment {
  readonly health: HealthWord;
  /** An SVG path along the middle of the ring. */
  readonly path: string;
}

/** One arc per health that occurs, clockwise from the top. */
export function segmentsOf(counts: HealthCounts, total: number): readonly Segment[] {
  if (total === 0) return [];
  const present = HEALTH_ORDER.filter((health) => counts[health] > 0);
  const gap = present.length > 1 ? GAP_DEGREES : 0;
  const segments: Segment[] = [];
  let from = 0;
  for (const health of present) {
    const to = from + (counts[health] / total) * 360;
    segments.push({ health, path: arc(from + gap / 2, Math.max(from + gap / 2 + 0.5, to - gap / 2)) });
    from = to;
  }
  return segments;
}

function arc(fromDegrees: number, toDegrees: number): string {
  // SVG draws nothing when an arc ends where it began: a full ring stops just short of it.
  const to = Math.min(toDegrees, fromDegrees + 359.99);
  const isLarge = to - fromDegrees > 180 ? 1 : 0;
  return `M ${pointAt(fromDegrees)} A ${RADIUS} ${RADIUS} 0 ${isLarge} 1 ${pointAt(to)}`;
}

function pointAt(degrees: number): string {
  const radians = ((degrees - 90) * Math.PI) / 180;
  return `${(RADIUS * Math.cos(radians)).toFixed(3)} ${(RADIUS * Math.sin(radians)).toFixed(3)}`;
}
