/**
 * happy-dom tells of new elements later than it moves the focus into them, so Tabster (Fluent's keeper of the
 * focus) takes the dialog just opened for one in the background and hides it from roles, sooner or later by the
 * load of the machine. Chromium does not; there axe and the keyboard's walk-throughs hold dialogs to it.
 */
export function keepDialogsInFront(): void {
  if (Element.prototype.setAttribute === setUnlessItHidesADialog) return;
  Element.prototype.setAttribute = setUnlessItHidesADialog;
}

// oxlint-disable-next-line typescript/unbound-method -- called with the element below
const { setAttribute } = Element.prototype;

function setUnlessItHidesADialog(this: Element, name: string, value: string): void {
  if (name === 'aria-hidden' && this.getAttribute('role')?.endsWith('dialog')) return;
  setAttribute.call(this, name, value);
}
