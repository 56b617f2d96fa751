import { Button, DrawerBody, DrawerHeader, DrawerHeaderTitle, OverlayDrawer } from '@fluentui/react-components';
import { Dismiss24Regular } from '@fluentui/react-icons';
import { useState, type ReactElement, type ReactNode } from 'react';
import { LeaveDialog } from './leave-dialog.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { ReturnFocus } from './return-focus.tsx';
import { t } from '../strings/translate.ts';

export interface DetailPaneProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly size?: 'small' | 'medium' | 'large';
  /** It holds what was not saved: to close it, and to leave the page, is asked about first. */
  readonly isChanged?: boolean;
  /** The parameter of the address by which it is open, where that is so. */
  readonly param?: string;
  readonly children: ReactNode;
}

/** Details on the right, over the list that stays where it was. Esc closes and gives the focus back. */
export function DetailPane({
  title,
  isOpen,
  onClose,
  size = 'medium',
  isChanged = false,
  param,
  children,
}: DetailPaneProps): ReactElement {
  const [isAsking, setAsking] = useState(false);
  const close = (): void => (isChanged ? setAsking(true) : onClose());
  return (
    <>
      {isOpen && <ReturnFocus />}
      <OverlayDrawer position="end" size={size} open={isOpen} onOpenChange={(_, { open }) => !open && close()}>
        <DrawerHeader>
          <DrawerHeaderTitle
            action={
              <Button appearance="subtle" aria-label={t('action.close')} icon={<Dismiss24Regular />} onClick={close} />
            }
          >
            {title}
          </DrawerHeaderTitle>
        </DrawerHeader>
        <DrawerBody>{children}</DrawerBody>
      </OverlayDrawer>
      {isChanged && <LeaveGuard isActive param={param} />}
      {isAsking && <LeaveDialog onLeave={onClose} onStay={() => setAsking(false)} />}
    </>
  );
}
