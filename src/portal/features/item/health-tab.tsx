import { Caption1, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { HealthProof, ItemRow } from '../../../management/wire.ts';
import { HealthBadge } from '../../components/health-badge.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { AsOf, RelativeTime } from '../../components/relative-time.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { useHealthProof } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';
import { ErrorFacts } from './error-text.tsx';
import { RetryLadder } from './retry-ladder.tsx';

type Finding = HealthProof['findings'][number];

const useStyles = makeStyles({
  page: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalL },
  intro: { display: 'block', marginBottom: tokens.spacingVerticalS, color: tokens.colorNeutralForeground3 },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  finding: {
    display: 'grid',
    gridTemplateColumns: '128px minmax(0, 1fr)',
    '@media (max-width: 560px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
    columnGap: tokens.spacingHorizontalL,
    alignItems: 'start',
    padding: `${tokens.spacingVerticalM} 0`,
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  title: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  rule: {
    marginLeft: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground3,
    fontWeight: tokens.fontWeightRegular,
    fontSize: tokens.fontSizeBase200,
  },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(140px, 1fr) minmax(140px, 1fr) minmax(120px, 1fr) minmax(200px, 2fr)',
    '@media (max-width: 900px)': { gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))' },
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    margin: `${tokens.spacingVerticalXS} 0 0`,
    '& dt': { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
    '& dd': { margin: 0 },
  },
  error: {
    marginTop: tokens.spacingVerticalM,
    padding: tokens.spacingVerticalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
});

const severity = { Critical: 0, Warning: 1, None: 2, Normal: 3 } as const;

/** The proof: every rule with its input, threshold and verdict; the failing ones first. */
export function HealthTab({ row }: { readonly row: ItemRow }): ReactElement {
  const styles = useStyles();
  const proof = useHealthProof(row.id);
  return (
    <QueryView query={proof} what={t('item.proof')} skeleton={<PanelSkeleton heightPx={320} />}>
      {({ health, asOf, findings, retry }) => (
        <div className={styles.page}>
          {retry && <RetryLadder retry={retry} />}
          <Panel
            title={t('proof.title')}
            aside={
              <>
                <HealthBadge health={health} isStrong />
                <AsOf at={asOf} />
              </>
            }
          >
            <Caption1 className={styles.intro}>{t('proof.intro')}</Caption1>
            <ul className={styles.list}>
              {findings
                .toSorted((a, b) => severity[a.verdict] - severity[b.verdict])
                .map((finding) => (
                  <FindingInFull key={finding.rule} finding={finding} />
                ))}
            </ul>
          </Panel>
        </div>
      )}
    </QueryView>
  );
}

function FindingInFull({ finding }: { readonly finding: Finding }): ReactElement {
  const styles = useStyles();
  const { rule, title, verdict, input, threshold, since, clears, error } = finding;
  return (
    <li className={styles.finding}>
      <HealthBadge health={verdict} isStrong={verdict !== 'Normal'} />
      <div>
        <h3 className={styles.title}>
          {title}
          <span className={styles.rule}>{rule}</span>
        </h3>
        <dl className={styles.facts}>
          <div>
            <dt>{t('proof.input')}</dt>
            <dd>{input}</dd>
          </div>
          <div>
            <dt>{t('proof.threshold')}</dt>
            <dd>{threshold}</dd>
          </div>
          <div>
            <dt>{t('proof.since')}</dt>
            <dd>{since === null ? t('value.none') : <RelativeTime at={since} />}</dd>
          </div>
          <div>
            <dt>{t('proof.clears')}</dt>
            <dd>{clears}</dd>
          </div>
        </dl>
        {error && (
          <div className={styles.error}>
            <ErrorFacts error={error} />
          </div>
        )}
      </div>
    </li>
  );
}
