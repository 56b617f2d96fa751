import type { RecoveryPoint } from '../../core/model.ts';
import type { Job } from '../../core/jobs/job-model.ts';
import type { WorldMachine } from '../../../mocks/world/world.ts';
import type { AdminCommand, AdminOutcome } from '../engine-api.ts';
import { engineBench, type BenchOptions, type EngineBench } from './engine-bench.ts';

/** Commands without their machine: the bench's is always the same. */
type Command = AdminCommand extends infer C ? (C extends { readonly vmId: unknown } ? Omit<C, 'vmId'> : never) : never;

/** DB01 under protection, with at least one cycle behind it. */
export interface FailoverBench extends EngineBench {
  readonly source: WorldMachine;
  ask(command: Command): Promise<AdminOutcome>;
  phase(): string;
  /** Lets time pass until the item is in the phase, at rest. */
  reach(phase: string): Promise<void>;
  jobs(scenario: Job['scenarioName']): readonly Job[];
  /** Where each disk of the one machine in Azure first differs from the source at an instant (null: now). */
  differences(at: RecoveryPoint['time'] | null): readonly (number | null | undefined)[];
  isSourceRunning(): boolean;
}

export async function failoverBench(options: BenchOptions = {}): Promise<FailoverBench> {
  const bench = await engineBench(options);
  await bench.enable('DB01');
  await bench.until('a cycle', () => bench.item('DB01').cycle.number >= 1 && bench.item('DB01').cycle.step === 'idle');
  const source = bench.machine('DB01');
  return Object.assign(bench, {
    source,
    ask: (command: Command) => bench.send({ ...command, vmId: source.vmId }),
    phase() {
      return bench.item('DB01').phase.kind;
    },
    reach: (phase: string) =>
      bench.until(phase, () => bench.item('DB01').phase.kind === phase && bench.item('DB01').activeJobId === null),
    jobs: (scenario: Job['scenarioName']) => [...bench.engine.jobs()].filter((job) => job.scenarioName === scenario),
    differences(at: RecoveryPoint['time'] | null) {
      const [machine, ...others] = bench.world.azureMachines();
      if (!machine || others.length > 0) throw new Error('there is not one machine in Azure');
      return machine.disks.map(({ diskId, blob }) => bench.world.firstDifference(blob, source.vmId, diskId, at));
    },
    isSourceRunning: () =>
      bench.world
        .inventory()
        .flatMap((host) => host.machines)
        .find((machine) => machine.vmId === source.vmId)?.state === 'Running',
  });
}

/** DB01 in Azure for some minutes, its failover committed. */
export async function committedBench(options: BenchOptions = {}): Promise<FailoverBench> {
  const bench = await failoverBench(options);
  await bench.ask({ kind: 'plannedFailover' });
  await bench.reach('failedOver');
  await bench.ask({ kind: 'commitFailover' });
  await bench.reach('failoverCommitted');
  await bench.clock.runFor(5 * 60_000);
  return bench;
}
