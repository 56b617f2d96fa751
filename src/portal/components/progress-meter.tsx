import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';
import { formatShare } from '../data/format.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXXS, minWidth: 0 },
  head: {
    display: 'flex',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalM,
    fontVariantNumeric: 'tabular-nums',
  },
  detail: { color: tokens.colorNeutralForeground3 },
  track: {
    position: 'relative',
    height: '6px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground6,
    overflow: 'hidden',
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  thin: { height: '4px' },
  fill: {
    position: 'absolute',
    inset: 0,
    transformOrigin: 'left',
    backgroundColor: tokens.colorCompoundBrandBackground,
    '@media (forced-colors: active)': { backgroundColor: 'Highlight', forcedColorAdjust: 'none' },
  },
  warning: { backgroundColor: tokens.colorStatusWarningBackground3 },
  danger: { backgroundColor: tokens.colorStatusDangerBackground3 },
  success: { backgroundColor: tokens.colorStatusSuccessBackground3 },
});

export interface ProgressMeterProps {
  /** What progresses, for screen readers and above the bar. */
  readonly label: string;
  /** 0–1; values outside are cut off. */
  readonly share: number;
  readonly tone?: 'brand' | 'success' | 'warning' | 'danger';
  /** Right of the label, instead of the percentage. */
  readonly detail?: ReactNode;
  /** Hides the line above the bar; the label stays for screen readers. */
  readonly isBare?: boolean;
}

/** How much of a piece of work is done. */
export function ProgressMeter({
  label,
  share,
  tone = 'brand',
  detail,
  isBare = false,
}: ProgressMeterProps): ReactElement {
  const styles = useStyles();
  const done = Math.min(1, Math.max(0, share));
  return (
    <div className={styles.root}>
      {!isBare && (
        <div className={styles.head}>
          <span>{label}</span>
          <span className={styles.detail}>{detail ?? formatShare(done)}</span>
        </div>
      )}
      <div
        className={mergeClasses(styles.track, isBare && styles.thin)}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(done * 100)}
      >
        <div
          className={mergeClasses(styles.fill, tone !== 'brand' && styles[tone])}
          style={{ transform: `scaleX(${done})` }}
        />
      </div>
    </div>
  );
}
