import type { ReactElement } from 'react';
import type { DialogProps } from '../../data/dialogs.ts';
import { t } from '../../strings/translate.ts';
import { OperationDialog } from './operation-dialog.tsx';

/** Takes an uncommitted planned failover, or an incomplete failback, back. */
export function CancelFailoverDialog({ itemIds: [itemId], onClose }: DialogProps): ReactElement | null {
  if (itemId === undefined) return null;
  return (
    <OperationDialog
      itemId={itemId}
      operation="CancelFailover"
      title={(name) => t('failover.cancel.title', { name })}
      label={t('failover.cancel.label')}
      consequences={[t('failover.cancel.lost'), t('failover.cancel.back')]}
      run={(client) => client.cancelFailover(itemId)}
      onClose={onClose}
    />
  );
}
