import { Field, Input } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import type { TargetNetwork } from '../../../management/wire.ts';
import { ChoiceDialog } from '../../components/choice-dialog.tsx';
import { ChoiceField } from '../../components/choice-field.tsx';
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
      <TargetField targetId={targetId} onChange={setTargetId} />
    </ChoiceDialog>
  );
}

/**
 * Where the networks of Azure are not known, the ARM id is typed. Until that is clear the list stands there
 * disabled: a box that is replaced takes the focus of the dialog along, and with it Esc.
 */
function TargetField({
  targetId,
  onChange,
}: {
  readonly targetId: string;
  readonly onChange: (targetId: string) => void;
}): ReactElement {
  const { data: targets = [], isPending } = useTargetNetworks();
  if (targets.length === 0 && !isPending) {
    return (
      <Field label={t('networkMapping.targetId')} hint={t('networkMapping.targetIdHint')}>
        <Input value={targetId} onChange={(_, { value }) => onChange(value)} />
      </Field>
    );
  }
  const chosen = targets.find(({ id }) => id === targetId);
  return (
    <ChoiceField
      label={t('networkMapping.target')}
      {...(chosen ? { hint: subnetsText(chosen) } : {})}
      placeholder={t('networkMapping.choose')}
      isDisabled={isPending}
      choices={targets.map(({ id, name }) => ({ value: id, text: name }))}
      value={targetId}
      onChange={onChange}
    />
  );
}

function subnetsText({ subnets }: TargetNetwork): string {
  if (subnets.length === 0) return t('networkMapping.noSubnets');
  return t('networkMapping.subnets', { names: subnets.map(({ name }) => name).join(', ') });
}
