import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { HealthBadge } from '../../components/health-badge.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { itemPath } from '../../data/dialogs.ts';
import { useHealthProof } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';
import { ErrorFacts } from '../item/error-text.tsx';
import type { ErrorGroup } from './error-groups.ts';

/** Machines named in the pane; the list has them all. */
const SHOWN = 20;

const useStyles = makeStyles({
  root: { display: 'grid', rowGap: tokens.spacingVerticalL },
  heading: { margin: 0, fontSize: tokens.fontSizeBase400 },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', rowGap: tokens.spacingVerticalS },
  item: { display: 'flex', justifyContent: 'space-between' },
});

/** Cause, action and affected machines of one error. */
export function GroupDetail({ group: { code, items } }: { readonly group: ErrorGroup }): ReactElement {
  const styles = useStyles();
  // The catalogue's text comes with the proof of any machine that has the error.
  const proof = useHealthProof(items[0]?.id ?? '');
  return (
    <div className={styles.root}>
      <QueryView query={proof} what={t('item.proof')} skeleton={<RowsSkeleton rows={4} />}>
        {({ findings }) => {
          const error = findings.find((finding) => finding.error)?.error;
          return error ? <ErrorFacts error={error} /> : <p>{code}</p>;
        }}
      </QueryView>
      <h3 className={styles.heading}>{t('errors.affected')}</h3>
      <ul className={styles.list}>
        {items.slice(0, SHOWN).map(({ id, name, health }) => (
          <li key={id} className={styles.item}>
            <RouterLink to={itemPath(id, 'health')}>{name}</RouterLink>
            <HealthBadge health={health} />
          </li>
        ))}
      </ul>
      {items.length > SHOWN && (
        <RouterLink to={`/items?error=${encodeURIComponent(code)}`}>
          {t('errors.showAll', { count: items.length })}
        </RouterLink>
      )}
    </div>
  );
}
