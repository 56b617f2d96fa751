import type { LabFault, LabFaultKind, LabWorld } from '../../../management/wire.ts';
import { t } from '../../strings/translate.ts';

/** What a fault acts on: hosts, the VMM servers that they stand behind, machines, or the one storage account. */
export type FaultScope = 'host' | 'vmmServer' | 'machine' | 'account';

export const FAULT_SCOPES: Readonly<Record<LabFaultKind, FaultScope>> = {
  linkDown: 'host',
  lowDiskSpace: 'host',
  lowMemory: 'host',
  hostDown: 'host',
  vmmServerDown: 'vmmServer',
  brokenVhdChain: 'machine',
  vmDeleted: 'machine',
  vssFailure: 'machine',
  authorizationRevoked: 'account',
  storageThrottled: 'account',
};

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
