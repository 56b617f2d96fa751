import type { ReactElement } from 'react';
import type { DialogProps } from '../../data/dialogs.ts';
import { t } from '../../strings/translate.ts';
import { OperationDialog } from './operation-dialog.tsx';

/** To Azure without loss: the machine is shut down first. */
export function PlannedFailoverDialog({ itemIds: [itemId], onClose }: DialogProps): ReactElement | null {
  if (itemId === undefined) return null;
  return (
    <OperationDialog
      itemId={itemId}
      operation="PlannedFailover"
      title={(name) => t('failover.planned.title', { name })}
      label={t('failover.planned.label')}
      consequences={[
        t('failover.planned.shutdown'),
        t('failover.planned.noLoss'),
        t('failover.planned.runs'),
        t('failover.uncommitted'),
      ]}
      run={(client) => client.plannedFailover(itemId)}
      onClose={onClose}
    />
  );
}
