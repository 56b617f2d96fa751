import type { ReactElement } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useCommand } from '../../data/commands.ts';
import { t } from '../../strings/translate.ts';
import type { PolicySite } from './policy-sites.ts';

/** Asks before a site and a policy part. A refusal is told by a notification. */
export function DissociateSiteDialog({
  policy,
  site: { site, mappingId },
  onClose,
}: {
  readonly policy: string;
  readonly site: PolicySite;
  readonly onClose: () => void;
}): ReactElement {
  const command = useCommand();
  const label = t('association.removeConfirm');
  const dissociate = () =>
    command.mutate({ label, name: site, run: (client) => client.dissociatePolicy(mappingId) }, { onSettled: onClose });
  return (
    <ConfirmDialog
      title={t('association.removeTitle', { site, policy })}
      confirmLabel={label}
      isBusy={command.isPending}
      onConfirm={dissociate}
      onClose={onClose}
    >
      {t('association.removeBody')}
    </ConfirmDialog>
  );
}
