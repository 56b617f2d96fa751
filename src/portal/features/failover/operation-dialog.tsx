import { Button, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';
import type { ManagementClient } from '../../../management/client/client-api.ts';
import { Consequences } from '../../components/consequences.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { useCommand } from '../../data/commands.ts';
import { useItemRow } from '../../data/live-context.ts';
import { useOperations } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';

const useStyles = makeStyles({
  surface: { maxWidth: '560px' },
  content: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL },
});

export interface OperationDialogProps {
  readonly itemId: string;
  /** ARM's name: whether it may be done now is the server's word. */
  readonly operation: string;
  readonly title: (name: string) => string;
  /** The verb on the button, and the command's name in its outcome. */
  readonly label: string;
  /** What it does and what it costs, a sentence each. */
  readonly consequences: readonly string[];
  /** False while a choice is missing. */
  readonly isComplete?: boolean;
  readonly run: (client: ManagementClient) => Promise<string | null | void>;
  readonly onClose: () => void;
  /** The choices. */
  readonly children?: ReactNode;
}

/** Asks before a step of the life cycle: what happens then, the choices, or why it may not be done. */
export function OperationDialog(props: OperationDialogProps): ReactElement {
  const { itemId, operation, title, label, consequences, isComplete = true, run, onClose, children } = props;
  const styles = useStyles();
  const row = useItemRow(itemId);
  const refusals = useOperations(itemId).data?.refusals;
  const command = useCommand();
  const name = row?.name ?? itemId;
  const isAllowed = row?.allowedOperations.includes(operation) ?? false;
  // A refusal is reported by the command itself; the dialog stays, so that nothing chosen is lost.
  const confirm = () => command.mutate({ label, name, run }, { onSuccess: onClose });
  return (
    <DialogFrame
      title={title(name)}
      className={styles.surface}
      contentClassName={styles.content}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button appearance="primary" disabled={!isAllowed || !isComplete || command.isPending} onClick={confirm}>
            {label}
          </Button>
        </>
      }
    >
      {!isAllowed && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{refusals?.[operation] ?? t('failover.notAllowed')}</MessageBarBody>
        </MessageBar>
      )}
      {children}
      <Consequences texts={consequences} />
    </DialogFrame>
  );
}
