import { useState, type ReactElement } from 'react';
import type { DialogProps } from '../../data/dialogs.ts';
import { t } from '../../strings/translate.ts';
import { OperationDialog } from './operation-dialog.tsx';
import { PointField } from './point-field.tsx';

/** Makes the machine in Azure anew from another recovery point, as long as the failover is not committed. */
export function ChangePointDialog({ itemIds: [itemId], onClose }: DialogProps): ReactElement | null {
  const [recoveryPointId, setPoint] = useState<string | null>(null);
  if (itemId === undefined) return null;
  return (
    <OperationDialog
      itemId={itemId}
      operation="ChangePit"
      title={(name) => t('failover.change.title', { name })}
      label={t('failover.change.label')}
      consequences={[t('failover.change.anew'), t('failover.change.kept')]}
      run={(client) => client.changeRecoveryPoint(itemId, recoveryPointId)}
      onClose={onClose}
    >
      <PointField itemId={itemId} pointId={recoveryPointId} onChange={setPoint} />
    </OperationDialog>
  );
}
