import { settings } from './settings.ts';

/** Where keys belong to what is being typed or chosen. */
const OWN_KEYS =
  'input, textarea, select, [role="combobox"], [role="menu"], [role="listbox"], [role="dialog"], [role="alertdialog"]';

/** False while the reader types or chooses, holds a modifier, or has switched single-key shortcuts off. */
export function isShortcutAllowed(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (!settings.get().hasShortcuts) return false;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return true;
  return !target.isContentEditable && (target.closest(OWN_KEYS) === null || target.matches('[type="checkbox"]'));
}
