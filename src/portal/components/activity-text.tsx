import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ArrowUpload16Regular, Clock16Regular, ErrorCircle16Regular, Circle16Regular } from '@fluentui/react-icons';
import { Fragment, type ReactElement } from 'react';
import type { ActivityWord } from '../../management/wire.ts';
import { t } from '../strings/translate.ts';
import { RelativeTime } from './relative-time.tsx';

const useStyles = makeStyles({
  root: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: '6px',
    minWidth: 0,
    maxWidth: '100%',
    verticalAlign: 'bottom',
  },
  icon: { display: 'inline-flex', flexShrink: 0, color: tokens.colorNeutralForeground3 },
  sending: { color: tokens.colorBrandForeground1 },
  failing: { color: tokens.colorStatusDangerForeground3 },
  text: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  detail: { color: tokens.colorNeutralForeground3 },
});

const icons: Readonly<Record<ActivityWord, ReactElement>> = {
  Idle: <Circle16Regular />,
  Sending: <ArrowUpload16Regular />,
  Waiting: <Clock16Regular />,
  Failing: <ErrorCircle16Regular />,
};

export interface ActivityTextProps {
  readonly activity: ActivityWord;
  /** Reason or next attempt; may be empty. */
  readonly detail: string;
}

/** What an item does now, in one of four words, and why. */
export function ActivityText({ activity, detail }: ActivityTextProps): ReactElement {
  const styles = useStyles();
  const tone = activity === 'Sending' ? styles.sending : activity === 'Failing' ? styles.failing : undefined;
  const word = t(`activity.${activity}`);
  return (
    <span className={styles.root} title={detail ? `${word}: ${detail}` : undefined}>
      <span className={mergeClasses(styles.icon, tone)} aria-hidden="true">
        {icons[activity]}
      </span>
      <span className={styles.text}>
        {word}
        {detail && (
          <span className={styles.detail}>
            {' '}
            · <WithTimes text={detail} />
          </span>
        )}
      </span>
    </span>
  );
}

const ISO_TIME = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** The wire's reasons name instants in ISO 8601; people read "in 3 min". */
function WithTimes({ text }: { readonly text: string }): ReactElement {
  // A split by a group puts what the group matched at the odd places.
  const parts = text.split(ISO_TIME);
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={`${index}:${part}`}>{index % 2 === 1 ? <RelativeTime at={part} mayLieAhead /> : part}</Fragment>
      ))}
    </>
  );
}
