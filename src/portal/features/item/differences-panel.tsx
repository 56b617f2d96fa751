import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ArrowSync16Regular,
  CheckmarkCircle16Regular,
  Circle16Regular,
  DismissCircle16Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { DiskDifferences, TransferStepWord } from '../../../management/wire-insight.ts';
import { KeyValueList } from '../../components/key-value.tsx';
import { Panel } from '../../components/panel.tsx';
import { AsOf } from '../../components/relative-time.tsx';
import { formatBytes } from '../../data/format.ts';
import { useDifferences } from '../../data/insight-queries.ts';
import { t } from '../../strings/translate.ts';
import { DifferenceMap } from './difference-map.tsx';

const useStyles = makeStyles({
  disks: { display: 'grid', gap: tokens.spacingVerticalL },
  steps: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 160px), 1fr))',
    gap: tokens.spacingHorizontalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  step: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    fontVariantNumeric: 'tabular-nums',
  },
  running: { border: `1px solid ${tokens.colorCompoundBrandStroke}`, backgroundColor: tokens.colorBrandBackground2 },
  name: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
    fontWeight: tokens.fontWeightSemibold,
  },
  amount: { color: tokens.colorNeutralForeground2 },
  digest: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
  verdict: { display: 'inline-flex', alignItems: 'center', columnGap: tokens.spacingHorizontalXS },
});

const icons: Readonly<Record<TransferStepWord, ReactElement>> = {
  pending: <Circle16Regular />,
  running: <ArrowSync16Regular />,
  done: <CheckmarkCircle16Regular />,
};

/** Of each disk that was compared: the steps, where it differed, and the proof that it no longer does. */
export function DifferencesPanels({ itemId }: { readonly itemId: string }): ReactElement | null {
  const styles = useStyles();
  // Without an answer there is nothing to miss: the disks above are the page.
  const { data } = useDifferences(itemId);
  const compared = data?.disks.filter(({ steps, cells, proof }) => steps.length + cells.length > 0 || proof !== null);
  if (!data || !compared || compared.length === 0) return null;
  return (
    <div className={styles.disks}>
      {compared.map((disk) => (
        <div key={disk.diskId} className={styles.disks}>
          {disk.steps.length > 0 && <Steps disk={disk} asOf={data.asOf} />}
          {disk.cells.length > 0 && <DifferenceMap disk={disk} asOf={data.asOf} />}
          {disk.proof && <Proof name={disk.name} proof={disk.proof} />}
        </div>
      ))}
    </div>
  );
}

function Steps({ disk, asOf }: { readonly disk: DiskDifferences; readonly asOf: string }): ReactElement {
  const styles = useStyles();
  return (
    <Panel title={`${t('steps.title')}: ${disk.name}`} aside={<AsOf at={asOf} />}>
      <ol className={styles.steps} aria-label={`${t('steps.title')}: ${disk.name}`}>
        {disk.steps.map(({ step, state, doneBytes, totalBytes }) => (
          <li
            key={step}
            className={mergeClasses(styles.step, state === 'running' && styles.running)}
            aria-current={state === 'running' ? 'step' : undefined}
          >
            <div className={styles.name}>
              <span aria-hidden="true">{icons[state]}</span>
              {t(`steps.${step}`)}
            </div>
            <div className={styles.amount}>
              {t(`steps.state.${state}`)}
              {totalBytes > 0 &&
                ` · ${t('value.of', { part: formatBytes(doneBytes), whole: formatBytes(totalBytes) })}`}
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

interface ProofProps {
  readonly name: string;
  readonly proof: NonNullable<DiskDifferences['proof']>;
}

function Proof({ name, proof }: ProofProps): ReactElement {
  const styles = useStyles();
  const { sourceSha256, targetSha256, readBackBytes, completedAt } = proof;
  const isEqual = sourceSha256 === targetSha256;
  return (
    <Panel title={`${t('proof.digest.title')}: ${name}`} aside={<AsOf at={completedAt} />}>
      <KeyValueList
        columns="one"
        entries={[
          { label: t('proof.digest.source'), value: <span className={styles.digest}>{sourceSha256}</span> },
          { label: t('proof.digest.target'), value: <span className={styles.digest}>{targetSha256}</span> },
          {
            label: t('proof.verdict'),
            value: (
              <span className={styles.verdict}>
                <span aria-hidden="true">{isEqual ? <CheckmarkCircle16Regular /> : <DismissCircle16Regular />}</span>
                {isEqual ? t('proof.digest.equal') : t('proof.digest.unequal')}
              </span>
            ),
          },
        ]}
      />
      <p className={styles.amount}>{t('proof.digest.how', { bytes: formatBytes(readBackBytes) })}</p>
    </Panel>
  );
}
