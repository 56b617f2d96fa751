import { Button, DrawerBody, DrawerHeader, DrawerHeaderTitle, OverlayDrawer } from '@fluentui/react-components';
import { Dismiss24Regular } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import { ReturnFocus } from './return-focus.tsx';
import { t } from '../strings/translate.ts';

export interface DetailPaneProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly size?: 'small' | 'medium' | 'large';
  readonly children: ReactNode;
}

/** Details on the right, over the list that stays where it was. Esc closes and gives the focus back. */
export function DetailPane({ title, isOpen, onClose, size = 'medium', children }: DetailPaneProps): ReactElement {
  return (
    <>
      {isOpen && <ReturnFocus />}
      <OverlayDrawer position="end" size={size} open={isOpen} onOpenChange={(_, { open }) => !open && onClose()}>
        <DrawerHeader>
          <DrawerHeaderTitle
            action={
              <Button
                appearance="subtle"
                aria-label={t('action.close')}
                icon={<Dismiss24Regular />}
                onClick={onClose}
              />
            }
          >
            {title}
          </DrawerHeaderTitle>
        </DrawerHeader>
        <DrawerBody>{children}</DrawerBody>
      </OverlayDrawer>
    </>
  );
}
