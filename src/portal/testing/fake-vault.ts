/**
 * Rows for tests and for looking at pages: plausible, deterministic
 * (item n is always the same), and of any number. No engine stands behind them.
 */
import type { ItemRow, JobRow } from '../../management/wire.ts';

/** The fake world's "now". */
export const FAKE_NOW = Date.UTC(2026, 10, 22, 13, 40, 0);
const GIB = 1024 ** 3;
const HOSTS = ['HV-FRA-01', 'HV-FRA-02', 'HV-MUC-01'] as const;
const ROLES = ['sql', 'web', 'file', 'app', 'dc', 'erp', 'mail', 'build', 'cache', 'print', 'queue', 'edge'] as const;

export function iso(secondsAgo: number): string {
  return new Date(FAKE_NOW - secondsAgo * 1000).toISOString();
}

const healthy: Partial<ItemRow> = {};
/** What the first machines look like; the others are protected and healthy. */
const shapes: readonly Partial<ItemRow>[] = [
  healthy,
  {
    phase: 'Resynchronizing 42 %',
    stage: 'resynchronizing',
    state: 'Protected',
    activity: 'Sending',
    activityDetail: 'resynchronization',
    progressPercent: 42,
    allowedOperations: ['DisableProtection', 'PauseReplication'],
  },
  healthy,
  {
    health: 'Critical',
    activity: 'Failing',
    activityDetail: '',
    errorCode: 'BrokenVhdChain',
    rpoSeconds: 9840,
    allowedOperations: ['DisableProtection', 'RepairReplication'],
  },
  {
    health: 'Warning',
    activity: 'Failing',
    activityDetail: 'next attempt in 3 min',
    errorCode: 'NetworkUnreachable',
    rpoSeconds: 4120,
  },
  {
    phase: 'Initial replication 67 %',
    stage: 'initialReplication',
    state: 'InitialReplicationInProgress',
    activity: 'Sending',
    activityDetail: 'initial replication',
    progressPercent: 67,
    rpoSeconds: null,
    lastRecoveryPoint: null,
    allowedOperations: ['DisableProtection', 'PauseReplication'],
  },
  { activity: 'Sending', activityDetail: 'changes' },
  {
    health: 'Warning',
    phase: 'Resynchronization required',
    stage: 'resynchronizationRequired',
    state: 'Protected',
    activity: 'Waiting',
    activityDetail: 'for the window at 18:30',
    logBytes: 31 * GIB,
    allowedOperations: ['DisableProtection', 'RepairReplication'],
  },
  healthy,
  {
    health: 'None',
    phase: 'Protected (paused)',
    stage: 'paused',
    state: 'Protected',
    activity: 'Waiting',
    activityDetail: 'paused by the administrator',
    allowedOperations: ['DisableProtection', 'ResumeReplication'],
  },
  { activity: 'Waiting', activityDetail: 'next cycle in 40 s' },
  { health: 'Critical', activity: 'Failing', activityDetail: '', errorCode: 'StorageAuthorization', rpoSeconds: 7200 },
];

export function fakeItem(index: number): ItemRow {
  const sizeBytes = [127, 64, 256, 40, 512][index % 5] ?? 127;
  const row: ItemRow = {
    id: `a0000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    name: `${ROLES[index % ROLES.length] ?? 'vm'}-${String(Math.floor(index / ROLES.length) + 1).padStart(2, '0')}`,
    host: HOSTS[index % HOSTS.length] ?? HOSTS[0],
    site: index % 3 === 2 ? 'Munich' : 'Frankfurt',
    policy: index % 4 === 0 ? '30 seconds' : '5 minutes',
    health: 'Normal',
    state: 'Protected',
    stage: 'protected',
    phase: 'Protected',
    activity: 'Idle',
    activityDetail: '',
    rpoSeconds: 30 + ((index * 37) % 270),
    lastRecoveryPoint: iso(60 + ((index * 37) % 270)),
    logBytes: ((index * 13) % 40) * 0.03 * GIB,
    logLimitBytes: (sizeBytes / 2) * GIB,
    sizeBytes: sizeBytes * GIB,
    progressPercent: null,
    activeLocation: 'Primary',
    errorCode: null,
    allowedOperations: [
      'PlannedFailover',
      'UnplannedFailover',
      'DisableProtection',
      'TestFailover',
      'PauseReplication',
    ],
    revision: 1,
  };
  return { ...row, ...(index < shapes.length ? shapes[index] : undefined) };
}

export function fakeItems(count: number): ItemRow[] {
  return Array.from({ length: count }, (_, index) => fakeItem(index));
}

const jobShapes: readonly Pick<JobRow, 'scenarioName' | 'name' | 'state' | 'stateDescription'>[] = [
  { scenarioName: 'RepairReplication', name: 'Resynchronize', state: 'InProgress', stateDescription: 'InProgress' },
  { scenarioName: 'EnableDr', name: 'Enable replication', state: 'Succeeded', stateDescription: 'Completed' },
  {
    scenarioName: 'IrCompletion',
    name: 'Finalize protection on the virtual machine',
    state: 'Succeeded',
    stateDescription: 'Completed',
  },
  { scenarioName: 'RepairReplication', name: 'Resynchronize', state: 'Failed', stateDescription: 'Failed' },
  { scenarioName: 'EnableDr', name: 'Enable replication', state: 'InProgress', stateDescription: 'InProgress' },
];

export function fakeJobs(items: readonly ItemRow[]): JobRow[] {
  return items.slice(0, 40).map((item, index) => {
    const shape = jobShapes[index % jobShapes.length] ?? {
      scenarioName: 'EnableDr',
      name: 'Enable replication',
      state: 'Succeeded',
      stateDescription: 'Completed',
    };
    const isRunning = shape.state === 'InProgress';
    return {
      id: `b0000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      ...shape,
      itemId: item.id,
      itemName: item.name,
      startTime: iso(600 + index * 1900),
      endTime: isRunning ? null : iso(540 + index * 1900),
      allowedActions: isRunning ? ['Cancel'] : [],
      errorCode: shape.state === 'Failed' ? 'NetworkUnreachable' : null,
      revision: 1,
    };
  });
}
