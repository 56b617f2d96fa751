import { Field, Textarea } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import type { DialogProps } from '../../data/dialogs.ts';
import { t } from '../../strings/translate.ts';
import { OperationDialog } from './operation-dialog.tsx';

/** Deletes the test machine and keeps what was found. */
export function TestCleanupDialog({ itemIds: [itemId], onClose }: DialogProps): ReactElement | null {
  const [comments, setComments] = useState('');
  if (itemId === undefined) return null;
  return (
    <OperationDialog
      itemId={itemId}
      operation="TestFailoverCleanup"
      title={(name) => t('failover.cleanup.title', { name })}
      label={t('failover.cleanup.label')}
      consequences={[t('failover.cleanup.deletes'), t('failover.cleanup.frees')]}
      run={(client) => client.testFailoverCleanup(itemId, comments.trim())}
      onClose={onClose}
    >
      <Field label={t('failover.cleanup.comments')} hint={t('failover.cleanup.commentsHint')}>
        <Textarea value={comments} rows={3} onChange={(_, { value }) => setComments(value)} />
      </Field>
    </OperationDialog>
  );
}
