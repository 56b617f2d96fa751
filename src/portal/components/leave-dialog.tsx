import type { ReactElement } from 'react';
import { t } from '../strings/translate.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

export interface LeaveDialogProps {
  readonly onLeave: () => void;
  readonly onStay: () => void;
}

/** Asks whether what was not saved is to be lost. */
export function LeaveDialog({ onLeave, onStay }: LeaveDialogProps): ReactElement {
  return (
    <ConfirmDialog title={t('leave.title')} confirmLabel={t('leave.confirm')} onConfirm={onLeave} onClose={onStay}>
      {t('leave.body')}
    </ConfirmDialog>
  );
}
