/**
 * Plays faults at their instants: those of a scenario or an address, and those that somebody starts by
 * hand. A fault that lasts has an end; what it changed is put back then. The plan is a pure function of
 * scenario and address, so after a reload what lies before the world's time has been played already.
 *
 *   planned ──its instant──► active ──its end, or a hand──► over
 *   by hand ────────────────►
 */
import { after, instant, MIB, SECOND_MS, toIso, type Instant, type Milliseconds } from '../../src/base/units.ts';
import type { DiskId, HostId, VmId } from '../../src/core/model.ts';
import type { LabFault, LabFaultKind } from '../../src/management/wire.ts';
import { complaintAbout, FAULT_KINDS, type FaultSpec, FaultSpecError } from '../stories/fault-spec.ts';
import type { FaultKind, World } from '../world/world.ts';

/** Before everything else that is due at the same instant. */
const DIRECTOR_ORDER = -1;
const PERCENT = 100;
/** World time between two pieces of a churn burst. */
const CHURN_SECONDS = 5;

/** How a fault is taken back. Plain data: it outlives a reload. */
type Undo =
  | { readonly kind: 'worldFault'; readonly faultId: string }
  | { readonly kind: 'link'; readonly bitsPerSecond?: number; readonly latencyMs?: number; readonly lossShare?: number }
  | { readonly kind: 'churn' };

interface ActiveRecord {
  readonly id: string;
  readonly kind: LabFaultKind;
  /** Host id, machine id, or empty. */
  readonly target: string;
  readonly since: Instant;
  readonly endsAt: Instant | null;
  readonly intensity: number | null;
  readonly undo: Undo;
}

/** What is kept between visits. */
export interface DirectorRecord {
  readonly nextNumber: number;
  readonly active: readonly ActiveRecord[];
  /** Faults started by hand so far, for the link that reproduces the world. */
  readonly byHand: readonly FaultSpec[];
}

export interface DirectorParts {
  readonly world: World;
  /** The world's time when it was made. */
  readonly startsAt: Instant;
  /** Faults of the scenario and of the address. */
  readonly plan: readonly FaultSpec[];
  readonly record: DirectorRecord | null;
  /** Something changed at an instant of the world: keep it and tell the portal. */
  readonly onChange: () => void;
}

export interface HandFault {
  readonly kind: LabFaultKind;
  /** Host id, machine id, or empty for the storage account. */
  readonly target: string;
  readonly durationSeconds: number | null;
  readonly intensity: number | null;
}

export class Director {
  readonly #parts: DirectorParts;
  #nextNumber: number;
  #active: readonly ActiveRecord[];
  #byHand: readonly FaultSpec[];
  readonly #ends = new Map<string, () => void>();

  /** Throws {@link FaultSpecError} for a plan whose targets the world does not have. */
  constructor(parts: DirectorParts) {
    this.#parts = parts;
    const { world, plan, record } = parts;
    this.#nextNumber = record?.nextNumber ?? 1;
    this.#active = record?.active ?? [];
    this.#byHand = record?.byHand ?? [];
    for (const fault of this.#active) this.#arm(fault);
    for (const spec of plan) {
      const target = this.#idOf(spec);
      const at = after(parts.startsAt, spec.startSeconds * SECOND_MS);
      // What lies behind was played before the reload; at the very beginning nothing was.
      if (at < world.clock.now() || (record !== null && at <= world.clock.now())) continue;
      world.clock.arm(at, DIRECTOR_ORDER, () => {
        this.#begin({ ...spec, target });
        parts.onChange();
      });
    }
  }

  /** Starts a fault now; answers the one of its kind and target that is under way, or null for one that happens at once. */
  startByHand({ kind, target, durationSeconds, intensity }: HandFault): LabFault | null {
    const { startsAt, world } = this.#parts;
    const startSeconds = (world.clock.now() - startsAt) / SECOND_MS;
    const spec = { kind, target: this.#nameOf(kind, target), startSeconds, durationSeconds, intensity };
    const complaint = complaintAbout(spec);
    if (complaint !== null) throw new FaultSpecError(`fault ${kind}: ${complaint}`);
    const running = this.#active.find((fault) => fault.kind === kind && fault.target === target);
    if (running) return bodyOf(running);
    const started = this.#begin({ kind, target, durationSeconds, intensity });
    this.#byHand = [...this.#byHand, spec];
    return started && bodyOf(started);
  }

  /** Ends a fault before its time; unknown ids are ignored. */
  endByHand(faultId: string): void {
    const fault = this.#active.find((each) => each.id === faultId);
    if (!fault) return;
    this.#end(fault);
    const { startsAt, world } = this.#parts;
    const startSeconds = (fault.since - startsAt) / SECOND_MS;
    const durationSeconds = (world.clock.now() - fault.since) / SECOND_MS;
    const { kind } = fault;
    const target = this.#knownName(kind, fault.target);
    this.#byHand = this.#byHand.map((spec) =>
      spec.kind === kind && spec.target === target && spec.startSeconds === startSeconds
        ? { ...spec, durationSeconds }
        : spec,
    );
  }

  faults(): readonly LabFault[] {
    return this.#active.map(bodyOf);
  }

  get byHand(): readonly FaultSpec[] {
    return this.#byHand;
  }

  toRecord(): DirectorRecord {
    return { nextNumber: this.#nextNumber, active: this.#active, byHand: this.#byHand };
  }

  #begin({ kind, target, durationSeconds, intensity }: HandFault): ActiveRecord | null {
    const { clock } = this.#parts.world;
    if (this.#active.some((fault) => fault.kind === kind && fault.target === target)) return null;
    const undo = this.#act(kind, target, intensity ?? FAULT_KINDS[kind].intensity?.usual ?? 0);
    if (undo === null) return null;
    const since = clock.now();
    const endsAt = durationSeconds === null ? null : after(since, durationSeconds * SECOND_MS);
    const fault: ActiveRecord = { id: `fault-${this.#nextNumber++}`, kind, target, since, endsAt, intensity, undo };
    this.#active = [...this.#active, fault];
    this.#arm(fault);
    return fault;
  }

  #arm(fault: ActiveRecord): void {
    if (fault.undo.kind === 'churn') this.#armChurn(fault);
    if (fault.endsAt === null) return;
    const disarm = this.#parts.world.clock.arm(fault.endsAt, DIRECTOR_ORDER, () => {
      this.#end(fault);
      this.#parts.onChange();
    });
    this.#ends.set(fault.id, disarm);
  }

  /** The guest writes through its last disk, a piece every few seconds, as long as the fault lasts. */
  #armChurn(fault: ActiveRecord): void {
    const { world } = this.#parts;
    const disk = this.#machine(fault.target).disks.at(-1);
    if (!disk) return;
    const pieceBytes = (fault.intensity ?? FAULT_KINDS.churnBurst.intensity?.usual ?? 1) * MIB * CHURN_SECONDS;
    const lengthBytes = Math.min(pieceBytes, disk.sizeBytes);
    const piecesPerPass = Math.floor(disk.sizeBytes / lengthBytes);
    const passed = Math.floor((world.clock.now() - fault.since) / (CHURN_SECONDS * SECOND_MS));
    const piece = passed + 1;
    world.clock.arm(after(fault.since, piece * CHURN_SECONDS * SECOND_MS), DIRECTOR_ORDER, () => {
      if (!this.#active.includes(fault)) return;
      const offsetBytes = (piece % piecesPerPass) * lengthBytes;
      world.writeAsGuest(fault.target as VmId, disk.diskId, { offsetBytes, lengthBytes });
      this.#armChurn(fault);
    });
  }

  #end(fault: ActiveRecord): void {
    this.#ends.get(fault.id)?.();
    this.#ends.delete(fault.id);
    this.#active = this.#active.filter((each) => each.id !== fault.id);
    this.#takeBack(fault);
  }

  /** Makes it happen; answers how it is taken back, or null when it was over at once. */
  #act(kind: LabFaultKind, target: string, intensity: number): Undo | null {
    const { world } = this.#parts;
    switch (kind) {
      case 'linkSlow': {
        const { bitsPerSecond } = this.#linkOf(target);
        world.setLink(target as HostId, { bitsPerSecond: bitsPerSecond * (1 - intensity / PERCENT) });
        return { kind: 'link', bitsPerSecond };
      }
      case 'latency': {
        const { latencyMs } = this.#linkOf(target);
        world.setLink(target as HostId, { latencyMs: latencyMs + intensity });
        return { kind: 'link', latencyMs };
      }
      case 'packetLoss':
        world.setLink(target as HostId, { lossShare: intensity / PERCENT });
        return { kind: 'link', lossShare: 0 };
      case 'churnBurst':
        return { kind: 'churn' };
      case 'hostCrash':
        world.crashHost(target as HostId);
        return null;
      case 'offlineEdit':
        world.editDiskOffline(target as VmId, this.#machine(target).disks[0]?.diskId ?? ('' as DiskId));
        return null;
      case 'outOfSequenceLog':
        world.loseActiveLogs(target as VmId);
        return null;
      default:
        return { kind: 'worldFault', faultId: world.startFault(kind satisfies FaultKind, target).id };
    }
  }

  #takeBack({ target, undo }: ActiveRecord): void {
    const { world } = this.#parts;
    if (undo.kind === 'worldFault') world.endFault(undo.faultId);
    else if (undo.kind === 'link') {
      const { kind: _, ...link } = undo;
      world.setLink(target as HostId, link);
    }
  }

  #linkOf(hostId: string): { readonly bitsPerSecond: number; readonly latencyMs: Milliseconds } {
    const host = this.#parts.world.hosts().find((each) => each.hostId === hostId);
    if (!host) throw new FaultSpecError(`there is no host ${hostId}`);
    return { bitsPerSecond: host.linkBitsPerSecond, latencyMs: host.latencyMs };
  }

  #machine(vmId: string): ReturnType<World['machines']>[number] {
    const machine = this.#parts.world.machines().find((each) => each.vmId === vmId);
    if (!machine) throw new FaultSpecError(`there is no machine ${vmId}`);
    return machine;
  }

  #nameOf(kind: LabFaultKind, target: string): string {
    const name = this.#knownName(kind, target);
    if (name === undefined) throw new FaultSpecError(`there is no ${FAULT_KINDS[kind].scope} ${target}`);
    return name;
  }

  /** undefined: what a fault was of may be gone when it ends. */
  #knownName(kind: LabFaultKind, target: string): string | undefined {
    const { scope } = FAULT_KINDS[kind];
    return scope === 'account' ? '' : this.#targets(scope).find(({ id }) => id === target)?.name;
  }

  #idOf({ kind, target }: FaultSpec): string {
    const { scope } = FAULT_KINDS[kind];
    if (scope === 'account') return '';
    const known = this.#targets(scope);
    const found = known.find(({ name }) => name === target);
    if (kind === 'vmmServerDown' && found && !this.#hasVmmServer(found.id))
      throw new FaultSpecError(`fault ${kind}: ${target} does not stand behind a VMM server`);
    if (found) return found.id;
    throw new FaultSpecError(
      `fault ${kind}: this world has no ${scope} "${target}"; it has: ${known.map(({ name }) => name).join(', ')}`,
    );
  }

  #hasVmmServer(hostId: string): boolean {
    return this.#parts.world.hosts().some((host) => host.hostId === hostId && host.vmmServer !== null);
  }

  #targets(scope: 'host' | 'machine'): readonly { readonly id: string; readonly name: string }[] {
    const { world } = this.#parts;
    return scope === 'host'
      ? world.hosts().map(({ hostId, name }) => ({ id: hostId, name }))
      : world.machines().map(({ vmId, name }) => ({ id: vmId, name }));
  }
}

function bodyOf({ id, kind, target, since, endsAt, intensity }: ActiveRecord): LabFault {
  return {
    id,
    kind,
    target,
    since: toIso(since),
    endsAt: endsAt === null ? null : toIso(instant(endsAt)),
    intensity,
  };
}
