import type { DiskReplication, RecoveryPoint, ReplicatedItem } from '../../core/model.ts';
import { MAX_READ_BYTES } from '../../core/limits/limits.ts';
import type { EngineApi } from '../../engine/engine-api.ts';
import { elapsedMs, instant, SECOND_MS, type Bytes } from '../../base/units.ts';
import { fixedVhdFooter } from '../../formats/vhd/footer.ts';
import { guidOf } from './arm-id.ts';

/** VHD counts seconds from 2000-01-01 UTC. */
const VHD_EPOCH = instant(Date.UTC(2000, 0, 1));

/** A disk's replica at one recovery point (null: its base blob). */
export interface ReplicaContent {
  /** At most 4 MiB, whole pages. */
  read(offsetBytes: Bytes, lengthBytes: Bytes): Promise<Uint8Array>;
  close(): void;
}

export type OpenReplica = (item: ReplicatedItem, disk: DiskReplication, point: RecoveryPoint | null) => ReplicaContent;

/** Opens replicas through the engine's storage port. */
export function openThroughEngine(engine: EngineApi): OpenReplica {
  return ({ vmId }, { diskId }, point) => ({
    read: (offsetBytes, lengthBytes) =>
      engine.readReplica(vmId, diskId, point?.recoveryPointId ?? null, offsetBytes, lengthBytes),
    close: () => undefined,
  });
}

/** The bytes of a replica, read as they are asked for; closed at the end, or when the reader gives up. */
export async function* replicaChunks(content: ReplicaContent, sizeBytes: Bytes): AsyncGenerator<Uint8Array> {
  try {
    for (let offset = 0; offset < sizeBytes; offset += MAX_READ_BYTES) {
      yield await content.read(offset, Math.min(MAX_READ_BYTES, sizeBytes - offset));
    }
  } finally {
    content.close();
  }
}

/** The disk's size as the recovery point shows it: disks grow. */
export function sizeAt(disk: DiskReplication, point: RecoveryPoint | null): Bytes {
  return point?.snapshots.find(({ diskId }) => diskId === disk.diskId)?.sizeBytes ?? disk.sizeBytes;
}

/** The replica as a fixed VHD: its bytes, then the footer. Nothing is read before the reader asks. */
export function replicaDownload(
  content: ReplicaContent,
  item: ReplicatedItem,
  disk: DiskReplication,
  point: RecoveryPoint | null,
): Response {
  const sizeBytes = sizeAt(disk, point);
  const footer = fixedVhdFooter({
    virtualSizeBytes: sizeBytes,
    // The same point gives the same file, byte for byte.
    uniqueId: guidOf(`${disk.diskId}/${point?.recoveryPointId ?? 'now'}`),
    timestampSeconds: Math.max(0, Math.floor(elapsedMs(VHD_EPOCH, point?.time ?? item.enabledAt) / SECOND_MS)),
  });
  const chunks = replicaChunks(content, sizeBytes);
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await chunks.next();
        controller.enqueue(done ? footer : value);
        if (done) controller.close();
      },
      cancel: async () => {
        await chunks.return(undefined);
        // A generator that has not begun has no end either.
        content.close();
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(sizeBytes + footer.byteLength),
      ...(point === null ? {} : { 'x-lockstep-recovery-point': point.recoveryPointId }),
      'content-disposition': `attachment; filename="${fileName(item.vmName, disk.name)}"`,
    },
  });
}

/** Letters, digits, dot, hyphen and underscore only: the name goes into a header and onto foreign file systems. */
function fileName(vmName: string, diskName: string): string {
  const base = `${vmName}-${diskName.replace(/\.(a?vhdx?|img|raw)$/i, '')}`;
  return `${base.replace(/[^A-Za-z0-9._-]+/g, '_')}.vhd`;
}
