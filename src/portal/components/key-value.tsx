import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    columnGap: tokens.spacingHorizontalXXXL,
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
  },
  one: { gridTemplateColumns: 'minmax(0, 1fr)' },
  two: { gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 380px), 1fr))' },
  entry: {
    display: 'grid',
    gridTemplateColumns: 'minmax(120px, 180px) minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    '@media (max-width: 560px)': { gridTemplateColumns: 'minmax(0, 1fr)', paddingBottom: tokens.spacingVerticalXS },
    // Values with icons, pills or bars have heights of their own: the first lines of text share a baseline.
    alignItems: 'baseline',
    minHeight: '24px',
  },
  label: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, minWidth: 0, overflowWrap: 'anywhere' },
});

export interface KeyValue {
  readonly label: string;
  readonly value: ReactNode;
}

/** "Essentials": labels and values, in one column or as many as fit. */
export function KeyValueList({
  entries,
  columns = 'two',
}: {
  readonly entries: readonly KeyValue[];
  readonly columns?: 'one' | 'two';
}): ReactElement {
  const styles = useStyles();
  return (
    <dl className={mergeClasses(styles.list, styles[columns])}>
      {entries.map(({ label, value }) => (
        <div key={label} className={styles.entry}>
          <dt className={styles.label}>{label}</dt>
          <dd className={styles.value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
