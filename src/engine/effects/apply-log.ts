import type { Extent } from '../../base/extent.ts';
import { MIB, type Bytes } from '../../base/units.ts';
import { planApply, type PageWrite } from '../../core/delta/apply-plan.ts';
import { PortError } from '../../core/errors/fault.ts';
import { FINE_BLOCK_BYTES } from '../../core/limits/limits.ts';
import type { DiskId, LogId } from '../../core/model.ts';
import type { BlobRef } from '../../core/ports.ts';
import type { Effect } from '../../core/protection/effect.ts';
import type { EventOf } from '../../core/protection/event.ts';
import type { ByteSource } from '../../formats/byte-source.ts';
import { FormatError } from '../../formats/format-error.ts';
import { coalesce, type LoggedWrite } from '../../formats/hrl/coalesce.ts';
import { readHrl, type HrlLog } from '../../formats/hrl/hrl-reader.ts';
import { cachedSource } from './cached-source.ts';
import { CLOUD, diskOf, logBlob, replicaBlob, replicaConditions, type EffectContext } from './context.ts';
import { done, type Done } from './done.ts';
import { growReplicas } from './grow-replica.ts';
import { isZero } from './zero-runs.ts';

/** Progress is told in steps of so much: each is a record in the journal. */
const TOLD_EVERY_BYTES: Bytes = 8 * MIB;

/**
 * Applies a shipped log to a disk's replica, inside the cloud: of each byte the newest write wins,
 * so the log as a whole takes the replica from one frozen instant to the next. Done again from the
 * start, it ends in the same content.
 */
export async function applyLog(
  context: EffectContext,
  effect: Extract<Effect, { readonly kind: 'ApplyLog' }>,
): Promise<Done<EventOf<'LogApplied'>>> {
  const { diskId, logId, fileBytes, diskBytes } = effect;
  const disk = diskOf(context, diskId);
  const file = cachedSource(shippedFile(context, diskId, logId, fileBytes));
  const log = await readLog(file, logId);
  if (log.header.currentSizeBytes !== diskBytes) {
    const detail = `Log ${logId} is of a disk of ${log.header.currentSizeBytes} bytes; ${disk.name} has ${diskBytes}.`;
    throw new PortError({ code: 'DiskSizeMismatch', detail });
  }
  const entries = coalesce(await withZeros(file, log));
  const replica = replicaBlob(context.item, disk);
  const { etag } = await context.storage.getProperties(replica, context.call);
  const grown = await growReplicas(context, [{ diskId, sizeBytes: diskBytes }]);
  let appliedBytes = 0;
  let toldBytes = 0;
  for (const write of planApply(entries)) {
    await carryOut(context, replica, write, file);
    appliedBytes += write.extent.lengthBytes;
    if (appliedBytes - toldBytes < TOLD_EVERY_BYTES) continue;
    toldBytes = appliedBytes;
    context.tell({ kind: 'LogApplying', diskId, logId, appliedBytes });
  }
  return done({ kind: 'LogApplied', diskId, logId, appliedBytes }, [
    { kind: 'check', diskId, sizeBytes: disk.sizeBytes, etag },
    ...grown,
    { kind: 'forget', diskId, extents: entries },
  ]);
}

/** Which of the guest's writes were all zero. In the order of the file, so that its blocks are read once. */
async function withZeros(file: ByteSource, { entries }: HrlLog): Promise<readonly LoggedWrite[]> {
  const writes: LoggedWrite[] = [];
  for (const { byteOffset, lengthBytes, dataOffsetBytes } of entries) {
    const isZero = await holdsZeros(file, { offsetBytes: dataOffsetBytes, lengthBytes });
    writes.push({ byteOffset, lengthBytes, dataOffsetBytes, isZero });
  }
  return writes;
}

/** Looks no further than the first byte that is not zero, by small reads. */
async function holdsZeros(file: ByteSource, { offsetBytes, lengthBytes }: Extent): Promise<boolean> {
  for (let done = 0; done < lengthBytes; done += FINE_BLOCK_BYTES) {
    const part = { offsetBytes: offsetBytes + done, lengthBytes: Math.min(FINE_BLOCK_BYTES, lengthBytes - done) };
    const bytes = await file.read(part);
    if (!isZero(bytes, 0, bytes.length)) return false;
  }
  return true;
}

async function carryOut(context: EffectContext, replica: BlobRef, write: PageWrite, file: ByteSource): Promise<void> {
  const { storage, call } = context;
  const conditions = replicaConditions(context);
  if (write.kind === 'clear') {
    await storage.clearPages(replica, write.extent, conditions, CLOUD, call);
    return;
  }
  const body = await assemble(write, file);
  await storage.putPages(replica, write.extent.offsetBytes, body, conditions, CLOUD, call);
}

async function assemble(write: Extract<PageWrite, { readonly kind: 'put' }>, file: ByteSource): Promise<Uint8Array> {
  const body = new Uint8Array(write.extent.lengthBytes);
  let filled = 0;
  for (const { dataOffsetBytes, lengthBytes } of write.pieces) {
    body.set(await file.read({ offsetBytes: dataOffsetBytes, lengthBytes }), filled);
    filled += lengthBytes;
  }
  return body;
}

/** The log's file as it arrived in the cache. */
function shippedFile(context: EffectContext, diskId: DiskId, logId: LogId, sizeBytes: number): ByteSource {
  const blob = logBlob(context, diskId, logId);
  return { sizeBytes, read: (extent) => context.storage.readRange(blob, extent, CLOUD, context.call) };
}

/** Reads and checks the whole log, data included, before the first byte of it touches the replica. */
async function readLog(file: ByteSource, logId: LogId): Promise<HrlLog> {
  try {
    const log = await readHrl(file, { verifyData: true });
    if (log.header.uniqueId.toLowerCase() === logId.toLowerCase()) return log;
    throw new PortError({
      code: 'LogOutOfSequence',
      detail: `Log ${log.header.uniqueId} lies in the place of ${logId}.`,
    });
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const code = error.code === 'notClosed' ? 'LogNotClosed' : 'LogInvalid';
    throw new PortError({ code, detail: `Log ${logId}: ${error.message}` });
  }
}
