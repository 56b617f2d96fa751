import { expect, test } from 'vitest';
import { GIB } from '../../base/units.ts';
import { newStatistics } from '../health/statistics.ts';
import type { DiskId, HostId, VmId } from '../model.ts';
import type { DiskInventory, MachineInventory } from '../ports.ts';
import { newItem } from './new-item.ts';
import { FACTS, itemIn, NOW } from './testing/sample-items.ts';

const disk = (diskId: string, change: Partial<DiskInventory> = {}): DiskInventory => ({
  diskId: diskId as DiskId,
  name: `${diskId}.vhdx`,
  role: 'Data',
  sizeBytes: 10 * GIB,
  format: 'vhdx',
  allocatedBytes: 4 * GIB,
  ...change,
});

const machine: MachineInventory = {
  vmId: 'vm' as VmId,
  name: 'DB01',
  hostId: 'host' as HostId,
  generation: 2,
  state: 'Running',
  osType: 'Windows',
  osName: 'Windows Server',
  cpuCount: 2,
  memoryMegabytes: 4096,
  disks: [disk('OS', { role: 'OperatingSystem' }), disk('LEFT-OUT'), disk('FULL', { allocatedBytes: 11 * GIB })],
  readinessErrors: [],
  workload: 'none',
};

test('[LC1] a machine is protected with the disks chosen, nothing replicated yet, and its job begun', () => {
  const choices = { ...itemIn({ kind: 'protected' }).choices, includedDiskIds: ['OS', 'FULL'] as DiskId[] };
  const item = newItem(machine, 'HV01', choices, FACTS);
  const nothing = {
    activeLogBytes: 0,
    inFlightLogBytes: 0,
    lastAppliedLogId: null,
    transfer: null,
    windows: { inFlight: [], ahead: [] },
  };
  expect(item).toEqual({
    vmId: 'vm',
    vmName: 'DB01',
    hostId: 'host',
    hostName: 'HV01',
    generation: 2,
    policyId: 'policy',
    choices,
    phase: { kind: 'enabling', step: 'checkPrerequisites' },
    pausedSince: null,
    disks: [
      {
        diskId: 'OS',
        name: 'OS.vhdx',
        role: 'OperatingSystem',
        replicaBlobName: 'os.vhd',
        sizeBytes: 10 * GIB,
        allocatedBytes: 4 * GIB,
        ...nothing,
      },
      {
        diskId: 'FULL',
        name: 'FULL.vhdx',
        role: 'Data',
        replicaBlobName: 'full.vhd',
        sizeBytes: 10 * GIB,
        // What a host stores of a disk can be more than the disk: tables, and blocks that are only begun.
        allocatedBytes: 10 * GIB,
        ...nothing,
      },
    ],
    cycle: {
      step: 'idle',
      number: 0,
      startedAt: null,
      frozenAt: null,
      nextAt: null,
      logBytes: 0,
      uploadedBytes: 0,
      appliedBytes: 0,
      consistency: 'CrashConsistent',
      logs: [],
      lastApplicationConsistentAt: null,
    },
    trouble: null,
    isAttempting: false,
    activeJobId: 'new-job',
    recoveryPoints: [],
    expiredRecoveryPoints: [],
    baseSnapshot: null,
    poll: { isRunning: false, nextAt: null },
    lastReplicatedAt: null,
    lastRecoveryPointAt: null,
    lastTestFailoverAt: null,
    statistics: newStatistics(NOW),
    enabledAt: NOW,
    revision: 0,
  });
});
