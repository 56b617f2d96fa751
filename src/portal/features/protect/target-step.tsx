import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { ChoiceField, type Choice } from '../../components/choice-field.tsx';
import { armName } from '../../data/arm-name.ts';
import { useTargetNetworks } from '../../data/vault-queries.ts';
import { t } from '../../strings/translate.ts';
import { AS_MAPPED, TARGETS, type TargetChoices } from './protection-draft.ts';

export const NONE = 'none';

const useStyles = makeStyles({
  root: { display: 'grid', rowGap: tokens.spacingVerticalL, maxWidth: '480px' },
});

/** Where the replica goes and what the failed-over machine will be. */
export function TargetStep({
  target,
  onChange,
}: {
  readonly target: TargetChoices;
  readonly onChange: (target: TargetChoices) => void;
}): ReactElement {
  const styles = useStyles();
  const networks = useTargetNetworks().data ?? [];
  const subnetsOf = (networkId: string | null): readonly string[] =>
    (networks.find(({ id }) => id === networkId)?.subnets ?? []).map(({ name }) => name);
  const subnets = subnetsOf(target.networkId);
  return (
    <div className={styles.root}>
      <ChoiceField
        label={t('protect.target.group')}
        choices={choicesOf(TARGETS.resourceGroups)}
        value={target.resourceGroupId}
        onChange={(resourceGroupId) => onChange({ ...target, resourceGroupId })}
      />
      <ChoiceField
        label={t('protect.target.storage')}
        hint={t('protect.target.storageHint')}
        choices={choicesOf(TARGETS.storageAccounts)}
        value={target.storageAccountId}
        onChange={(storageAccountId) => onChange({ ...target, storageAccountId })}
      />
      <ChoiceField
        label={t('protect.target.diskType')}
        choices={choicesOf(TARGETS.diskTypes)}
        value={target.diskType}
        onChange={(id) =>
          onChange({ ...target, diskType: TARGETS.diskTypes.find((type) => type === id) ?? target.diskType })
        }
      />
      <ChoiceField
        label={t('protect.target.network')}
        {...(target.networkId === AS_MAPPED ? { hint: t('protect.target.mappedHint') } : {})}
        choices={choicesOf([AS_MAPPED, NONE, ...networks.map((network) => network.id)])}
        value={target.networkId ?? NONE}
        onChange={(id) =>
          onChange({
            ...target,
            networkId: id === NONE ? null : id,
            // Another network has other subnets.
            subnetName: subnetsOf(id)[0] ?? null,
          })
        }
      />
      {target.subnetName !== null && (
        <ChoiceField
          label={t('protect.target.subnet')}
          choices={choicesOf(subnets)}
          value={target.subnetName}
          onChange={(subnetName) => onChange({ ...target, subnetName })}
        />
      )}
      <ChoiceField
        label={t('protect.target.size')}
        choices={choicesOf(TARGETS.vmSizes)}
        value={target.vmSize}
        onChange={(vmSize) => onChange({ ...target, vmSize })}
      />
    </div>
  );
}

/** An option in words: of a resource its name, of a type of disk what people call it. */
export function textOf(option: string): string {
  if (option === NONE) return t('protect.target.noNetwork');
  const diskType = TARGETS.diskTypes.find((type) => type === option);
  if (diskType) return t(`protect.target.diskType.${diskType}`);
  return option === AS_MAPPED ? t('protect.target.asMapped') : armName(option);
}

function choicesOf(options: readonly string[]): readonly Choice[] {
  return options.map((value) => ({ value, text: textOf(value) }));
}
