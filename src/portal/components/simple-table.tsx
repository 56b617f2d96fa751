import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

const useStyles = makeStyles({
  scroller: {
    overflowX: 'auto',
    // A shadow at the right edge says that there is more beyond it; at the end the table's own ground covers it.
    backgroundImage: [
      `linear-gradient(${tokens.colorNeutralBackground1}, ${tokens.colorNeutralBackground1})`,
      `linear-gradient(to left, ${tokens.colorNeutralShadowKey}, transparent)`,
    ].join(),
    backgroundAttachment: 'local, scroll',
    backgroundPosition: 'right',
    backgroundRepeat: 'no-repeat',
    backgroundSize: '16px 100%, 12px 100%',
    '@media print': { backgroundImage: 'none' },
  },
  table: { width: '100%', borderCollapse: 'collapse', fontSize: tokens.fontSizeBase300 },
  head: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    textAlign: 'left',
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
    whiteSpace: 'nowrap',
  },
  cell: {
    // A narrow page scrolls its table sideways rather than breaking words into letters.
    minWidth: '72px',
    '& button': { whiteSpace: 'nowrap' },
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
    verticalAlign: 'top',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  numeric: { textAlign: 'right', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
});

export interface SimpleColumn<Row> {
  readonly id: string;
  readonly header: string;
  readonly isNumeric?: boolean;
  readonly render: (row: Row) => ReactNode;
}

export interface SimpleTableProps<Row> {
  /** Names the table for screen readers. */
  readonly label: string;
  readonly columns: readonly SimpleColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

/** A plain table for up to a few hundred rows. Long lists are a {@link VirtualGrid}. */
export function SimpleTable<Row>({ label, columns, rows, keyOf }: SimpleTableProps<Row>): ReactElement {
  const styles = useStyles();
  return (
    <div className={styles.scroller}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ id, header, isNumeric }) => (
              <th key={id} scope="col" className={mergeClasses(styles.head, isNumeric && styles.numeric)}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ id, isNumeric, render }) => (
                <td key={id} className={mergeClasses(styles.cell, isNumeric && styles.numeric)}>
                  {render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
