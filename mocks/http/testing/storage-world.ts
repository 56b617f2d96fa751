import { createRng } from '../../../src/base/rng.ts';
import { instant } from '../../../src/base/units.ts';
import type { HostId } from '../../../src/core/model.ts';
import type { StorageApi } from '../../../src/core/ports.ts';
import { VirtualClock } from '../../simulation/virtual-clock.ts';
import { createMemoryBlockFile } from '../../world/block-file.ts';
import { BlockStore } from '../../world/block-store.ts';
import { ChangeLog } from '../../world/change-log.ts';
import { Faults } from '../../world/faults.ts';
import { Network } from '../../world/network.ts';
import { StorageAccount } from '../../world/storage-account.ts';
import { WorldStorageApi } from '../../world/storage-api.ts';

export const startAt = instant(Date.UTC(2026, 2, 1, 9));
export const theHost = 'host-1' as HostId;

/** The world's storage account with one host's link, and nothing else of the world. */
export function createStorageWorld(): {
  readonly clock: VirtualClock;
  readonly storage: StorageApi;
  readonly faults: Faults;
  readonly network: Network;
} {
  const clock = new VirtualClock(startAt);
  const network = new Network(clock, createRng('storage world'));
  network.addLink(theHost, 'hv-01', { bitsPerSecond: 100e6, latencyMs: 20, schedule: null }, () => 0);
  const faults = new Faults();
  const account = new StorageAccount(new BlockStore(createMemoryBlockFile()), new ChangeLog());
  return { clock, network, faults, storage: new WorldStorageApi({ clock, account, network, faults }) };
}
