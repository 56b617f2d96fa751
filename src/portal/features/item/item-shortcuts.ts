import { useEffect } from 'react';
import type { Command } from '../../components/command-bar.tsx';
import { announce } from '../../data/notifications.ts';
import { isShortcutAllowed } from '../../data/shortcut-guard.ts';

/** Key → ids of commands, of which an item shows one at a time. */
const keys: Readonly<Record<string, readonly string[]>> = { r: ['resync'], p: ['pause', 'resume'] };

/** `r` Resynchronize…, `p` pause or resume. A command that may not be given says why. */
export function useItemShortcuts(commands: readonly Command[]): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const ids = keys[event.key];
      if (!ids || !isShortcutAllowed(event)) return;
      const command = commands.find(({ id }) => ids.includes(id));
      if (!command) return;
      event.preventDefault();
      if (command.disabledReason) announce(command.disabledReason);
      else command.onSelect();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [commands]);
}
