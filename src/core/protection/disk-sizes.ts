/**
 * Disks grow while their machines run (online resizing of a VHDX). The new size comes with what the host
 * freezes, a log or a snapshot, so it always belongs to the data that is shipped with it.
 */
import type { Bytes } from '../../base/units.ts';
import type { FaultReport } from '../errors/fault.ts';
import { MAX_DISK_BYTES, MAX_OS_DISK_BYTES_GENERATION_1, MAX_OS_DISK_BYTES_GENERATION_2 } from '../limits/limits.ts';
import type { CycleLog, DiskReplication, ReplicatedItem } from '../model.ts';
import type { DiskSize } from '../ports.ts';
import type { Note } from './command.ts';

/** The disks at their sizes now, and what is said of those that have grown. */
export interface Resized {
  readonly disks: readonly DiskReplication[];
  readonly notes: readonly Note[];
}

/** The size of the disk at a log's end. */
export function diskBytesOf(item: ReplicatedItem, log: CycleLog): Bytes {
  return log.diskBytes ?? item.disks.find((disk) => disk.diskId === log.diskId)?.sizeBytes ?? 0;
}

/** Why a machine with disks of these sizes cannot be replicated on; undefined when it can. Disks not named keep their size. */
export function sizeFault(item: ReplicatedItem, sizes: readonly DiskSize[]): FaultReport | undefined {
  for (const disk of item.disks) {
    const sizeBytes = sizeOf(disk, sizes);
    if (sizeBytes < disk.sizeBytes) {
      const detail = `${disk.name} has shrunk from ${disk.sizeBytes} to ${sizeBytes} bytes; its replica does not follow.`;
      return { code: 'DiskSizeMismatch', detail };
    }
    const limitBytes = limitOf(item, disk);
    if (sizeBytes > limitBytes) {
      const detail = `${disk.name} has grown to ${sizeBytes} bytes; Azure takes ${limitBytes} of such a disk.`;
      return { code: 'PrerequisitesNotMet', detail };
    }
  }
  return undefined;
}

/** Takes over sizes that have no {@link sizeFault}. */
export function resized(item: ReplicatedItem, sizes: readonly DiskSize[]): Resized {
  const grown = item.disks.filter((disk) => sizeOf(disk, sizes) > disk.sizeBytes);
  if (grown.length === 0) return { disks: item.disks, notes: [] };
  return {
    disks: item.disks.map((disk) => (grown.includes(disk) ? { ...disk, sizeBytes: sizeOf(disk, sizes) } : disk)),
    notes: grown.map((disk) => ({
      kind: 'RaiseEvent',
      severity: 'Information',
      eventCode: 'DiskGrown',
      description: `${disk.name} has grown from ${disk.sizeBytes} to ${sizeOf(disk, sizes)} bytes, and its replica with it.`,
    })),
  };
}

function sizeOf(disk: DiskReplication, sizes: readonly DiskSize[]): Bytes {
  return sizes.find((size) => size.diskId === disk.diskId)?.sizeBytes ?? disk.sizeBytes;
}

function limitOf({ generation }: ReplicatedItem, { role }: DiskReplication): Bytes {
  if (role === 'Data') return MAX_DISK_BYTES;
  return generation === 2 ? MAX_OS_DISK_BYTES_GENERATION_2 : MAX_OS_DISK_BYTES_GENERATION_1;
}
