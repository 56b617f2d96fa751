/**
 * A fleet of machines through the real core and engine in virtual time: what a machine's day costs, how much memory
 * the fleet takes, and how the cost grows with its size. The gate is a day of 10,000 machines in 8 s on one core.
 */
import { execFile } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { promisify } from 'node:util';
import { tableOf, type Finding } from '../finding.ts';
import type { FleetRun } from './run-fleet.ts';

export interface FleetBenchOptions {
  readonly runs: readonly { readonly machines: number; readonly minutes: number }[];
  readonly rounds: number;
  /** The bundle of run-fleet.ts. */
  readonly runner: string;
  readonly print: (line: string) => void;
}

const DAY_MINUTES = 24 * 60;
const GATE_SECONDS = 8;
/** More than the gate allows, and for a large fleet more than a day of it keeps: it is told by its peak, not by a crash. */
const heapMegabytes = (machines: number): number => Math.max(4096, machines);
/** What a decision makes is garbage at the next but one: in Node's small nursery it would be copied first. */
const YOUNG_MEGABYTES = 32;

const run = promisify(execFile);

/** Prints a table and answers its ratios. Throws when a result was wrong, or equal seeds did not give equal histories. */
export async function benchFleet({ runs, rounds, runner, print }: FleetBenchOptions): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  print(`Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores\n`);
  print('| machines | simulated | decisions | decisions/s | CPU s min / median / max | peak MiB | a day of 10,000 |');
  print('| ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  const costs: { readonly machines: number; readonly cost: number }[] = [];
  const days: number[] = [];
  for (const { machines, minutes } of runs) {
    const results: FleetRun[] = [];
    for (let round = 0; round < rounds; round++) results.push(await oneRun(runner, machines, minutes));
    failOnWrong(results);
    const [min, median, max] = spread(results.map(({ cpuMs }) => cpuMs / 1000));
    const [first] = results;
    if (!first) continue;
    // What is shorter than a day was not measured as one: the column says what it would come to.
    const dayOfFleet = (median / (machines * minutes)) * 10_000 * DAY_MINUTES;
    days.push(dayOfFleet);
    costs.push({ machines, cost: median / minutes });
    const rate = Math.round(first.decisions / median);
    findings.push({ what: `${machines} machines: decisions per second of a core`, measured: String(rate), goal: null });
    print(
      `| ${machines} | ${minutes} min | ${first.decisions} | ${rate} | ` +
        `${[min, median, max].map((seconds) => seconds.toFixed(2)).join(' / ')} | ` +
        `${Math.round(Math.max(...results.map(({ peakBytes }) => peakBytes)) / 2 ** 20)} | ${dayOfFleet.toFixed(0)} s |`,
    );
  }
  const exponent = exponentOf(costs);
  if (exponent !== null)
    findings.push({
      what: 'power of the size with which the cost grows',
      measured: exponent.toFixed(2),
      goal: '≤ 1.1',
    });
  const [day] = days.slice(-1);
  if (day !== undefined)
    findings.push({
      what: 'a day of 10,000 machines, by the largest fleet',
      measured: `${day.toFixed(0)} s`,
      goal: `≤ ${GATE_SECONDS} s`,
    });
  print(`\n${tableOf(findings)}`);
  return findings;
}

async function oneRun(runner: string, machines: number, minutes: number): Promise<FleetRun> {
  const args = [
    `--max-old-space-size=${heapMegabytes(machines)}`,
    `--max-semi-space-size=${YOUNG_MEGABYTES}`,
    runner,
    String(machines),
    String(minutes),
  ];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 2 ** 20 });
  return JSON.parse(stdout) as FleetRun;
}

function failOnWrong(results: readonly FleetRun[]): void {
  const [error] = results.flatMap(({ errors }) => errors);
  if (error !== undefined) throw new Error(error);
  if (new Set(results.map(({ digest }) => digest)).size > 1) throw new Error('equal seeds gave different histories');
}

function spread(values: readonly number[]): readonly [min: number, median: number, max: number] {
  const sorted = values.toSorted((a, b) => a - b);
  return [sorted[0] ?? 0, sorted[Math.floor(sorted.length / 2)] ?? 0, sorted.at(-1) ?? 0];
}

/** From the smallest to the largest fleet; null where there is only one. */
function exponentOf(costs: readonly { readonly machines: number; readonly cost: number }[]): number | null {
  const sorted = costs.toSorted((a, b) => a.machines - b.machines);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last || first.machines === last.machines) return null;
  return Math.log(last.cost / first.cost) / Math.log(last.machines / first.machines);
}
