import type { ReactElement } from 'react';
import type { DialogProps } from '../../data/dialogs.ts';
import { useItemRow } from '../../data/live-context.ts';
import { t } from '../../strings/translate.ts';
import { isComingBack } from './coming-back.ts';
import { OperationDialog } from './operation-dialog.tsx';

/** Takes an uncommitted planned failover, or an incomplete failback, back. */
export function CancelFailoverDialog({ itemIds: [itemId], onClose }: DialogProps): ReactElement | null {
  const row = useItemRow(itemId ?? '');
  if (itemId === undefined) return null;
  const isFailback = row !== undefined && isComingBack(row.stage);
  return (
    <OperationDialog
      itemId={itemId}
      operation="CancelFailover"
      title={(name) => t(isFailback ? 'failover.cancelBack.title' : 'failover.cancel.title', { name })}
      label={t(isFailback ? 'failover.cancelBack.label' : 'failover.cancel.label')}
      consequences={
        isFailback
          ? [t('failover.cancelBack.azure'), t('failover.cancelBack.host'), t('failover.cancelBack.again')]
          : [t('failover.cancel.lost'), t('failover.cancel.back')]
      }
      run={(client) => client.cancelFailover(itemId)}
      onClose={onClose}
    />
  );
}
