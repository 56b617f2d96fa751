import type { ReactElement } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useCommand } from '../../data/commands.ts';
import { useLiveData } from '../../data/live-context.ts';
import { t } from '../../strings/translate.ts';

/** Confirms Disable replication: the replica and its recovery points are deleted. */
export function DisableDialog({
  itemIds,
  onClose,
}: {
  readonly itemIds: readonly string[];
  readonly onClose: () => void;
}): ReactElement {
  const { items } = useLiveData();
  const command = useCommand();
  const names = itemIds.map((id) => items.row(id)?.name ?? id);
  const disable = async () => {
    await Promise.allSettled(
      itemIds.map((id, index) =>
        command.mutateAsync({
          label: t('disable.command'),
          name: names[index] ?? id,
          run: (client) => client.disableProtection(id),
        }),
      ),
    );
    onClose();
  };
  return (
    <ConfirmDialog
      title={
        names.length === 1
          ? t('disable.titleOne', { name: names[0] ?? '' })
          : t('disable.titleMany', { count: names.length })
      }
      confirmLabel={t('disable.command')}
      isBusy={command.isPending}
      onConfirm={() => void disable()}
      onClose={onClose}
    >
      <p style={{ margin: 0 }}>{t('disable.body')}</p>
      {names.length > 1 && (
        <ul>
          {names.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      )}
    </ConfirmDialog>
  );
}
