import { Dropdown, Field, Input, Option } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import type { TargetNetwork } from '../../../management/wire.ts';
import { ChoiceDialog } from '../../components/choice-dialog.tsx';
import { useCommand } from '../../data/commands.ts';
import { mappingName } from '../../data/mapping-name.ts';
import { useTargetNetworks } from '../../data/vault-queries.ts';
import { t } from '../../strings/translate.ts';
import type { MappedNetwork } from './mapped-network.ts';

/** Which network of Azure shall stand for one of a site's. Stays open with the reason when the server refuses. */
export function MapNetworkDialog({
  network: { id, name, site, mapping },
  onClose,
}: {
  readonly network: MappedNetwork;
  readonly onClose: () => void;
}): ReactElement {
  const command = useCommand();
  const targets = useTargetNetworks().data ?? [];
  const [targetId, setTargetId] = useState(mapping?.recoveryNetworkId ?? '');
  const label = t('networkMapping.confirm');
  const save = () =>
    command.mutate(
      {
        label,
        name,
        run: (client) => client.putNetworkMapping(id, mapping?.name ?? mappingName(name), targetId.trim()),
      },
      { onSuccess: onClose },
    );
  return (
    <ChoiceDialog
      title={t('networkMapping.dialogTitle', { network: name, site })}
      confirmLabel={label}
      isReady={targetId.trim() !== ''}
      isBusy={command.isPending}
      error={command.error}
      onConfirm={save}
      onClose={onClose}
    >
      <TargetField targets={targets} targetId={targetId} onChange={setTargetId} />
    </ChoiceDialog>
  );
}

/** Where the networks of Azure are not known, the ARM id is typed. */
function TargetField({
  targets,
  targetId,
  onChange,
}: {
  readonly targets: readonly TargetNetwork[];
  readonly targetId: string;
  readonly onChange: (targetId: string) => void;
}): ReactElement {
  if (targets.length === 0) {
    return (
      <Field label={t('networkMapping.targetId')} hint={t('networkMapping.targetIdHint')}>
        <Input value={targetId} onChange={(_, { value }) => onChange(value)} />
      </Field>
    );
  }
  const chosen = targets.find(({ id }) => id === targetId);
  return (
    <Field label={t('networkMapping.target')} {...(chosen ? { hint: subnetsText(chosen) } : {})}>
      <Dropdown
        placeholder={t('networkMapping.choose')}
        value={chosen?.name ?? ''}
        selectedOptions={chosen ? [chosen.id] : []}
        onOptionSelect={(_, { optionValue }) => onChange(optionValue ?? '')}
      >
        {targets.map(({ id, name }) => (
          <Option key={id} value={id}>
            {name}
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
}

function subnetsText({ subnets }: TargetNetwork): string {
  if (subnets.length === 0) return t('networkMapping.noSubnets');
  return t('networkMapping.subnets', { names: subnets.map(({ name }) => name).join(', ') });
}
