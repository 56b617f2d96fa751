import { useState, type ReactElement } from 'react';
import { ChoiceDialog } from '../../components/choice-dialog.tsx';
import { ChoiceField } from '../../components/choice-field.tsx';
import { useCommand } from '../../data/commands.ts';
import { mappingName } from '../../data/mapping-name.ts';
import { t } from '../../strings/translate.ts';
import type { Site } from './policy-sites.ts';

/** Which of the other sites shall be associated. Stays open with the reason when the server refuses. */
export function AssociateSiteDialog({
  policy,
  sites,
  takenNames,
  onClose,
}: {
  readonly policy: string;
  readonly sites: readonly Site[];
  /** Names of mappings that are there. */
  readonly takenNames: readonly string[];
  readonly onClose: () => void;
}): ReactElement {
  const command = useCommand();
  const [chosen, setChosen] = useState<Site | undefined>(sites.length === 1 ? sites[0] : undefined);
  const label = t('association.confirm');
  const associate = (site: Site): void =>
    command.mutate(
      {
        label,
        name: site.site,
        run: (client) => client.associatePolicy(site.containerId, mappingName(policy, takenNames), policy),
      },
      { onSuccess: onClose },
    );
  return (
    <ChoiceDialog
      title={t('association.addTitle', { policy })}
      confirmLabel={label}
      isReady={chosen !== undefined}
      isBusy={command.isPending}
      error={command.error}
      onConfirm={() => chosen && associate(chosen)}
      onClose={onClose}
    >
      <ChoiceField
        label={t('association.site')}
        placeholder={t('association.choose')}
        choices={sites.map(({ containerId, site }) => ({ value: containerId, text: site }))}
        value={chosen?.containerId ?? ''}
        onChange={(value) => setChosen(sites.find(({ containerId }) => containerId === value))}
      />
    </ChoiceDialog>
  );
}
