import { useState, type ReactElement } from 'react';
import { Field, Textarea } from '@fluentui/react-components';
import type { DialogProps } from '../../data/dialogs.ts';
import { useItemJobs } from '../../data/job-queries.ts';
import { t } from '../../strings/translate.ts';
import { OperationDialog } from './operation-dialog.tsx';

/** The answer that a failback with data synchronization waits for: its job is resumed. */
export function CompleteFailbackDialog({ itemIds: [itemId], onClose }: DialogProps): ReactElement | null {
  const jobs = useItemJobs(itemId ?? '').data?.rows ?? [];
  const [comments, setComments] = useState('');
  const waiting = jobs.find((job) => job.allowedActions.includes('Resume'));
  if (itemId === undefined) return null;
  return (
    <OperationDialog
      itemId={itemId}
      operation="FinalizeFailback"
      title={(name) => t('failover.complete.title', { name })}
      label={t('failover.complete.label')}
      isComplete={waiting !== undefined}
      consequences={[t('failover.complete.shutdown'), t('failover.complete.rest'), t('failover.complete.then')]}
      run={(client) => (waiting ? client.resumeJob(waiting.id, comments.trim()) : Promise.resolve())}
      onClose={onClose}
    >
      <Field label={t('failover.cleanup.comments')}>
        <Textarea value={comments} rows={2} onChange={(_, { value }) => setComments(value)} />
      </Field>
    </OperationDialog>
  );
}
