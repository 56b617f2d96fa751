import type { Instant, Milliseconds } from '../../src/base/units.ts';
import { SECOND_MS } from '../../src/base/units.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { AzureMachine, AzureMachineRef, AzureMachineSpec, Call, ComputeApi } from '../../src/core/ports.ts';
import type { VirtualClock } from '../simulation/virtual-clock.ts';
import { isSameMachine, type AzureMachines } from './azure-machines.ts';
import { givenUp, orderOf } from './call-order.ts';
import type { Faults } from './faults.ts';
import { failOnAccountFault } from './storage-api.ts';

/** A recorded test failover starts its machine within half a minute; its parts are guessed. */
const LOOK_MS: Milliseconds = 50;
const CREATE_MS: Milliseconds = 20 * SECOND_MS;
const START_MS: Milliseconds = 10 * SECOND_MS;
const STOP_MS: Milliseconds = 15 * SECOND_MS;
const DELETE_MS: Milliseconds = 10 * SECOND_MS;

export interface ComputeApiParts {
  readonly clock: VirtualClock;
  readonly machines: AzureMachines;
  readonly faults: Faults;
  /** A machine was made, started, stopped or deleted. */
  changed(): void;
}

/** A machine that is being made: it stands from the instant on at which the request is accepted. */
interface Creation {
  readonly ref: AzureMachineRef;
  readonly machine: AzureMachine;
}

/**
 * Azure's compute service: each method waits in the world for as long as it takes, then acts at one instant. A machine
 * is seen while it is being made, also by those who did not ask for it, and deleting it ends the making: else a
 * request whose sender has died would make a machine after it was found to be gone.
 */
export class WorldComputeApi implements ComputeApi {
  readonly #parts: ComputeApiParts;
  readonly #creations = new Set<Creation>();

  constructor(parts: ComputeApiParts) {
    this.#parts = parts;
  }

  async getMachine(ref: AzureMachineRef, call: Call): Promise<AzureMachine | undefined> {
    await this.#wait(LOOK_MS, call);
    return this.#parts.machines.get(ref) ?? this.#creationsOf(ref)[0]?.machine;
  }

  async createMachine(ref: AzureMachineRef, spec: AzureMachineSpec, call: Call): Promise<void> {
    const disks = spec.disks.map(({ diskId, blob }) => ({ diskId, blob }));
    const creation: Creation = { ref, machine: { vmId: spec.vmId, state: 'Stopped', disks } };
    this.#creations.add(creation);
    try {
      const now = await this.#wait(CREATE_MS, call);
      if (!this.#creations.has(creation))
        throw new PortError({ code: 'OperationInProgress', detail: `${ref.name} was deleted while it was being made` });
      this.#parts.machines.create(ref, spec, now);
    } finally {
      this.#creations.delete(creation);
    }
    this.#parts.changed();
  }

  async startMachine(ref: AzureMachineRef, call: Call): Promise<void> {
    await this.#wait(START_MS, call);
    this.#parts.machines.setRunning(ref, true);
    this.#parts.changed();
  }

  async stopMachine(ref: AzureMachineRef, call: Call): Promise<void> {
    await this.#wait(STOP_MS, call);
    this.#parts.machines.setRunning(ref, false);
    this.#parts.changed();
  }

  async deleteMachine(ref: AzureMachineRef, call: Call): Promise<void> {
    const now = await this.#wait(DELETE_MS, call);
    for (const creation of this.#creationsOf(ref)) this.#creations.delete(creation);
    this.#parts.machines.delete(ref, now);
    this.#parts.changed();
  }

  #creationsOf(ref: AzureMachineRef): readonly Creation[] {
    return [...this.#creations].filter((creation) => isSameMachine(creation.ref, ref));
  }

  /** Its disks are blobs: what keeps the account from answering keeps them from being made. */
  async #wait(durationMs: Milliseconds, call: Call): Promise<Instant> {
    const { clock, faults } = this.#parts;
    await clock.sleep(durationMs, orderOf(call), call.signal, givenUp(call));
    failOnAccountFault(faults);
    return clock.now();
  }
}
