import { newStatistics } from '../health/statistics.ts';
import type { CycleState, ProtectionChoices, ReplicatedItem } from '../model.ts';
import type { MachineInventory } from '../ports.ts';
import type { Facts } from './facts.ts';
import { replicaBlobName } from './blob-names.ts';

/** A machine whose protection begins now, with the job that enables it. */
export function newItem(
  machine: MachineInventory,
  hostName: string,
  choices: ProtectionChoices,
  facts: Facts,
): ReplicatedItem {
  const included = machine.disks.filter((disk) => choices.includedDiskIds.includes(disk.diskId));
  return {
    vmId: machine.vmId,
    vmName: machine.name,
    hostId: machine.hostId,
    hostName,
    generation: machine.generation,
    ...(machine.nics ? { nicIds: machine.nics.map(({ nicId }) => nicId) } : {}),
    policyId: facts.policy.policyId,
    choices,
    phase: { kind: 'enabling', step: 'checkPrerequisites' },
    pausedSince: null,
    disks: included.map((disk) => ({
      diskId: disk.diskId,
      name: disk.name,
      role: disk.role,
      sizeBytes: disk.sizeBytes,
      allocatedBytes: Math.min(disk.allocatedBytes, disk.sizeBytes),
      replicaBlobName: replicaBlobName(disk.diskId),
      activeLogBytes: 0,
      inFlightLogBytes: 0,
      lastAppliedLogId: null,
      transfer: null,
      windows: { inFlight: [], ahead: [] },
    })),
    cycle: IDLE_CYCLE,
    trouble: null,
    isAttempting: false,
    activeJobId: facts.newJobId,
    recoveryPoints: [],
    expiredRecoveryPoints: [],
    baseSnapshot: null,
    poll: { isRunning: false, nextAt: null },
    lastReplicatedAt: null,
    lastRecoveryPointAt: null,
    lastTestFailoverAt: null,
    statistics: newStatistics(facts.now),
    enabledAt: facts.now,
    revision: 0,
  };
}

/** Delta replication at rest, nothing under way and nothing due. */
export const IDLE_CYCLE: CycleState = {
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
};
