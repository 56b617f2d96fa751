import type { TargetNetwork } from '../../src/management/wire.ts';

const NETWORKS =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/lockstep/providers/Microsoft.Network/virtualNetworks';

/** The virtual networks of the demo's target: one to fail over to, and one without a way out, for tests. */
export const TARGET_NETWORKS: readonly TargetNetwork[] = [
  {
    id: `${NETWORKS}/recovery-vnet`,
    name: 'recovery-vnet',
    subnets: [
      { name: 'default', addressPrefix: '10.200.0.0/24' },
      { name: 'servers', addressPrefix: '10.200.1.0/24' },
      { name: 'databases', addressPrefix: '10.200.2.0/24' },
    ],
  },
  {
    id: `${NETWORKS}/test-failover-vnet`,
    name: 'test-failover-vnet',
    subnets: [{ name: 'default', addressPrefix: '10.201.0.0/24' }],
  },
];
