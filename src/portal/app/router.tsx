import { createBrowserRouter, type RouteObject } from 'react-router';
import { PageSkeleton } from '../components/skeletons.tsx';
import { PageFailure } from './page-failure.tsx';
import { Shell } from './shell.tsx';

/** Every page, each a chunk of its own. A new page adds its line here and, if it has a menu entry, in `left-menu.tsx`. */
const pages: RouteObject[] = [
  {
    index: true,
    lazy: async () => ({ Component: (await import('../features/overview/overview-page.tsx')).OverviewPage }),
  },
  {
    path: 'items',
    lazy: async () => ({ Component: (await import('../features/items/items-page.tsx')).ItemsPage }),
  },
  {
    path: 'items/:itemId/:tab?',
    lazy: async () => ({ Component: (await import('../features/item/item-page.tsx')).ItemPage }),
  },
  {
    path: 'jobs',
    lazy: async () => ({ Component: (await import('../features/jobs/jobs-page.tsx')).JobsPage }),
  },
  {
    path: 'jobs/:jobId',
    lazy: async () => ({ Component: (await import('../features/job/job-page.tsx')).JobPage }),
  },
  {
    path: 'protect',
    lazy: async () => ({ Component: (await import('../features/protect/protect-page.tsx')).ProtectPage }),
  },
  {
    path: 'infrastructure',
    lazy: async () => ({
      Component: (await import('../features/infrastructure/infrastructure-page.tsx')).InfrastructurePage,
    }),
  },
  {
    path: 'policies',
    lazy: async () => ({ Component: (await import('../features/policies/policies-page.tsx')).PoliciesPage }),
  },
  {
    path: 'policies/:policyName',
    lazy: async () => ({ Component: (await import('../features/policies/policy-page.tsx')).PolicyPage }),
  },
  {
    path: 'network-mapping',
    lazy: async () => ({
      Component: (await import('../features/network-mapping/network-mapping-page.tsx')).NetworkMappingPage,
    }),
  },
  {
    path: 'recovery-plans',
    lazy: async () => ({ Component: (await import('../features/recovery-plans/plans-page.tsx')).PlansPage }),
  },
  {
    path: 'recovery-plans/:planName',
    lazy: async () => ({ Component: (await import('../features/recovery-plans/plan-page.tsx')).PlanPage }),
  },
  {
    path: 'bandwidth',
    lazy: async () => ({ Component: (await import('../features/bandwidth/bandwidth-page.tsx')).BandwidthPage }),
  },
  {
    path: 'lab',
    lazy: async () => ({ Component: (await import('../features/lab/lab-page.tsx')).LabPage }),
  },
  {
    path: 'errors',
    lazy: async () => ({ Component: (await import('../features/errors/errors-page.tsx')).ErrorsPage }),
  },
  {
    path: 'settings',
    lazy: async () => ({ Component: (await import('../features/settings/settings-page.tsx')).SettingsPage }),
  },
  {
    path: '*',
    lazy: async () => ({ Component: (await import('../features/not-found/not-found-page.tsx')).NotFoundPage }),
  },
];

export const routes: RouteObject[] = [
  {
    path: '/',
    Component: Shell,
    // The skeleton stands where the page will: the shell need not wait for the page's code.
    children: [{ HydrateFallback: PageSkeleton, ErrorBoundary: PageFailure, children: pages }],
  },
];

export function createPortalRouter(): ReturnType<typeof createBrowserRouter> {
  return createBrowserRouter(routes, { basename: import.meta.env.BASE_URL });
}
