import { afterEach, expect, test } from 'vitest';
import { isShortcutAllowed } from './shortcut-guard.ts';

afterEach(() => document.body.replaceChildren());

/** Whether a letter that is typed on the element is a shortcut. */
function isAllowedOn(markup: string): boolean {
  document.body.innerHTML = markup;
  let isAllowed = false;
  const listen = (event: KeyboardEvent): void => {
    isAllowed = isShortcutAllowed(event);
  };
  document.addEventListener('keydown', listen);
  document.body.querySelector('[data-focus]')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', bubbles: true }));
  document.removeEventListener('keydown', listen);
  return isAllowed;
}

test.each([
  ['a button', '<button data-focus>Save</button>', true],
  ['a check box of a row', '<input type="checkbox" data-focus>', true],
  ['a text field', '<input data-focus>', false],
  ['a dropdown, which finds its options by their letters', '<button role="combobox" data-focus></button>', false],
  ['an option', '<div role="listbox"><div role="option" data-focus></div></div>', false],
  ['a button in a dialog', '<div role="dialog"><button data-focus></button></div>', false],
])('on %s: %s', (_, markup, isAllowed) => {
  expect(isAllowedOn(markup)).toBe(isAllowed);
});
