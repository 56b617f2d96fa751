import type { DiskReplication, RecoveryPoint, ReplicatedItem, VmId } from '../../core/model.ts';
import { MAX_READ_BYTES } from '../../core/limits/limits.ts';
import type { EngineApi } from '../../engine/engine-api.ts';
import { elapsedMs, instant, SECOND_MS } from '../../base/units.ts';
import { fixedVhdFooter } from '../../formats/vhd/footer.ts';
import { guidOf } from './arm-id.ts';

/** VHD counts seconds from 2000-01-01 UTC. */
const VHD_EPOCH = instant(Date.UTC(2000, 0, 1));

/** The bytes of a replica at a recovery point (null = the base blob now), read as they are asked for. */
export async function* replicaChunks(
  engine: EngineApi,
  vmId: VmId,
  disk: DiskReplication,
  recoveryPointId: string | null,
): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < disk.sizeBytes; offset += MAX_READ_BYTES) {
    const lengthBytes = Math.min(MAX_READ_BYTES, disk.sizeBytes - offset);
    yield await engine.readReplica(vmId, disk.diskId, recoveryPointId, offset, lengthBytes);
  }
}

/** The replica as a fixed VHD: its bytes, then the footer. Nothing is read before the reader asks. */
export function replicaDownload(
  engine: EngineApi,
  item: ReplicatedItem,
  disk: DiskReplication,
  point: RecoveryPoint | null,
): Response {
  const footer = fixedVhdFooter({
    virtualSizeBytes: disk.sizeBytes,
    // The same point gives the same file, byte for byte.
    uniqueId: guidOf(`${disk.diskId}/${point?.recoveryPointId ?? 'now'}`),
    timestampSeconds: Math.max(0, Math.floor(elapsedMs(VHD_EPOCH, point?.time ?? item.enabledAt) / SECOND_MS)),
  });
  const chunks = replicaChunks(engine, item.vmId, disk, point?.recoveryPointId ?? null);
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await chunks.next();
        controller.enqueue(done ? footer : value);
        if (done) controller.close();
      },
      cancel: async () => {
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(disk.sizeBytes + footer.byteLength),
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
