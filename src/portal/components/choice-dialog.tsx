import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';
import { CommandError } from './command-error.tsx';
import { DialogFrame } from './dialog-frame.tsx';
import { t } from '../strings/translate.ts';

const useStyles = makeStyles({
  content: { display: 'grid', rowGap: tokens.spacingVerticalM },
});

export interface ChoiceDialogProps {
  readonly title: string;
  /** The fields. */
  readonly children: ReactNode;
  /** The verb: "Map network", never "OK". */
  readonly confirmLabel: string;
  /** What must be chosen is chosen. */
  readonly isReady: boolean;
  readonly isBusy: boolean;
  /** Why the last try was refused. */
  readonly error: Error | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks for something and does it. When it is refused it stays, with the reason and what is to be done. */
export function ChoiceDialog(props: ChoiceDialogProps): ReactElement {
  const { title, children, confirmLabel, isReady, isBusy, error, onConfirm, onClose } = props;
  const styles = useStyles();
  const isEnabled = isReady && !isBusy;
  return (
    <DialogFrame
      title={title}
      contentClassName={styles.content}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button appearance="primary" disabledFocusable={!isEnabled} onClick={isEnabled ? onConfirm : undefined}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <CommandError error={error} />
      {children}
    </DialogFrame>
  );
}
