/** What the hosts tell of an item's machine: where it runs, and which adapters it has. */
import type { ReplicatedItem } from '../model.ts';
import type { HostInventory, MachineInventory } from '../ports.ts';
import { decide, type Decision } from './cell.ts';
import { targetChangeRefusal } from './target-change.ts';

/**
 * The item of a machine that `host` has now: a live migration within a site ends nothing, and what is asked and sent
 * from then on is asked of the new host and sent over its line [IN6]. The same item where it has not moved.
 */
export function followMachine(item: ReplicatedItem, host: Pick<HostInventory, 'hostId' | 'name'>): Decision {
  if (item.hostId === host.hostId) return decide(item);
  return decide(
    { ...item, hostId: host.hostId, hostName: host.name },
    {
      kind: 'RaiseEvent',
      severity: 'Information',
      eventCode: 'MachineMoved',
      description: `${item.vmName} moved from ${item.hostName} to ${host.name}.`,
    },
  );
}

/**
 * The item with its machine's adapters of now. While a machine is made of them they stay as they were: an attempt
 * after a crash has to ask for the same machine [TG5]. The same item where nothing is new.
 */
export function noteAdapters(item: ReplicatedItem, { nics }: Pick<MachineInventory, 'nics'>): ReplicatedItem {
  if (!nics || targetChangeRefusal(item) !== null) return item;
  const isKnown =
    nics.length === item.nicIds?.length && nics.every(({ nicId }, index) => nicId === item.nicIds?.[index]);
  return isKnown ? item : { ...item, nicIds: nics.map(({ nicId }) => nicId) };
}
