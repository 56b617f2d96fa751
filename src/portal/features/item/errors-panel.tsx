import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { ArmProtectedItem } from '../../../management/arm.ts';
import type { ItemRow } from '../../../management/wire.ts';
import { HealthIcon } from '../../components/health-badge.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { itemDialogPath, itemPath } from '../../data/dialogs.ts';
import { useItem } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';
import { ErrorFacts } from './error-text.tsx';

type HealthError = NonNullable<NonNullable<NonNullable<ArmProtectedItem['properties']>['healthErrors']>[number]>;

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', rowGap: tokens.spacingVerticalL },
  entry: { display: 'grid', gridTemplateColumns: 'auto minmax(0, 1fr)', columnGap: tokens.spacingHorizontalS },
  icon: { paddingTop: '2px' },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalM,
    marginBottom: tokens.spacingVerticalXS,
  },
  severity: { fontWeight: tokens.fontWeightSemibold },
  since: { color: tokens.colorNeutralForeground3 },
  link: { marginTop: tokens.spacingVerticalXS },
});

/** What is wrong now, as the service tells it: cause, action, and the way to more. What was wrong is under Events. */
export function ErrorsPanel({ row }: { readonly row: ItemRow }): ReactElement {
  const styles = useStyles();
  const item = useItem(row.id);
  return (
    <Panel
      title={t('itemErrors.title')}
      aside={<RouterLink to={itemPath(row.id, 'events')}>{t('itemErrors.history')}</RouterLink>}
    >
      <QueryView query={item} what={t('item.what')} skeleton={<RowsSkeleton rows={2} />}>
        {({ properties }) => {
          const errors = distinct(properties?.healthErrors ?? []);
          return errors.length === 0 ? (
            t('itemErrors.none')
          ) : (
            <ul className={styles.list}>
              {errors.map((error) => (
                <ErrorEntry key={error.errorId ?? error.errorCode} row={row} error={error} />
              ))}
            </ul>
          );
        }}
      </QueryView>
    </Panel>
  );
}

/** Several rules may fail for one error: it is told once, as grave as the gravest of them has it. */
function distinct(errors: readonly HealthError[]): readonly HealthError[] {
  const gravestFirst = errors.toSorted((a, b) => Number(isGrave(b)) - Number(isGrave(a)));
  return gravestFirst.filter(
    ({ errorCode }, index) => gravestFirst.findIndex((other) => other.errorCode === errorCode) === index,
  );
}

function isGrave({ errorLevel }: HealthError): boolean {
  return errorLevel === 'Error';
}

function ErrorEntry({ row, error }: { readonly row: ItemRow; readonly error: HealthError }): ReactElement {
  const styles = useStyles();
  const health = isGrave(error) ? 'Critical' : 'Warning';
  const link = linkOf(row, error);
  return (
    <li className={styles.entry}>
      <span className={styles.icon}>
        <HealthIcon health={health} />
      </span>
      <div>
        <div className={styles.head}>
          <span className={styles.severity}>{t(`health.${health}`)}</span>
          <span className={styles.since}>
            {t('itemErrors.since')} <RelativeTime at={error.creationTimeUtc} />
          </span>
        </div>
        <ErrorFacts
          error={{
            id: error.errorCode ?? '',
            message: error.errorMessage ?? '',
            possibleCauses: error.possibleCauses ?? '',
            recommendedAction: error.recommendedAction ?? '',
            detail: error.recoveryProviderErrorMessage ?? '',
          }}
        />
        {link && (
          <div className={styles.link}>
            <RouterLink to={link.to}>{link.label}</RouterLink>
          </div>
        )}
      </div>
    </li>
  );
}

/** To all machines with the error, to the rule behind it, or to the test failover that is asked for. */
function linkOf(row: ItemRow, error: HealthError): { readonly to: string; readonly label: string } | null {
  const isReplication = error.errorSource === 'ReplicationHealth';
  // A rule that fails without an error behind it has its own name for a code; `row.errorCode` names that error.
  if (isReplication && row.errorCode !== null && error.errorCode !== error.errorId) {
    return { to: `/errors?code=${encodeURIComponent(row.errorCode)}`, label: t('itemErrors.machines') };
  }
  if (isReplication) {
    return { to: itemPath(row.id, 'health'), label: t('itemErrors.rule') };
  }
  if (error.errorCategory !== 'TestFailover' || !row.allowedOperations.includes('TestFailover')) return null;
  return { to: itemDialogPath(row.id, 'testFailover'), label: t('itemErrors.testFailover') };
}
