import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { KeyValueList } from '../../components/key-value.tsx';
import { formatBytes } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';
import { policyName } from './policy-step.tsx';
import { fabricName, factsOf, includedDisks, totalBytes, type ProtectionDraft } from './protection-draft.ts';
import { NONE, textOf } from './target-step.tsx';

const useStyles = makeStyles({
  note: { margin: `${tokens.spacingVerticalL} 0 0`, color: tokens.colorNeutralForeground3, maxWidth: '72ch' },
  machine: { display: 'block' },
});

/** What was chosen, before it is done. */
export function ReviewStep({ draft }: { readonly draft: ProtectionDraft }): ReactElement {
  const styles = useStyles();
  const { fabric, machines, policy, target } = draft;
  const included = machines.map((machine) => ({
    name: factsOf(machine).name,
    disks: includedDisks(machine, draft.leftOut),
    leftOut: factsOf(machine).disks.length - includedDisks(machine, draft.leftOut).length,
  }));
  return (
    <>
      <KeyValueList
        columns="one"
        entries={[
          { label: t('protect.review.source'), value: fabric ? fabricName(fabric) : '' },
          {
            label: t('protect.review.target'),
            value: [target.resourceGroupId, target.storageAccountId, target.diskType, target.vmSize]
              .map(textOf)
              .join(' · '),
          },
          {
            label: t('protect.review.network'),
            value: [target.networkId ?? NONE, target.subnetName ?? []].flat().map(textOf).join(' · '),
          },
          { label: t('protect.review.machines'), value: included.map(({ name }) => name).join(', ') },
          {
            label: t('protect.review.disks'),
            value: included.map(({ name, disks, leftOut }) => (
              <span key={name} className={styles.machine}>
                {t('protect.review.disksOf', { name, disks: disks.map((disk) => disk.name).join(', ') })}
                {leftOut > 0 && ` · ${t('protect.review.leftOut', { count: leftOut })}`}
              </span>
            )),
          },
          {
            label: t('protect.review.bytes'),
            value: formatBytes(totalBytes(included.flatMap(({ disks }) => disks))),
          },
          { label: t('protect.review.policy'), value: policy ? policyName(policy) : '' },
        ]}
      />
      <p className={styles.note}>{t('protect.review.note')}</p>
    </>
  );
}
