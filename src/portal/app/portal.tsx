import { useState, type ReactElement } from 'react';
import { RouterProvider } from 'react-router/dom';
import type { ManagementConnection } from '../../management/client/worker-connection.ts';
import { PortalProviders } from './providers.tsx';
import { createPortalRouter } from './router.tsx';

/** The whole portal over a connection to the management API. */
export function Portal({ connection }: { readonly connection: ManagementConnection }): ReactElement {
  const [router] = useState(createPortalRouter);
  return (
    <PortalProviders connection={connection}>
      <RouterProvider router={router} />
    </PortalProviders>
  );
}
