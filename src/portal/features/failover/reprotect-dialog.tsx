import type { ReactElement } from 'react';
import type { DialogProps } from '../../data/dialogs.ts';
import { t } from '../../strings/translate.ts';
import { OperationDialog } from './operation-dialog.tsx';

/** After a committed failback: the primary site to Azure again. */
export function ReprotectDialog({ itemIds: [itemId], onClose }: DialogProps): ReactElement | null {
  if (itemId === undefined) return null;
  return (
    <OperationDialog
      itemId={itemId}
      operation="ReverseReplicate"
      title={(name) => t('failover.reprotect.title', { name })}
      label={t('failover.reprotect.label')}
      consequences={[t('failover.reprotect.compare'), t('failover.reprotect.points'), t('failover.reprotect.then')]}
      run={(client) => client.reverseReplicate(itemId)}
      onClose={onClose}
    />
  );
}
