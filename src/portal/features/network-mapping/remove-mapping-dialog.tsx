import type { ReactElement } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useCommand } from '../../data/commands.ts';
import { t } from '../../strings/translate.ts';
import type { MappedNetwork } from './mapped-network.ts';

/** Asks before a mapping goes, and says for whom that makes a difference. A refusal is told by a notification. */
export function RemoveMappingDialog({
  network: { name, site },
  mappingId,
  onClose,
}: {
  readonly network: MappedNetwork;
  readonly mappingId: string;
  readonly onClose: () => void;
}): ReactElement {
  const command = useCommand();
  const label = t('networkMapping.removeConfirm');
  const remove = () =>
    command.mutate({ label, name, run: (client) => client.deleteNetworkMapping(mappingId) }, { onSettled: onClose });
  return (
    <ConfirmDialog
      title={t('networkMapping.removeTitle', { network: name })}
      confirmLabel={label}
      isBusy={command.isPending}
      onConfirm={remove}
      onClose={onClose}
    >
      {t('networkMapping.removeBody', { site })}
    </ConfirmDialog>
  );
}
