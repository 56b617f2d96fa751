/** Windows of the jobs: chosen, ordered and counted without a row being made that nobody sees. */
import { instant, toIso, type Instant, type Milliseconds } from '../../base/units.ts';
import type { Job } from '../../core/jobs/job-model.ts';
import { SCENARIOS } from '../../core/jobs/scenarios.ts';
import type { JobChoice, JobDensity, JobQuery, JobSort, JobWindow } from '../wire-lists.ts';

/** Stretches of the density: as many as a line of a wide screen can tell apart and a narrow one can hold. */
const DENSITY_BINS = 60;
/** No bin is shorter. */
const MIN_BIN_MS: Milliseconds = 60_000;

export interface ChosenJobs extends Pick<JobWindow, 'offset' | 'count' | 'total' | 'states' | 'types' | 'density'> {
  readonly jobs: readonly Job[];
}

/** The window of a query; an offset beyond the end answers no jobs. */
export function selectJobs(all: Iterable<Job>, query: JobQuery, now: Instant): ChosenJobs {
  const vault = [...all];
  const chosen = vault.filter(choiceOf(query));
  const from = query.from === null ? Number.NEGATIVE_INFINITY : Date.parse(query.from);
  const to = query.to === null ? Number.POSITIVE_INFINITY : Date.parse(query.to);
  const inRange = chosen.filter(({ startedAt }) => startedAt >= from && startedAt < to);
  const { offset, limit } = query;
  return {
    jobs: inRange.toSorted(orderOf(query, now)).slice(offset, offset + limit),
    offset,
    count: inRange.length,
    total: vault.length,
    ...wordsOf(vault),
    density: densityOf(chosen, now),
  };
}

function choiceOf({ states, types, itemId, text }: JobChoice): (job: Job) => boolean {
  const [wantedStates, wantedTypes] = [new Set(states), new Set(types)];
  const needle = text.trim().toLowerCase();
  return (job) =>
    (wantedStates.size === 0 || wantedStates.has(job.state)) &&
    (wantedTypes.size === 0 || wantedTypes.has(job.scenarioName)) &&
    (itemId === null || job.vmId === itemId) &&
    (needle === '' || job.vmName.toLowerCase().includes(needle) || nameOf(job).toLowerCase().includes(needle));
}

type Key = string | number;

const KEYS: Readonly<Record<JobSort, (job: Job, now: Instant) => Key>> = {
  name: nameOf,
  state: (job) => job.state,
  item: (job) => job.vmName,
  start: (job) => job.startedAt,
  duration: (job, now) => (job.endedAt ?? now) - job.startedAt,
  error: (job) => job.errors.at(-1)?.fault.code ?? '',
};

/** Equal ones newest first, then by id: a total order, or windows would overlap. */
function orderOf({ sort, isDescending }: JobChoice, now: Instant): (a: Job, b: Job) => number {
  const key = KEYS[sort];
  const direction = isDescending ? -1 : 1;
  return (a, b) =>
    direction * compare(key(a, now), key(b, now)) || b.startedAt - a.startedAt || compare(a.jobId, b.jobId);
}

function compare(a: Key, b: Key): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function nameOf({ scenarioName }: Job): string {
  return SCENARIOS[scenarioName].friendlyName;
}

function wordsOf(vault: readonly Job[]): Pick<JobWindow, 'states' | 'types'> {
  const states = new Map<Job['state'], number>();
  const types = new Map<Job['scenarioName'], number>();
  for (const { state, scenarioName } of vault) {
    states.set(state, (states.get(state) ?? 0) + 1);
    types.set(scenarioName, (types.get(scenarioName) ?? 0) + 1);
  }
  return {
    states: [...states].map(([state, count]) => ({ state, count })).toSorted((a, b) => compare(a.state, b.state)),
    types: [...types]
      .map(([scenarioName, count]) => ({ scenarioName, name: SCENARIOS[scenarioName].friendlyName, count }))
      .toSorted((a, b) => compare(a.name, b.name)),
  };
}

function densityOf(jobs: readonly Job[], now: Instant): JobDensity {
  const first = jobs.reduce((earliest, { startedAt }) => Math.min(earliest, startedAt), Number(now));
  const binMs = Math.max(MIN_BIN_MS, Math.ceil((now - first + 1) / DENSITY_BINS));
  const start = instant(now - binMs * DENSITY_BINS);
  const bins = Array.from({ length: jobs.length === 0 ? 0 : DENSITY_BINS }, () => ({ count: 0, failed: 0 }));
  for (const { startedAt, state } of jobs) {
    const bin = bins[Math.min(DENSITY_BINS - 1, Math.floor((startedAt - start) / binMs))];
    if (!bin) continue;
    bin.count += 1;
    if (state === 'Failed') bin.failed += 1;
  }
  return { from: toIso(start), to: toIso(now), bins };
}
