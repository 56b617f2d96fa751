import type { ReactElement } from 'react';
import { useNavigate } from 'react-router';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useCommand } from '../../data/commands.ts';
import { t } from '../../strings/translate.ts';

export function DeletePlanDialog({
  name,
  onClose,
}: {
  readonly name: string;
  readonly onClose: () => void;
}): ReactElement {
  const navigate = useNavigate();
  const command = useCommand();
  const remove = () =>
    command.mutate(
      { label: t('recoveryPlan.delete'), name, run: (client) => client.deletePlan(name) },
      { onSuccess: () => void navigate('/recovery-plans'), onError: onClose },
    );
  return (
    <ConfirmDialog
      title={t('recoveryPlan.deleteTitle', { name })}
      confirmLabel={t('recoveryPlan.delete')}
      isBusy={command.isPending}
      onConfirm={remove}
      onClose={onClose}
    >
      {t('recoveryPlan.deleteBody')}
    </ConfirmDialog>
  );
}
