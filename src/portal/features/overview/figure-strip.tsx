import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { formatCount } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';

const useStyles = makeStyles({
  strip: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(108px, 1fr))',
    gap: tokens.spacingHorizontalS,
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
  figure: {
    display: 'block',
    height: '100%',
    boxSizing: 'border-box',
    // None at the right: the longest word of a label has just room for itself where four stand side by side.
    padding: `${tokens.spacingVerticalS} 0 ${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    borderLeft: `3px solid ${tokens.colorNeutralStroke1}`,
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground2,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground2Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  danger: { borderLeftColor: tokens.colorStatusDangerBorderActive },
  warning: { borderLeftColor: tokens.colorStatusWarningBorderActive },
  info: { borderLeftColor: tokens.colorCompoundBrandStroke },
  count: {
    display: 'block',
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
  label: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
});

export interface Figure {
  readonly id: string;
  readonly label: string;
  /** null: not known yet. */
  readonly count: number | null;
  readonly to: string;
  /** Drawn only while the count is not zero: nothing failed is not a warning. */
  readonly tone?: 'danger' | 'warning' | 'info';
}

/** Counts in a row, each a link to what it counts. */
export function FigureStrip({ figures }: { readonly figures: readonly Figure[] }): ReactElement {
  const styles = useStyles();
  return (
    <ul className={styles.strip}>
      {figures.map(({ id, label, count, to, tone }) => (
        <li key={id}>
          <Link
            id={`figure-${id}`}
            to={to}
            className={mergeClasses(styles.figure, (count ?? 0) > 0 && tone && styles[tone])}
          >
            <span className={styles.count}>{count === null ? t('value.none') : formatCount(count)}</span>
            <span className={styles.label}>{label}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
