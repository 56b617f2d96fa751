import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { formatDateTime } from '../data/format.ts';

const useStyles = makeStyles({
  tip: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow8,
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    fontVariantNumeric: 'tabular-nums',
  },
});

export interface ChartTipProps<Point> {
  readonly linesOf: (point: Point) => readonly string[];
  /** Given by Recharts. */
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: unknown }[];
}

/** What a chart says of the point under the pointer: its lines, and the time. */
export function ChartTip<Point extends { readonly at: number }>({
  linesOf,
  active,
  payload,
}: ChartTipProps<Point>): ReactElement | null {
  const styles = useStyles();
  const point = payload?.[0]?.payload as Point | undefined;
  if (!active || !point) return null;
  return (
    <div className={styles.tip}>
      {linesOf(point).map((line) => (
        <div key={line}>{line}</div>
      ))}
      <div>{formatDateTime(point.at)}</div>
    </div>
  );
}
