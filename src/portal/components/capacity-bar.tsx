import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { formatBytes, formatShare } from '../data/format.ts';
import { t } from '../strings/translate.ts';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(24px, 1fr) max-content',
    columnGap: tokens.spacingHorizontalS,
    alignItems: 'center',
    minWidth: 0,
  },
  track: {
    position: 'relative',
    height: '6px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground6,
    overflow: 'hidden',
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  fill: {
    position: 'absolute',
    inset: 0,
    transformOrigin: 'left',
    backgroundColor: tokens.colorCompoundBrandBackground,
    '@media (forced-colors: active)': { backgroundColor: 'Highlight', forcedColorAdjust: 'none' },
  },
  warning: { backgroundColor: tokens.colorStatusWarningBackground3 },
  danger: { backgroundColor: tokens.colorStatusDangerBackground3 },
  text: { fontVariantNumeric: 'tabular-nums', textAlign: 'right', whiteSpace: 'nowrap' },
});

/** From this share of the limit on, the bar warns. Ours: half way there is time to act. */
const WARNING_SHARE = 0.5;

export interface CapacityBarProps {
  readonly label: string;
  readonly usedBytes: number;
  /** Full bar. 0: no limit known, the bar stays empty. */
  readonly limitBytes: number;
}

/** Bytes against a limit: the replica log against half of its disk. */
export function CapacityBar({ label, usedBytes, limitBytes }: CapacityBarProps): ReactElement {
  const styles = useStyles();
  const share = limitBytes > 0 ? usedBytes / limitBytes : 0;
  const tone = share >= 1 ? styles.danger : share >= WARNING_SHARE ? styles.warning : undefined;
  const text = t('value.of', { part: formatBytes(usedBytes), whole: formatBytes(limitBytes) });
  return (
    <span className={styles.root} title={`${label}: ${text} (${formatShare(share)})`}>
      <span
        className={styles.track}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.min(100, Math.round(share * 100))}
        aria-valuetext={text}
      >
        <span className={mergeClasses(styles.fill, tone)} style={{ transform: `scaleX(${Math.min(1, share)})` }} />
      </span>
      <span className={styles.text}>{formatBytes(usedBytes)}</span>
    </span>
  );
}
