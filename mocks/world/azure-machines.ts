import type { Rng } from '../../src/base/rng.ts';
import type { Instant } from '../../src/base/units.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { DiskId, VmId } from '../../src/core/model.ts';
import type { AzureMachine, AzureMachineRef, AzureMachineSpec, BlobRef } from '../../src/core/ports.ts';
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

  /** One wake of all guests that run. They write as they did on their hosts, other content. */
  wake(now: Instant): void {
    for (const [key, record] of this.#machines) {
      if (record.isRunning) this.#machines.set(key, this.#woken(record, now));
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
    let { version } = record;
    const write = (blob: BlobRef, run: BlockRun): void => {
      version = (version + 1) >>> 0;
      const contentSeed = this.#parts.rng.fork(`${record.spec.vmId} ${blob.name}`).uint32();
      this.#parts.account.writeAsGuest(blob, run, contentSeed, version, now);
    };
    for (const run of writes) write(dataDisk.blob, run);
    // As on the host: the guest's own log on the system disk.
    if (systemDisk && systemArea && systemDisk !== dataDisk && writes.length > 0)
      write(systemDisk.blob, systemArea.runAt(now % systemArea.length, 1));
    return { ...record, workload: state, version };
  }
}

function describe({ spec, isRunning }: MachineRecord): AzureMachine {
  const disks = spec.disks.map(({ diskId, blob }) => ({ diskId, blob }));
  return { vmId: spec.vmId, state: isRunning ? 'Running' : 'Stopped', disks };
}

/** Azure's names do not tell cases apart. */
function keyOf({ resourceGroupId, name }: AzureMachineRef): string {
  return `${resourceGroupId}/${name}`.toLowerCase();
}
