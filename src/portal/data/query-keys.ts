/** First word of the keys of what is told of all items. */
export const INSIGHT = 'insight';

/** First word of the keys of what is told of several jobs. */
export const JOBS = 'jobs';

/** The names of everything TanStack Query holds. The first word is what the change feed invalidates by. */
export const queryKeys = {
  item: (itemId: string) => ['item', itemId] as const,
  itemPart: (itemId: string, part: ItemPart) => ['item', itemId, part] as const,
  /** Null: at the bandwidth in force. */
  resyncAdvice: (itemId: string, bandwidthBitsPerSecond: number | null) =>
    ['item', itemId, 'resyncAdvice', bandwidthBitsPerSecond] as const,
  job: (jobId: string) => ['job', jobId] as const,
  jobFigures: () => [JOBS, 'figures'] as const,
  jobsOf: (itemId: string) => [JOBS, 'of', itemId] as const,
  events: () => ['events'] as const,
  policies: () => ['policies'] as const,
  recoveryPlans: () => ['recoveryPlans'] as const,
  alertSettings: () => ['vault', 'alertSettings'] as const,
  targetNetworks: () => ['vault', 'targetNetworks'] as const,
  networkMappings: () => ['vault', 'networkMappings'] as const,
  containerMappings: () => ['vault', 'containerMappings'] as const,
  /** Told anew with every round of the hosts: it names the silent ones. */
  vaultStatus: () => ['inventory', 'status'] as const,
  hosts: () => ['inventory', 'hosts'] as const,
  networks: () => ['inventory', 'networks'] as const,
  containers: () => ['inventory', 'containers'] as const,
  fabrics: () => ['inventory', 'fabrics'] as const,
  protectableItems: (fabricName: string) => ['inventory', 'protectableItems', fabricName] as const,
  world: () => ['world'] as const,
  scenarios: () => ['scenarios'] as const,
};

/** Sub-resources of an item; all of them are fetched again when the item changes. */
export type ItemPart =
  | 'arm'
  | 'operations'
  | 'targetSizes'
  | 'disks'
  | 'healthProof'
  | 'series'
  | 'resyncAdvice'
  | 'recoveryPoints'
  | 'events';
