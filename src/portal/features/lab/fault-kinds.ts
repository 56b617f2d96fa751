import type { LabFault, LabFaultKind, LabWorld } from '../../../management/wire.ts';
import { t } from '../../strings/translate.ts';

/** What a fault acts on: hosts, the VMM servers that they stand behind, machines, or the one storage account. */
export type FaultScope = 'host' | 'vmmServer' | 'machine' | 'account';

export const FAULT_SCOPES: Readonly<Record<LabFaultKind, FaultScope>> = {
  linkDown: 'host',
  linkSlow: 'host',
  latency: 'host',
  packetLoss: 'host',
  lowDiskSpace: 'host',
  lowMemory: 'host',
  hostDown: 'host',
  vmmServerDown: 'vmmServer',
  clockSkew: 'host',
  hostCrash: 'host',
  brokenVhdChain: 'machine',
  vmDeleted: 'machine',
  vssFailure: 'machine',
  churnBurst: 'machine',
  offlineEdit: 'machine',
  outOfSequenceLog: 'machine',
  authorizationRevoked: 'account',
  storageThrottled: 'account',
};

/** What a fault's intensity means, and the value proposed; kinds that are not here have none. */
export const INTENSITIES: Partial<
  Readonly<Record<LabFaultKind, { unit: '%' | 'ms' | 'MiB/s'; usual: number; max: number }>>
> = {
  linkSlow: { unit: '%', usual: 90, max: 99 },
  latency: { unit: 'ms', usual: 400, max: 5_000 },
  packetLoss: { unit: '%', usual: 50, max: 99 },
  churnBurst: { unit: 'MiB/s', usual: 4, max: 64 },
};

/** These happen at once: there is nothing to end. */
export function isLasting(kind: LabFaultKind): boolean {
  return kind !== 'hostCrash' && kind !== 'offlineEdit' && kind !== 'outOfSequenceLog';
}

export const FAULT_KINDS = Object.keys(FAULT_SCOPES) as readonly LabFaultKind[];

/** A fault's possible targets; the storage account is the empty id. */
export function targetsOf(
  kind: LabFaultKind,
  world: LabWorld,
): readonly { readonly id: string; readonly name: string }[] {
  switch (FAULT_SCOPES[kind]) {
    case 'host':
      return world.hosts;
    case 'vmmServer':
      return vmmServersOf(world);
    case 'machine':
      return world.machines;
    case 'account':
      return [{ id: '', name: t('lab.faults.account') }];
  }
}

/** Each server goes by the first of its hosts. */
function vmmServersOf({ hosts }: LabWorld): readonly { readonly id: string; readonly name: string }[] {
  const servers = new Map<string, string>();
  for (const { id, vmmServer } of hosts) if (vmmServer && !servers.has(vmmServer)) servers.set(vmmServer, id);
  return Array.from(servers, ([name, id]) => ({ id, name }));
}

export function targetName(fault: LabFault, world: LabWorld): string {
  return targetsOf(fault.kind, world).find(({ id }) => id === fault.target)?.name ?? fault.target;
}
