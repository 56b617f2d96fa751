import {
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';
import { ReturnFocus } from './return-focus.tsx';

export interface DialogFrameProps {
  readonly title: string;
  readonly children: ReactNode;
  /** The buttons at the foot; what leaves everything as it is comes first. */
  readonly actions: ReactNode;
  /** Of the surface: how wide it may become. */
  readonly className?: string;
  /** How the children stand beneath each other. */
  readonly contentClassName?: string;
  /** `alert`: a click beside it does not close it. */
  readonly modalType?: 'modal' | 'alert';
  /** Esc, a click beside it, or a button of `actions`. */
  readonly onClose: () => void;
}

/** Title, content, buttons: the same in every dialog. What opened it has the focus again when it closes. */
export function DialogFrame(props: DialogFrameProps): ReactElement {
  const { title, children, actions, className, contentClassName, modalType = 'modal', onClose } = props;
  return (
    <Dialog open modalType={modalType} onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface className={className}>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={contentClassName}>{children}</DialogContent>
          <DialogActions>{actions}</DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
