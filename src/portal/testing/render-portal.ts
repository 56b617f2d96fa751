/** Renders the real routes over a fake connection, at an address. */
import { render, type RenderResult } from '@testing-library/react';
import { createElement } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { PortalProviders } from '../app/providers.tsx';
import { routes } from '../app/router.tsx';
import { stillAnimations } from './animations.ts';
import { FakeConnection } from './fake-client.ts';

export interface RenderedPortal extends RenderResult {
  readonly connection: FakeConnection;
  /** Path and query as the address bar would show them. */
  readonly address: () => string;
}

export function renderPortal(path: string, connection = new FakeConnection()): RenderedPortal {
  stillAnimations();
  const router = createMemoryRouter(routes, { initialEntries: [path] });
  const result = render(createElement(PortalProviders, { connection }, createElement(RouterProvider, { router })));
  const address = () => `${router.state.location.pathname}${router.state.location.search}`;
  return { ...result, connection, address };
}
