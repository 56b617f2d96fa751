import type { Instant } from '../../src/base/units.ts';
import type { HostId, VmId } from '../../src/core/model.ts';
import type { ActiveFault, FaultKind } from './world.ts';

/** What a kind of fault acts on. */
const targetKinds: Readonly<Record<FaultKind, 'host' | 'machine' | 'account' | 'vmmServer'>> = {
  linkDown: 'host',
  lowDiskSpace: 'host',
  lowMemory: 'host',
  clockSkew: 'host',
  hostDown: 'host',
  vmmServerDown: 'vmmServer',
  brokenVhdChain: 'machine',
  vmDeleted: 'machine',
  vssFailure: 'machine',
  authorizationRevoked: 'account',
  storageThrottled: 'account',
};

export interface FaultsRecord {
  readonly nextNumber: number;
  readonly active: readonly ActiveFault[];
}

/** The faults under way: who asks finds them; what they do lies where it happens (host API, storage account, network). */
export class Faults {
  #nextNumber = 1;
  #active: readonly ActiveFault[] = [];

  get active(): readonly ActiveFault[] {
    return this.#active;
  }

  static targetKind(kind: FaultKind): 'host' | 'machine' | 'account' | 'vmmServer' {
    return targetKinds[kind];
  }

  find(kind: FaultKind, target: HostId | VmId | ''): ActiveFault | undefined {
    return this.#active.find((fault) => fault.kind === kind && fault.target === target);
  }

  has(kind: FaultKind, target: HostId | VmId | ''): boolean {
    return this.find(kind, target) !== undefined;
  }

  start(kind: FaultKind, target: HostId | VmId | '', since: Instant): ActiveFault {
    const fault: ActiveFault = { id: `fault-${this.#nextNumber++}`, kind, target, since };
    this.#active = [...this.#active, fault];
    return fault;
  }

  /** Takes the fault out and answers it; undefined when it is not under way. */
  end(faultId: string): ActiveFault | undefined {
    const ended = this.#active.find((fault) => fault.id === faultId);
    this.#active = this.#active.filter((fault) => fault !== ended);
    return ended;
  }

  toRecord(): FaultsRecord {
    return { nextNumber: this.#nextNumber, active: this.#active };
  }

  restore(record: FaultsRecord): void {
    this.#nextNumber = record.nextNumber;
    this.#active = record.active;
  }
}
