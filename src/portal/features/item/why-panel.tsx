import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { HealthProof, ItemRow } from '../../../management/wire.ts';
import { HealthIcon } from '../../components/health-badge.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { AsOf } from '../../components/relative-time.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { itemPath } from '../../data/dialogs.ts';
import { useHealthProof } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';

type Finding = HealthProof['findings'][number];

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: `0 0 ${tokens.spacingVerticalM}`,
    padding: 0,
    display: 'grid',
    rowGap: tokens.spacingVerticalM,
  },
  finding: { display: 'grid', gridTemplateColumns: 'auto minmax(0, 1fr)', columnGap: tokens.spacingHorizontalS },
  icon: { paddingTop: '2px' },
  title: { fontWeight: tokens.fontWeightSemibold },
  measured: { color: tokens.colorNeutralForeground2 },
  action: { marginTop: tokens.spacingVerticalXXS },
});

/** The failing rules in short, with the way out; or that all are met. */
export function WhyPanel({ row }: { readonly row: ItemRow }): ReactElement {
  const styles = useStyles();
  const proof = useHealthProof(row.id);
  return (
    <Panel title={t('item.why')} aside={<AsOf at={proof.data?.asOf} />}>
      <QueryView query={proof} what={t('item.proof')} skeleton={<RowsSkeleton rows={3} />}>
        {({ findings }) => {
          const failing = findings.filter(({ verdict }) => verdict === 'Critical' || verdict === 'Warning');
          return (
            <>
              <ul className={styles.list}>
                {failing.length === 0 && (
                  <li className={styles.finding}>
                    <span className={styles.icon}>
                      <HealthIcon health="Normal" />
                    </span>
                    {t('item.whyHealthy', { count: findings.length })}
                  </li>
                )}
                {failing.map((finding) => (
                  <FindingInShort key={finding.rule} finding={finding} />
                ))}
              </ul>
              <RouterLink to={itemPath(row.id, 'health')}>{t('item.whyAll')}</RouterLink>
            </>
          );
        }}
      </QueryView>
    </Panel>
  );
}

function FindingInShort({ finding }: { readonly finding: Finding }): ReactElement {
  const styles = useStyles();
  return (
    <li className={styles.finding}>
      <span className={styles.icon}>
        <HealthIcon health={finding.verdict} />
      </span>
      <div>
        <div className={styles.title}>{finding.title}</div>
        <div className={styles.measured}>
          {t('why.measured', { input: finding.input, threshold: finding.threshold })}
        </div>
        <div className={styles.action}>
          {finding.error
            ? `${finding.error.message} ${finding.error.recommendedAction}`
            : t('why.clears', { clears: finding.clears })}
        </div>
      </div>
    </li>
  );
}
