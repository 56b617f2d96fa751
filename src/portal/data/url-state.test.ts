import { act, cleanup, render } from '@testing-library/react';
import { createElement, useEffect } from 'react';
import { createMemoryRouter, Outlet, RouterProvider } from 'react-router';
import { afterEach, expect, it } from 'vitest';
import { useDialog, type OpenDialog } from './dialogs.ts';
import { useUrlState, type ChangeUrl } from './url-state.ts';

afterEach(cleanup);

interface Seen {
  /** What each rendering of the page and of the frame around it got. */
  readonly changes: ChangeUrl[];
  readonly dialogs: OpenDialog[];
}

/** A frame that stays and one page of two, as in the portal. */
function open(address: string) {
  const seen: Seen = { changes: [], dialogs: [] };
  const Frame = () => {
    const dialog = useDialog();
    useEffect(() => void seen.dialogs.push(dialog));
    return createElement(Outlet);
  };
  const pages = ['a', 'b'].map((path) => ({
    path,
    Component: function Page() {
      const [, change] = useUrlState();
      useEffect(() => void seen.changes.push(change));
      return null;
    },
  }));
  const router = createMemoryRouter([{ path: '/', Component: Frame, children: pages }], { initialEntries: [address] });
  render(createElement(RouterProvider, { router }));
  const where = () => `${router.state.location.pathname}${router.state.location.search}`;
  return { seen, router, where };
}

it('two changes at once are both made', () => {
  const { seen, where } = open('/a?sort=name');
  const [change] = seen.changes;
  act(() => {
    change?.({ q: 'sql' });
    change?.({ state: 'Failed' });
  });
  expect(where()).toBe('/a?sort=name&q=sql&state=Failed');
});

it('a page that was left changes nothing', async () => {
  const { seen, router, where } = open('/a?q=sql');
  const [change] = seen.changes;
  await act(() => router.navigate('/b?q=web'));
  act(() => change?.({ q: null }));
  expect(where()).toBe('/b?q=web');
});

it('a dialog that ends late closes itself, and not the one opened since', async () => {
  const { seen, router, where } = open('/a?dialog=disable&for=vm-1');
  const [late] = seen.dialogs;
  await act(() => router.navigate('/b?dialog=resync&for=vm-2'));
  act(() => late?.close());
  expect(where()).toBe('/b?dialog=resync&for=vm-2');
  act(() => seen.dialogs.at(-1)?.close());
  expect(where()).toBe('/b');
});

it('closes and opens another one at once', () => {
  const { seen, where } = open('/a?dialog=palette');
  act(() => {
    seen.dialogs.at(-1)?.close();
    seen.dialogs.at(-1)?.open('resync', ['vm-1']);
  });
  expect(where()).toBe('/a?dialog=resync&for=vm-1');
});
