import { expect, test } from 'vitest';
import { MENU_ENTRIES } from '../../app/menu-entries.tsx';
import { nearestPaths } from './nearest-path.ts';

test('every page of the menu is suggested for an address that is nearly its own', () => {
  for (const { to, label } of MENU_ENTRIES.filter((entry) => entry.to !== '/')) {
    expect(nearestPaths(`${to}s`)[0], to).toEqual({ to, label });
  }
});
