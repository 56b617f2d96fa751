import type { Bytes, Milliseconds } from '../../src/base/units.ts';
import type { HostId, VmId } from '../../src/core/model.ts';
import type { Call } from '../../src/core/ports.ts';
import type { VirtualClock } from '../simulation/virtual-clock.ts';
import { givenUp, orderOf, useOf } from './call-order.ts';
import { ERROR_MORE_DATA, FAILED, FILE_NOT_FOUND, OUT_OF_MEMORY, refuse } from './host-refusal.ts';
import { CONNECT_TIMEOUT_MS } from './network.ts';
import type { SharedRate } from './shared-rate.ts';
import type { SimulatedHost } from './simulated-host.ts';
import type { SimulatedMachine } from './simulated-machine.ts';
import type { FaultKind } from './world.ts';

/** What methods take besides reading and sending: they are answered after it. */
export const METHOD_MS: Milliseconds = 5;

/** What a visit needs of the world around it. */
export interface HostVisitsParts {
  readonly clock: VirtualClock;
  hosts(): readonly SimulatedHost[];
  /** The machine and its host, whether or not faults hide them. */
  find(vmId: VmId): PresentMachine | undefined;
  hasFault(kind: FaultKind, target: HostId | VmId): boolean;
  /** Whether the VMM server is down from which the host takes its orders. */
  isProviderDown(hostId: HostId): boolean;
}

export interface PresentMachine {
  readonly machine: SimulatedMachine;
  readonly host: SimulatedHost;
}

/** How a call comes to a host: the time that it takes, the faults that keep it away, and how it is refused for them. */
export class HostVisits {
  readonly #parts: HostVisitsParts;

  constructor(parts: HostVisitsParts) {
    this.#parts = parts;
  }

  /** Waits for a method to take its time on the machine's host, then answers both as they are. */
  async visit(vmId: VmId, durationMs: Milliseconds, call: Call): Promise<PresentMachine> {
    const found = this.#parts.find(vmId);
    const isDown = found !== undefined && this.#parts.hasFault('hostDown', found.host.facts.hostId);
    await this.wait(isDown ? CONNECT_TIMEOUT_MS : METHOD_MS + durationMs, call);
    return this.present(vmId);
  }

  /** A visit that the provider makes: on a VMM site it sits on the VMM server. What the agent does goes on without it. */
  async order(vmId: VmId, durationMs: Milliseconds, call: Call): Promise<PresentMachine> {
    const visited = await this.visit(vmId, durationMs, call);
    this.failIfProviderDown(visited.host);
    return visited;
  }

  /** A visit to a host that is not about a machine which it has. */
  async visitHost(hostId: HostId, durationMs: Milliseconds, call: Call): Promise<SimulatedHost> {
    const host = this.#parts.hosts().find((each) => each.facts.hostId === hostId);
    const isDown = host !== undefined && this.#parts.hasFault('hostDown', hostId);
    await this.wait(isDown ? CONNECT_TIMEOUT_MS : durationMs, call);
    if (!host) throw refuse('InvalidParameter', `no host ${hostId}`);
    this.#failIfDown(host);
    return host;
  }

  /** The machine as it is now, without waiting. */
  present(vmId: VmId): PresentMachine {
    const found = this.#parts.find(vmId);
    if (found) this.#failIfDown(found.host);
    if (!found || this.#parts.hasFault('vmDeleted', vmId))
      throw refuse('VirtualMachineNotFound', `no host has the machine ${vmId}`, FILE_NOT_FOUND);
    return found;
  }

  failIfProviderDown({ facts: { hostId, name, vmmServerName } }: SimulatedHost): void {
    if (!this.#parts.isProviderDown(hostId)) return;
    throw refuse('ServerNotConnected', `${name} takes its orders from ${vmmServerName ?? name}, which does not answer`);
  }

  failOnBrokenChain(machine: SimulatedMachine): void {
    if (!this.#parts.hasFault('brokenVhdChain', machine.facts.vmId)) return;
    throw refuse('BrokenVhdChain', `${machine.facts.name}: a differencing disk does not fit its parent`, FAILED);
  }

  /** The guest's VSS writers do not come to rest; crash-consistent freezes do not ask them. */
  failOnWriters({ facts: { vmId, name } }: SimulatedMachine): void {
    if (!this.#parts.hasFault('vssFailure', vmId)) return;
    throw refuse('VssFailure', `${name}: a VSS writer in the guest failed: more data is available`, ERROR_MORE_DATA);
  }

  failOnShortage(host: SimulatedHost): void {
    const { hostId, name, volume } = host.facts;
    if (this.#parts.hasFault('lowMemory', hostId)) throw refuse('LowMemory', `${name} is out of memory`, OUT_OF_MEMORY);
    const hasFault = this.#parts.hasFault('lowDiskSpace', hostId);
    if (!host.isLowOnSpace(hasFault)) return;
    throw refuse(
      'LowDiskSpace',
      `${name}: volume ${volume.name} has ${Math.max(0, host.freeBytes(hasFault))} bytes left`,
      FAILED,
    );
  }

  /** Waits for a disk or a processor that the host's machines share. */
  use(rate: SharedRate, bytes: Bytes, call: Call): Promise<void> {
    return rate.use(bytes, useOf(call));
  }

  wait(durationMs: Milliseconds, call: Call): Promise<void> {
    return this.#parts.clock.sleep(durationMs, orderOf(call), call.signal, givenUp(call));
  }

  #failIfDown(host: SimulatedHost): void {
    if (this.#parts.hasFault('hostDown', host.facts.hostId))
      throw refuse('HostUnreachable', `${host.facts.name} does not answer`);
  }
}
