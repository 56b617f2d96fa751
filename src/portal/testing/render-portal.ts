/** Renders the real routes over a fake connection, at an address. */
import { configure, render, type RenderResult } from '@testing-library/react';
import { createElement } from 'react';
import { createMemoryRouter, parsePath, RouterProvider } from 'react-router';
import { PortalProviders } from '../app/providers.tsx';
import { routes } from '../app/router.tsx';
import { stillAnimations } from './animations.ts';
import { keepDialogsInFront } from './dialogs.ts';
import { FakeConnection } from './fake-client.ts';
import { wideBars } from './layout.ts';

/** Routes and dialogs are chunks of their own: the first one asked for may take long to load on a busy machine. */
configure({ asyncUtilTimeout: 20_000 });

export interface RenderedPortal extends RenderResult {
  readonly connection: FakeConnection;
  /** Path and query as the address bar would show them. */
  readonly address: () => string;
  /** The browser's Back. */
  readonly goBack: () => Promise<void>;
}

export function renderPortal(path: string, connection = new FakeConnection()): RenderedPortal {
  keepDialogsInFront();
  stillAnimations();
  wideBars();
  // A page that is loaded anew knows nothing of the one before.
  const router = createMemoryRouter(routes, { initialEntries: [{ ...parsePath(path), key: crypto.randomUUID() }] });
  const result = render(createElement(PortalProviders, { connection }, createElement(RouterProvider, { router })));
  const address = () => `${router.state.location.pathname}${router.state.location.search}`;
  return { ...result, connection, address, goBack: () => router.navigate(-1) };
}
