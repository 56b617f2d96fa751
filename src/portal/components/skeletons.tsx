import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { t } from '../strings/translate.ts';

const useStyles = makeStyles({
  // Nothing for 150 ms: an answer that comes sooner must not flash a skeleton.
  root: {
    animationName: { from: { opacity: 0 }, to: { opacity: 1 } },
    animationDuration: '120ms',
    animationDelay: '150ms',
    animationFillMode: 'both',
  },
  bar: {
    height: '14px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralStencil1Alpha,
  },
  row: {
    display: 'grid',
    gridTemplateColumns: '1.6fr 1fr 1.4fr 1.4fr .8fr',
    columnGap: tokens.spacingHorizontalXL,
    alignItems: 'center',
    height: '36px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  block: {
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke3}`,
    backgroundColor: tokens.colorNeutralBackground1,
    padding: tokens.spacingVerticalL,
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
    boxSizing: 'border-box',
  },
  page: { display: 'grid', gap: tokens.spacingVerticalL },
});

/** Rows of a list that is being fetched, in the height of the real ones. */
export function RowsSkeleton({ rows }: { readonly rows: number }): ReactElement {
  const styles = useStyles();
  return (
    <div className={styles.root} role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.row}>
          {[72, 60, 80, 66, 50].map((width, column) => (
            <div key={column} className={styles.bar} style={{ width: `${width - ((row * 7 + column * 5) % 24)}%` }} />
          ))}
        </div>
      ))}
    </div>
  );
}

/** A panel of `heightPx` that is being fetched. */
export function PanelSkeleton({ heightPx }: { readonly heightPx: number }): ReactElement {
  const styles = useStyles();
  return (
    <div
      className={mergeClasses(styles.root, styles.block)}
      style={{ height: heightPx }}
      role="status"
      aria-label={t('loading')}
    >
      <div className={styles.bar} style={{ width: '30%' }} />
      <div className={styles.bar} style={{ width: '80%' }} />
      <div className={styles.bar} style={{ width: '64%' }} />
    </div>
  );
}

/** A page whose code is still on its way. */
export function PageSkeleton(): ReactElement {
  const styles = useStyles();
  return (
    <div className={styles.page} style={{ padding: '24px' }}>
      <PanelSkeleton heightPx={120} />
      <PanelSkeleton heightPx={280} />
    </div>
  );
}
