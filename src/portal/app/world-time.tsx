import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { formatDateTime, formatTime } from '../data/format.ts';
import { useWorldNow } from '../data/use-world-now.ts';

const useStyles = makeStyles({
  time: {
    padding: `0 ${tokens.spacingHorizontalS}`,
    fontVariantNumeric: 'tabular-nums',
    color: tokens.colorNeutralForeground2,
  },
});

/** The world's time. In the demo, its controls stand beside it. */
export function WorldTime(): ReactElement {
  const styles = useStyles();
  const now = useWorldNow();
  return (
    <time className={styles.time} dateTime={new Date(now).toISOString()} title={formatDateTime(now)}>
      {formatTime(now)}
    </time>
  );
}
