import { Button, Field, Textarea, makeStyles, tokens } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { useCommand } from '../../data/commands.ts';
import { t } from '../../strings/translate.ts';

const useStyles = makeStyles({
  content: { display: 'grid', rowGap: tokens.spacingVerticalM },
});

export interface ResumeDialogProps {
  /** The machine or recovery plan, for the notification. */
  readonly subject: string;
  readonly jobId: string;
  readonly title: string;
  /** What was to be done; may be empty. */
  readonly instructions: string;
  readonly onClose: () => void;
}

/** The answer that a job waits for: what it asked for is done, and it goes on. */
export function ResumeDialog({ subject, jobId, title, instructions, onClose }: ResumeDialogProps): ReactElement {
  const styles = useStyles();
  const command = useCommand();
  const [comments, setComments] = useState('');
  const label = t('recoveryPlan.resume.label');
  const goOn = () =>
    command.mutate(
      { label, name: subject, run: (client) => client.resumeJob(jobId, comments.trim()) },
      { onSuccess: onClose },
    );
  return (
    <DialogFrame
      title={title}
      contentClassName={styles.content}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button appearance="primary" disabled={command.isPending} onClick={goOn}>
            {label}
          </Button>
        </>
      }
    >
      {instructions !== '' && <span>{instructions}</span>}
      <Field label={t('recoveryPlan.resume.comments')} hint={t('recoveryPlan.resume.hint')}>
        <Textarea value={comments} rows={3} onChange={(_, { value }) => setComments(value)} />
      </Field>
    </DialogFrame>
  );
}
