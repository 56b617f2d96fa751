import type { ReactElement } from 'react';
import { useItemRow } from '../../data/live-context.ts';
import type { DialogProps } from '../../data/dialogs.ts';
import { t } from '../../strings/translate.ts';
import { isComingBack } from './coming-back.ts';
import { OperationDialog } from './operation-dialog.tsx';

/** Ends a failover, or a failback: from then on there is no way back but the next failover. */
export function CommitDialog({ itemIds: [itemId], onClose }: DialogProps): ReactElement | null {
  const row = useItemRow(itemId ?? '');
  if (itemId === undefined) return null;
  const isFailback = row !== undefined && isComingBack(row.stage);
  return (
    <OperationDialog
      itemId={itemId}
      operation="Commit"
      title={(name) => t(isFailback ? 'failover.commitBack.title' : 'failover.commit.title', { name })}
      label={t('failover.commit.label')}
      consequences={
        isFailback
          ? [t('failover.commitBack.deletes'), t('failover.commitBack.final'), t('failover.commitBack.next')]
          : [t('failover.commit.points'), t('failover.commit.final'), t('failover.commit.next')]
      }
      run={(client) => client.commitFailover(itemId)}
      onClose={onClose}
    />
  );
}
