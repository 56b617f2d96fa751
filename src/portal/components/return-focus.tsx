import { useEffect, useState } from 'react';

/** A dialog may fade out before it leaves the page; after this many frames the focus stays where it is. */
const FRAMES = 60;

/**
 * Stands beside an open dialog: what opened it gets the focus back when it closes. Whatever has the focus when this is
 * first rendered is the opener. Nothing happens when the focus has gone elsewhere meanwhile, or the opener is gone.
 */
export function ReturnFocus(): null {
  // Before effects run: by then the dialog has taken the focus.
  const [opener] = useState(() => document.activeElement);
  useEffect(() => {
    return () => {
      let frames = 0;
      const look = (): void => {
        const active = document.activeElement;
        frames += 1;
        if (!(opener instanceof HTMLElement) || !opener.isConnected || frames > FRAMES) return;
        if (active === null || active === document.body) opener.focus();
        // One that was closed while it opened may take the focus yet.
        else if (active !== opener && !active.closest('[role=dialog], [role=alertdialog]')) return;
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    };
  }, [opener]);
  return null;
}
