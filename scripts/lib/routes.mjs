/** Every page of the portal, for tests and pictures that visit them all. `:item` and `:job` stand for ids. */
export const routes = [
  { name: 'overview', path: '/' },
  { name: 'items', path: '/items' },
  { name: 'item', path: '/items/:item' },
  { name: 'item-disks', path: '/items/:item/disks' },
  { name: 'item-health', path: '/items/:item/health' },
  { name: 'item-recovery-points', path: '/items/:item/recovery-points' },
  { name: 'protect', path: '/protect' },
  { name: 'jobs', path: '/jobs' },
  { name: 'job', path: '/jobs/:job' },
  { name: 'errors', path: '/errors' },
  { name: 'lab', path: '/lab' },
  { name: 'settings', path: '/settings' },
  { name: 'not-found', path: '/no-such-page' },
];
