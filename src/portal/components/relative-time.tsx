import { makeStyles, tokens } from '@fluentui/react-components';
import { useCallback, type ReactElement } from 'react';
import { formatAge, formatDateTime, formatDuration, formatRelative, formatTime, parseTime } from '../data/format.ts';
import { useWorldNow } from '../data/use-world-now.ts';
import { useWorldText } from '../data/use-world-text.ts';
import { t } from '../strings/translate.ts';

const useStyles = makeStyles({
  time: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  asOf: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, fontVariantNumeric: 'tabular-nums' },
});

export interface TimeProps {
  /** ISO 8601; null (and ARM's years 0001 and 1753) reads "never". */
  readonly at: string | null | undefined;
}

export interface RelativeTimeProps extends TimeProps {
  /** It may be of something planned: "in 4 min". Otherwise it has happened, and never lies ahead. */
  readonly mayLieAhead?: boolean;
}

/** "4 min ago" on the world's clock, counting on; the full time with its zone on hover. */
export function RelativeTime({ at, mayLieAhead = false }: RelativeTimeProps): ReactElement {
  const styles = useStyles();
  const atMs = parseTime(at);
  const textAt = useCallback(
    (now: number) => {
      if (atMs === null) return t('time.never');
      return mayLieAhead ? formatRelative(atMs, now) : formatAge(atMs, now);
    },
    [atMs, mayLieAhead],
  );
  const { ref, text } = useWorldText<HTMLTimeElement>(textAt);
  if (atMs === null) return <span>{text}</span>;
  return (
    <time ref={ref} className={styles.time} dateTime={new Date(atMs).toISOString()} title={formatDateTime(atMs)}>
      {text}
    </time>
  );
}

/** The full time with its zone; "never" for none. */
export function AbsoluteTime({ at }: TimeProps): ReactElement {
  const styles = useStyles();
  const atMs = parseTime(at);
  if (atMs === null) return <span>{t('value.none')}</span>;
  return (
    <time className={styles.time} dateTime={new Date(atMs).toISOString()}>
      {formatDateTime(atMs)}
    </time>
  );
}

/** When a figure was true: "as of 13:46:05". */
export function AsOf({ at }: { readonly at: string | number | null | undefined }): ReactElement | null {
  const styles = useStyles();
  const atMs = typeof at === 'number' ? at : parseTime(at);
  if (atMs === null) return null;
  return (
    <time className={styles.asOf} dateTime={new Date(atMs).toISOString()} title={formatDateTime(atMs)}>
      {t('time.asOf', { time: formatTime(atMs) })}
    </time>
  );
}

/** Time left until `at` on the world's clock ("3 min 20 s"), or "now" once it has come. */
export function Countdown({ at }: { readonly at: string }): ReactElement {
  const styles = useStyles();
  const now = useWorldNow();
  const left = Math.ceil((Date.parse(at) - now) / 1000);
  return (
    <time className={styles.time} dateTime={at} title={formatDateTime(Date.parse(at))}>
      {left > 0 ? formatDuration(left) : t('time.now')}
    </time>
  );
}
