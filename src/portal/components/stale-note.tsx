import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowClockwise16Regular, Warning16Filled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { t } from '../strings/translate.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalS,
    marginBottom: tokens.spacingVerticalS,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  icon: { display: 'flex', color: tokens.colorStatusWarningForeground3 },
});

export interface StaleNoteProps {
  /** What could not be loaded again, as in "Could not refresh …": "the disks". */
  readonly what: string;
  readonly error: Error;
  readonly onRetry: () => void;
}

/** Above what is shown: it could not be loaded again, so it is what was true before. */
export function StaleNote({ what, error, onRetry }: StaleNoteProps): ReactElement {
  const styles = useStyles();
  return (
    <div className={styles.root} role="status">
      <span className={styles.icon} aria-hidden="true">
        <Warning16Filled />
      </span>
      <span>{t('error.stale', { what, reason: error.message })}</span>
      <Button size="small" appearance="subtle" icon={<ArrowClockwise16Regular />} onClick={onRetry}>
        {t('action.retry')}
      </Button>
    </div>
  );
}
