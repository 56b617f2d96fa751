import type { ReactElement } from 'react';
import type { DialogProps } from '../../data/dialogs.ts';
import { t } from '../../strings/translate.ts';
import { OperationDialog } from './operation-dialog.tsx';

/** Ends a failover, or a failback: from then on there is no way back but the next failover. */
export function CommitDialog({ itemIds: [itemId], onClose }: DialogProps): ReactElement | null {
  if (itemId === undefined) return null;
  return (
    <OperationDialog
      itemId={itemId}
      operation="Commit"
      title={(name) => t('failover.commit.title', { name })}
      label={t('failover.commit.label')}
      consequences={[t('failover.commit.points'), t('failover.commit.final'), t('failover.commit.next')]}
      run={(client) => client.commitFailover(itemId)}
      onClose={onClose}
    />
  );
}
