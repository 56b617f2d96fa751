import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ChevronRight16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { RootCause } from '../../../management/wire-insight.ts';
import { HealthBadge } from '../../components/health-badge.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { t, tOr } from '../../strings/translate.ts';
import { causeReach, causeTitle } from './cause-text.ts';

const useStyles = makeStyles({
  cause: { minWidth: '152px' },
  title: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  codes: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  reach: { display: 'block', minWidth: '84px', fontVariantNumeric: 'tabular-nums' },
});

export interface CauseTableProps {
  readonly causes: readonly RootCause[];
  readonly onOpen: (id: string) => void;
  /** On the overview there is room for the essentials only. */
  readonly isShort?: boolean;
}

/** One line per root cause: what it is, whom it reaches. */
export function CauseTable({ causes, onOpen, isShort = false }: CauseTableProps): ReactElement {
  const styles = useStyles();
  const columns: readonly SimpleColumn<RootCause>[] = [
    { id: 'severity', header: t('causes.severity'), render: ({ severity }) => <HealthBadge health={severity} /> },
    {
      id: 'cause',
      header: t('causes.cause'),
      render: (cause) => (
        <div className={styles.cause}>
          <div className={styles.title}>{causeTitle(cause)}</div>
          <div className={styles.codes}>{inShort(cause)}</div>
        </div>
      ),
    },
    {
      id: 'reach',
      header: t('causes.reach'),
      render: (cause) => <span className={styles.reach}>{causeReach(cause)}</span>,
    },
    { id: 'since', header: t('causes.since'), render: ({ since }) => <RelativeTime at={since} /> },
    { id: 'seen', header: t('causes.lastSeen'), render: ({ lastSeen }) => <RelativeTime at={lastSeen} /> },
    {
      id: 'details',
      header: t('causes.details'),
      render: (cause) => (
        <Button
          size="small"
          appearance={isShort ? 'subtle' : 'secondary'}
          icon={isShort ? <ChevronRight16Regular /> : null}
          aria-label={`${t('causes.show')}: ${causeTitle(cause)}`}
          title={isShort ? t('errors.show') : undefined}
          onClick={() => onOpen(cause.id)}
        >
          {!isShort && t('errors.show')}
        </Button>
      ),
    },
  ];
  const shown = isShort ? columns.filter(({ id }) => id !== 'seen' && id !== 'since') : columns;
  return <SimpleTable label={t('causes.title')} columns={shown} rows={causes} keyOf={({ id }) => id} />;
}

/** What its errors are called; a cause without errors (a silent server, a required comparison) has its message. */
function inShort({ errors, message }: RootCause): string {
  return errors.length === 0 ? message : errors.map(({ code }) => tOr(`fault.${code}`, code)).join(', ');
}
