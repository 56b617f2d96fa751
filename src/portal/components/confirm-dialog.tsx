import { Button } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';
import { DialogFrame } from './dialog-frame.tsx';
import { t } from '../strings/translate.ts';

export interface ConfirmDialogProps {
  readonly title: string;
  /** What will happen, and what will be lost. */
  readonly children: ReactNode;
  /** The verb: "Disable replication", never "OK". */
  readonly confirmLabel: string;
  readonly isBusy?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something that cannot be undone. The focus starts on Cancel. */
export function ConfirmDialog({
  title,
  children,
  confirmLabel,
  isBusy = false,
  onConfirm,
  onClose,
}: ConfirmDialogProps): ReactElement {
  return (
    <DialogFrame
      title={title}
      modalType="alert"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button appearance="primary" disabledFocusable={isBusy} onClick={isBusy ? undefined : onConfirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
    </DialogFrame>
  );
}
