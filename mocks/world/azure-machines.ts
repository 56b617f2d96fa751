import type { Rng } from '../../src/base/rng.ts';
import type { Extent } from '../../src/base/extent.ts';
import type { Instant } from '../../src/base/units.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { DiskId, VmId } from '../../src/core/model.ts';
import type { AzureMachine, AzureMachineRef, AzureMachineSpec, BlobRef } from '../../src/core/ports.ts';
import { BLOCK_BYTES } from './block-ref.ts';
import type { BlockRun } from './disk-layout.ts';
import type { StorageAccount } from './storage-account.ts';
import type { WorkArea } from './work-area.ts';
import { startWorkload, wakeWorkload } from './workload.ts';
import type { WorkloadState } from './workload.ts';
import type { WorkloadKind } from './world.ts';

/** A guest as its machine on the host knew it: what it does, and where on its disks. */
export interface Guest {
  readonly workload: WorkloadKind;
  readonly utcOffsetMinutes: number;
  readonly areas: ReadonlyMap<DiskId, WorkArea>;
}

interface MachineRecord {
  readonly ref: AzureMachineRef;
  readonly spec: AzureMachineSpec;
  readonly isRunning: boolean;
  readonly workload: WorkloadState;
  /** Grows with every write of the guest: the version of the content that it wrote. */
  readonly version: number;
}

export type AzureMachinesRecord = readonly MachineRecord[];

/** What the machines need of the world around them. */
export interface AzureMachinesParts {
  readonly account: StorageAccount;
  readonly rng: Rng;
  /** Throws PortError for a machine nobody knows. */
  guestOf(vmId: VmId): Guest;
}

/**
 * Virtual machines in Azure, made of copies of blobs. Synchronous and timeless, as the storage account:
 * each method acts at the instant given. Throws PortError and nothing else.
 */
export class AzureMachines {
  readonly #parts: AzureMachinesParts;
  readonly #machines = new Map<string, MachineRecord>();

  constructor(parts: AzureMachinesParts) {
    this.#parts = parts;
  }

  get hasRunning(): boolean {
    return [...this.#machines.values()].some((machine) => machine.isRunning);
  }

  list(): readonly (AzureMachine & { readonly ref: AzureMachineRef })[] {
    return [...this.#machines.values()].map((record) => ({ ref: record.ref, ...describe(record) }));
  }

  get(ref: AzureMachineRef): AzureMachine | undefined {
    const record = this.#machines.get(keyOf(ref));
    return record && describe(record);
  }

  create(ref: AzureMachineRef, spec: AzureMachineSpec, now: Instant): void {
    const existing = this.#machines.get(keyOf(ref));
    if (existing) {
      if (JSON.stringify(existing.spec) === JSON.stringify(spec)) return;
      throw new PortError({ code: 'InvalidReplicaState', detail: `there is another machine ${ref.name} already` });
    }
    const { workload } = this.#parts.guestOf(spec.vmId);
    for (const { source, blob } of spec.disks) this.#parts.account.copyBlob(source, blob, now);
    const rng = this.#parts.rng.fork(`${keyOf(ref)} ${now}`);
    const state = startWorkload(workload, rng.fork('workload'));
    this.#machines.set(keyOf(ref), { ref, spec, isRunning: false, workload: state, version: 0 });
  }

  setRunning(ref: AzureMachineRef, isRunning: boolean): void {
    const record = this.#machines.get(keyOf(ref));
    if (!record) throw new PortError({ code: 'AzureMachineNotFound', detail: `no machine ${ref.name}` });
    this.#machines.set(keyOf(ref), { ...record, isRunning });
  }

  delete(ref: AzureMachineRef, now: Instant): void {
    const record = this.#machines.get(keyOf(ref));
    if (!record) return;
    for (const { blob } of record.spec.disks) this.#parts.account.deleteBlob(blob, {}, now);
    this.#machines.delete(keyOf(ref));
  }

  /** One write of a guest that runs, where somebody wants it; false where no such machine runs, or its disk is not as long. Whole blocks only. */
  writeAsGuest(ref: AzureMachineRef, diskId: DiskId, { offsetBytes, lengthBytes }: Extent, now: Instant): boolean {
    const key = keyOf(ref);
    const record = this.#machines.get(key);
    const disk = record?.spec.disks.find((each) => each.diskId === diskId);
    if (!record?.isRunning || !disk) return false;
    const run = { block: offsetBytes / BLOCK_BYTES, count: lengthBytes / BLOCK_BYTES };
    const { sizeBytes } = this.#parts.account.fileOf(disk.blob);
    if (!Number.isInteger(run.block) || !Number.isInteger(run.count))
      throw new RangeError(`a guest writes whole blocks of ${BLOCK_BYTES} bytes, not ${lengthBytes} at ${offsetBytes}`);
    if (offsetBytes + lengthBytes > sizeBytes) return false;
    this.#machines.set(key, this.#written(record, [{ blob: disk.blob, run }], now));
    return true;
  }

  /** One wake of all guests that run. They write as they did on their hosts, other content. */
  wake(now: Instant): void {
    for (const [key, record] of this.#machines) {
      if (record.isRunning && record.workload.kind !== 'idle') this.#machines.set(key, this.#woken(record, now));
    }
  }

  toRecord(): AzureMachinesRecord {
    return [...this.#machines.values()];
  }

  restore(records: AzureMachinesRecord): void {
    for (const record of records) this.#machines.set(keyOf(record.ref), record);
  }

  #woken(record: MachineRecord, now: Instant): MachineRecord {
    const { areas, utcOffsetMinutes } = this.#parts.guestOf(record.spec.vmId);
    const dataDisk = record.spec.disks.at(-1);
    const area = dataDisk && areas.get(dataDisk.diskId);
    if (!dataDisk || !area || area.length === 0) return record;
    const { state, writes } = wakeWorkload(record.workload, area, now, utcOffsetMinutes);
    const systemDisk = record.spec.disks[0];
    const systemArea = systemDisk && areas.get(systemDisk.diskId);
    // As on the host: the guest's own log on the system disk.
    const ownLog =
      systemDisk && systemArea && systemDisk !== dataDisk && writes.length > 0
        ? [{ blob: systemDisk.blob, run: systemArea.runAt(now % systemArea.length, 1) }]
        : [];
    const all = [...writes.map((run) => ({ blob: dataDisk.blob, run })), ...ownLog];
    return { ...this.#written(record, all, now), workload: state };
  }

  #written(
    record: MachineRecord,
    writes: readonly { readonly blob: BlobRef; readonly run: BlockRun }[],
    now: Instant,
  ): MachineRecord {
    let { version } = record;
    for (const { blob, run } of writes) {
      version = (version + 1) >>> 0;
      const contentSeed = this.#parts.rng.fork(`${record.spec.vmId} ${blob.name}`).uint32();
      this.#parts.account.writeAsGuest(blob, run, contentSeed, version, now);
    }
    return { ...record, version };
  }
}

function describe({ spec, isRunning }: MachineRecord): AzureMachine {
  const disks = spec.disks.map(({ diskId, blob }) => ({ diskId, blob }));
  return { vmId: spec.vmId, state: isRunning ? 'Running' : 'Stopped', disks };
}

export function isSameMachine(left: AzureMachineRef, right: AzureMachineRef): boolean {
  return keyOf(left) === keyOf(right);
}

/** Azure's names do not tell cases apart. */
function keyOf({ resourceGroupId, name }: AzureMachineRef): string {
  return `${resourceGroupId}/${name}`.toLowerCase();
}
