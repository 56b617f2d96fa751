import { Checkbox } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import type { DialogProps } from '../../data/dialogs.ts';
import { t } from '../../strings/translate.ts';
import { OperationDialog } from './operation-dialog.tsx';
import { PointField } from './point-field.tsx';

/** To Azure at once, to a recovery point: for when the primary site is lost. */
export function UnplannedFailoverDialog({ itemIds: [itemId], onClose }: DialogProps): ReactElement | null {
  const [recoveryPointId, setPoint] = useState<string | null>(null);
  const [isShuttingDownSource, setShuttingDown] = useState(true);
  if (itemId === undefined) return null;
  return (
    <OperationDialog
      itemId={itemId}
      operation="UnplannedFailover"
      title={(name) => t('failover.unplanned.title', { name })}
      label={t('failover.unplanned.label')}
      consequences={[
        t('failover.unplanned.loss'),
        isShuttingDownSource ? t('failover.unplanned.shutdown') : t('failover.unplanned.both'),
        t('failover.unplanned.noCancel'),
        t('failover.uncommitted'),
      ]}
      run={(client) => client.unplannedFailover(itemId, { recoveryPointId, isShuttingDownSource })}
      onClose={onClose}
    >
      <PointField itemId={itemId} pointId={recoveryPointId} onChange={setPoint} />
      <Checkbox
        label={t('failover.unplanned.source')}
        checked={isShuttingDownSource}
        onChange={(_, { checked }) => setShuttingDown(checked === true)}
      />
    </OperationDialog>
  );
}
