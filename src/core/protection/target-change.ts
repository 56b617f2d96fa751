/** What the machine in Azure will be made as can be changed until it is being made. */
import type { NicChoice, ReplicatedItem } from '../model.ts';

/** Fields left out keep their value; null connects to nothing. */
export interface TargetChange {
  readonly targetVmName?: string;
  readonly targetVmSize?: string;
  readonly targetResourceGroupId?: string;
  readonly targetNetworkId?: string | null;
  readonly targetSubnetName?: string | null;
  /** In the place of all choices so far. */
  readonly nics?: readonly NicChoice[];
}

/** Letters, digits and hyphens, which stand inside only [Azure docs: support matrix]. */
const MACHINE_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const MACHINE_SIZE = /^(?:Standard|Basic)_[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*$/;

/** Why the change is not valid, as one sentence; null when it is. */
export function targetChangeError({ targetVmName, targetVmSize }: TargetChange): string | null {
  if (targetVmName !== undefined && !MACHINE_NAME.test(targetVmName)) {
    return 'The name of the target machine has 1 to 63 letters, digits and hyphens, and begins and ends with none of the last.';
  }
  if (targetVmSize !== undefined && !MACHINE_SIZE.test(targetVmSize)) {
    return 'The size of the target machine is one of Azure’s, such as Standard_D2s_v5.';
  }
  return null;
}

/** Why nothing of the target may change now, as one sentence; null when it may. */
export function targetChangeRefusal({ phase, testFailover }: ReplicatedItem): string | null {
  // The test machine goes with the replica: it cannot be cleaned up any more.
  if (phase.kind === 'disabling') return 'Replication is being disabled.';
  if (testFailover) return 'The test failover has to be cleaned up first: its machine goes by the target’s name.';
  switch (phase.kind) {
    case 'waitingForInitialReplication':
    case 'initialReplication':
    case 'finalizing':
    case 'protected':
    case 'resynchronizationRequired':
    case 'resynchronizing':
      return null;
    case 'enabling':
    case 'enablingFailed':
      return 'Replication is not enabled yet.';
    default:
      return 'The machine in Azure is made already, or is being made.';
  }
}

/** The item with the change; the same one when nothing differs. */
export function withTarget(item: ReplicatedItem, change: TargetChange): ReplicatedItem {
  const choices = { ...item.choices, ...change };
  const isSame = (Object.keys(change) as (keyof TargetChange)[]).every(
    (key) => JSON.stringify(choices[key]) === JSON.stringify(item.choices[key]),
  );
  return isSame ? item : { ...item, choices, revision: item.revision + 1 };
}
