import { expect, test } from 'vitest';
import { createChecksumsInline } from '../../adapters/checksums-pool/checksums-inline.ts';
import type { Extent } from '../../base/extent.ts';
import { KIB, MIB } from '../../base/units.ts';
import type { DiskId, LogId, VmId } from '../../core/model.ts';
import type { BlobProperties, HostApi, StorageApi, WriteReceipt } from '../../core/ports.ts';
import { FACTS, SAMPLES } from '../../core/protection/testing/sample-items.ts';
import type { FileWrite } from '../../formats/file-write.ts';
import { NIL_GUID } from '../../formats/guid.ts';
import { appendBytesToHrl, closeHrl, createHrl } from '../../formats/hrl/hrl-writer.ts';
import { applyWrites } from '../../formats/testing/memory-file.ts';
import { applyLog } from './apply-log.ts';
import { NO_COMPUTE } from './azure-machine.ts';
import type { EffectContext } from './context.ts';

const LOG_ID = '0b1f5a52-9a4e-4d0a-8d3b-1f5a529a4e4d' as LogId;
const DISK_ID = 'data' as DiskId;
const DISK_BYTES = 64 * MIB;
const checksums = await createChecksumsInline();

interface GuestWrite {
  readonly byteOffset: number;
  readonly bytes: Uint8Array;
}

/** A closed log of these writes. */
function logOf(guestWrites: readonly GuestWrite[]): Uint8Array {
  const writes: FileWrite[] = [];
  let step = createHrl({
    originalSizeBytes: DISK_BYTES,
    currentSizeBytes: DISK_BYTES,
    uniqueId: LOG_ID,
    previousUniqueId: NIL_GUID,
    vhd2DataWriteGuid: NIL_GUID,
    timestampSeconds: 1,
  });
  writes.push(...step.writes);
  for (const write of guestWrites) {
    step = appendBytesToHrl(step.writer, { ...write, timestampSeconds: 2 });
    writes.push(...step.writes);
  }
  writes.push(...closeHrl(step.writer, 3).writes);
  return applyWrites(writes);
}

/** A storage account that holds one log, and notes what is written to the replica. */
function accountWith(file: Uint8Array) {
  const puts: Extent[] = [];
  const clears: Extent[] = [];
  const receipt: WriteReceipt = { etag: '"1"', sequenceNumber: 0, lastModified: '' };
  const storage: Partial<StorageApi> = {
    getProperties: async (): Promise<BlobProperties> => ({ ...receipt, sizeBytes: DISK_BYTES }),
    readRange: async (_blob, { offsetBytes, lengthBytes }) => file.slice(offsetBytes, offsetBytes + lengthBytes),
    putPages: async (_blob, offsetBytes, body) => {
      puts.push({ offsetBytes, lengthBytes: body.length });
      return receipt;
    },
    clearPages: async (_blob, extent) => {
      clears.push(extent);
      return receipt;
    },
  };
  return { storage: storage as StorageApi, puts, clears };
}

function apply(file: Uint8Array, storage: StorageApi, tell: EffectContext['tell'] = () => undefined) {
  const [disk] = SAMPLES.protected.disks;
  if (!disk) throw new Error('no disk');
  const item = { ...SAMPLES.protected, disks: [{ ...disk, diskId: DISK_ID, sizeBytes: DISK_BYTES }] };
  const context: EffectContext = {
    host: {} as HostApi,
    storage,
    compute: NO_COMPUTE,
    checksums,
    item,
    policy: FACTS.policy,
    lease: { vmId: item.vmId, leaseId: 'lease', earlier: [], isHeld: true },
    machine: undefined,
    manifestOf: () => undefined,
    tell,
    call: { requestId: `${'vm' as VmId}.1`, signal: new AbortController().signal },
  };
  const effect = { kind: 'ApplyLog', diskId: DISK_ID, logId: LOG_ID, fileBytes: file.length } as const;
  return applyLog(context, { ...effect, diskBytes: DISK_BYTES });
}

const filled = (lengthBytes: number, fill: number) => new Uint8Array(lengthBytes).fill(fill);

test('[DL6] what the guest wrote as zeros is cleared, in the middle of data too; the last write of a page counts', async () => {
  const file = logOf([
    { byteOffset: 0, bytes: filled(16 * KIB, 1) },
    { byteOffset: 16 * KIB, bytes: filled(16 * KIB, 0) },
    { byteOffset: 32 * KIB, bytes: filled(16 * KIB, 2) },
    { byteOffset: 4 * KIB, bytes: filled(4 * KIB, 0) },
    { byteOffset: MIB, bytes: filled(8 * KIB, 0) },
    { byteOffset: MIB, bytes: filled(4 * KIB, 3) },
  ]);
  const { storage, puts, clears } = accountWith(file);
  const { result } = await apply(file, storage);
  expect(puts).toEqual([
    { offsetBytes: 0, lengthBytes: 4 * KIB },
    { offsetBytes: 8 * KIB, lengthBytes: 8 * KIB },
    { offsetBytes: 32 * KIB, lengthBytes: 16 * KIB },
    { offsetBytes: MIB, lengthBytes: 4 * KIB },
  ]);
  expect(clears).toEqual([
    { offsetBytes: 4 * KIB, lengthBytes: 4 * KIB },
    { offsetBytes: 16 * KIB, lengthBytes: 16 * KIB },
    { offsetBytes: MIB + 4 * KIB, lengthBytes: 4 * KIB },
  ]);
  expect(result.appliedBytes).toBe(56 * KIB);
});

test('[DL6] a write with one byte that is not zero is data', async () => {
  const almost = filled(64 * KIB, 0);
  almost[64 * KIB - 1] = 1;
  const file = logOf([{ byteOffset: 0, bytes: almost }]);
  const { storage, puts, clears } = accountWith(file);
  await apply(file, storage);
  expect([puts, clears]).toEqual([[{ offsetBytes: 0, lengthBytes: 64 * KIB }], []]);
});

test('[DL16] progress is told every 8 MiB, and the whole at the end', async () => {
  const file = logOf([0, 1, 2].map((index) => ({ byteOffset: index * 8 * MIB, bytes: filled(7 * MIB, 1) })));
  const told: number[] = [];
  const { result } = await apply(file, accountWith(file).storage, ({ appliedBytes }) => told.push(appliedBytes));
  expect(told).toEqual([11 * MIB, 21 * MIB]);
  expect(result.appliedBytes).toBe(21 * MIB);
});
