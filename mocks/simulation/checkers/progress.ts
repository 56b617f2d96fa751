import type { DiskTransfer, ReplicatedItem } from '../../../src/core/model.ts';
import { demand, type Law } from './law.ts';

/** Within one transfer nothing that was done is undone, and no more is done than there is. */
export function progress(): Law {
  const seen = new Map<string, DiskTransfer>();
  const law: Law = {
    name: 'progress never falls',
    itemChanged({ item }) {
      for (const disk of item.disks) {
        const { transfer } = disk;
        if (!transfer) continue;
        const key = `${disk.diskId}/${transfer.kind}/${transfer.startedAt}/${runOf(item)}`;
        const before = seen.get(key);
        seen.set(key, transfer);
        const { processedBytes, totalBytes, differingBytes, sentBytes, cursorBytes } = transfer;
        const where = `${item.vmName}, ${disk.name}`;
        demand(processedBytes <= totalBytes, law, () => `${where}: ${processedBytes} of ${totalBytes} bytes processed`);
        demand(sentBytes <= differingBytes, law, () => `${where}: ${sentBytes} sent of ${differingBytes} that differ`);
        demand(
          differingBytes <= processedBytes,
          law,
          () => `${where}: ${differingBytes} differ of ${processedBytes} processed`,
        );
        demand(
          cursorBytes <= disk.sizeBytes,
          law,
          () => `${where}: the cursor ${cursorBytes} is past ${disk.sizeBytes}`,
        );
        if (!before) continue;
        for (const name of COUNTS) {
          demand(transfer[name] >= before[name], law, () => `${where}: ${name} ${before[name]} → ${transfer[name]}`);
        }
      }
    },
  };
  return law;
}

const COUNTS = ['processedBytes', 'differingBytes', 'sentBytes', 'checksumBytes', 'cursorBytes'] as const;

/** Two resynchronizations may begin at one instant of a clock that jumps. */
function runOf({ phase, activeJobId }: ReplicatedItem): string {
  return phase.kind === 'resynchronizing' ? `${phase.startedAt}/${activeJobId}` : '';
}
