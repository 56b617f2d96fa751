import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { useDialog } from '../data/dialogs.ts';
import { useLiveData } from '../data/live-context.ts';
import { toggleUpdates } from '../data/live-updates.ts';
import { isShortcutAllowed } from '../data/shortcut-guard.ts';

/** The element that `/` goes to: a page's own filter, else the search of the top bar. */
export const SEARCH_TARGET = 'data-search';

/** `g` and then one of these, within the time below. */
const destinations: Readonly<Record<string, string>> = {
  o: '/',
  i: '/items',
  j: '/jobs',
  e: '/errors',
  t: '/infrastructure',
  l: '/lab',
};
const SEQUENCE_MS = 1500;

function focusSearch(): void {
  const targets = [...document.querySelectorAll<HTMLInputElement>(`[${SEARCH_TARGET}]`)];
  const pageFilter = targets.find((target) => target.closest('main'));
  const target = pageFilter ?? targets[0];
  target?.focus();
  target?.select();
}

/** Single-key shortcuts of the shell (portal keyboard model). They can be switched off in Settings. */
export function useShortcuts(): void {
  const navigate = useNavigate();
  const { open } = useDialog();
  const live = useLiveData();
  useEffect(() => {
    let sequenceUntil = 0;
    const actions: Readonly<Record<string, () => void>> = {
      '/': focusSearch,
      '?': () => open('help'),
      '.': () => toggleUpdates(live),
    };
    const onKeyDown = (event: KeyboardEvent) => {
      // Not a single-key shortcut: it works in fields too, and cannot be switched off.
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k' && !event.altKey && !event.shiftKey) {
        event.preventDefault();
        open('palette');
        return;
      }
      if (!isShortcutAllowed(event)) return;
      const isSequence = event.timeStamp < sequenceUntil;
      sequenceUntil = 0;
      const destination = isSequence ? destinations[event.key] : undefined;
      const action = destination === undefined ? actions[event.key] : () => void navigate(destination);
      if (action) {
        event.preventDefault();
        action();
      } else if (event.key === 'g') {
        sequenceUntil = event.timeStamp + SEQUENCE_MS;
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [navigate, open, live]);
}
