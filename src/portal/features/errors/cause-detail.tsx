import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { RootCause } from '../../../management/wire-insight.ts';
import { HealthBadge } from '../../components/health-badge.tsx';
import { KeyValueList } from '../../components/key-value.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { useCalmItemRows } from '../../data/calm-item-rows.ts';
import { itemPath } from '../../data/dialogs.ts';
import { t, tOr } from '../../strings/translate.ts';
import { causeReach } from './cause-text.ts';

/** Machines named in the pane; the list has them all. */
const SHOWN = 20;

const useStyles = makeStyles({
  root: { display: 'grid', rowGap: tokens.spacingVerticalL },
  reach: { margin: 0, fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  heading: { margin: 0, fontSize: tokens.fontSizeBase400 },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', rowGap: tokens.spacingVerticalS },
  item: { display: 'flex', justifyContent: 'space-between' },
});

/** A root cause with advice, and the machines that it holds up. */
export function CauseDetail({ cause }: { readonly cause: RootCause }): ReactElement {
  const styles = useStyles();
  const { rows } = useCalmItemRows();
  const ids = new Set(cause.itemIds);
  const affected = rows.filter(({ id }) => ids.has(id));
  return (
    <div className={styles.root}>
      <p className={styles.reach}>{causeReach(cause)}</p>
      <KeyValueList
        columns="one"
        entries={[
          { label: t('error.id'), value: cause.message },
          { label: t('error.causes'), value: cause.possibleCauses },
          { label: t('error.action'), value: cause.recommendedAction },
          { label: t('causes.codes'), value: cause.errors.map(({ code }) => tOr(`fault.${code}`, code)).join(', ') },
          { label: t('causes.since'), value: <RelativeTime at={cause.since} /> },
          { label: t('causes.lastSeen'), value: <RelativeTime at={cause.lastSeen} /> },
        ]}
      />
      <h3 className={styles.heading}>{t('errors.affected')}</h3>
      <ul className={styles.list}>
        {affected.slice(0, SHOWN).map(({ id, name, health }) => (
          <li key={id} className={styles.item}>
            <RouterLink to={itemPath(id, 'health')}>{name}</RouterLink>
            <HealthBadge health={health} />
          </li>
        ))}
      </ul>
      {affected.length > SHOWN && (
        <RouterLink to={`/items?cause=${encodeURIComponent(cause.id)}`}>
          {t('errors.showAll', { count: affected.length })}
        </RouterLink>
      )}
      {cause.unaffectedCount > 0 && <p>{t('causes.unaffected', { count: cause.unaffectedCount })}</p>}
    </div>
  );
}
