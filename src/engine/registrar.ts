import { assert } from '../base/assert.ts';
import type { Instant } from '../base/units.ts';
import { allSilences, describeSilence, HEARTBEAT_BACK, type Silence } from '../core/infrastructure/heartbeats.ts';
import { healthFactsOf } from '../core/health/facts.ts';
import { judgeHealth, worstHealth } from '../core/health/rules.ts';
import { expiredJobs } from '../core/jobs/history.ts';
import { MAX_ENDED_JOBS } from '../core/limits/limits.ts';
import { createJob, targetTypeOf } from '../core/jobs/job.ts';
import { SCENARIOS } from '../core/jobs/scenarios.ts';
import type { Health, ReplicatedItem, ReplicationEvent, VmId } from '../core/model.ts';
import type { Job } from '../core/jobs/job-model.ts';
import type { Note } from '../core/protection/command.ts';
import { applyJobNote, startNextTask } from '../core/protection/job-record.ts';
import type { EngineChange } from './engine-api.ts';
import type { EngineState } from './engine-state.ts';

const JOBS_FORGOTTEN_AT_ONCE = 1_000;

type Said = Exclude<Note, { readonly kind: 'RemoveItem' }>;

/** Keeps the records that decisions are told by: items, jobs, events, series. */
export class Registrar {
  readonly #state: EngineState;
  readonly #changed: (change: EngineChange) => void;
  /** The verdicts last told, so that a change of health is an event. */
  readonly #health = new Map<VmId, Health>();

  constructor(state: EngineState, changed: (change: EngineChange) => void) {
    this.#state = state;
    this.#changed = changed;
  }

  putItem(before: ReplicatedItem | undefined, item: ReplicatedItem, now: Instant): void {
    this.#state.items.put(item.vmId, item);
    this.#state.series.follow(before, item);
    this.#state.cycles.follow(before, item, now);
    this.#state.comparisons.follow(before, item, now);
    this.#state.resyncTerms.follow(item);
    this.#changed({ kind: 'item', vmId: item.vmId });
    this.noteHealth(item, now);
  }

  removeItem({ vmId, disks }: ReplicatedItem): void {
    this.#state.items.delete(vmId);
    this.#state.manifests.forget(
      vmId,
      disks.map((disk) => disk.diskId),
    );
    this.#state.series.forget(vmId);
    this.#state.cycles.forget(vmId);
    this.#state.comparisons.forget(vmId);
    this.#state.resyncTerms.set(vmId, null);
    this.#health.delete(vmId);
    this.#changed({ kind: 'item', vmId });
  }

  note(item: ReplicatedItem, note: Said, now: Instant): void {
    if (note.kind === 'RaiseEvent') {
      const { severity, eventCode, description } = note;
      this.#raise(item, now, { eventType: 'VmHealth', severity, eventCode, description, jobId: item.activeJobId });
    } else if (note.kind === 'StartJob') {
      const { vmId, vmName } = item;
      this.putJob(startNextTask(createJob(note.scenarioName, { jobId: note.jobId, vmId, vmName }, now), now));
      this.#forgetJobs();
    } else {
      const job = this.#state.jobs.get(note.jobId);
      // An ended job may have been forgotten while its failed item waited for the administrator.
      if (!job) return;
      const next = applyJobNote(job, note, now);
      this.putJob(next);
      if (note.kind === 'EndJob') this.noteJobEnd(next, now);
    }
  }

  /** Some more than it must, beyond the limit: sorting tens of thousands for every new job would be felt. */
  #forgetJobs(): void {
    const { jobs } = this.#state;
    if (jobs.size <= MAX_ENDED_JOBS) return;
    for (const jobId of expiredJobs(jobs.values(), MAX_ENDED_JOBS - JOBS_FORGOTTEN_AT_ONCE)) jobs.delete(jobId);
  }

  /** Judges the item; a verdict that differs from the last one is an event. */
  noteHealth(item: ReplicatedItem, now: Instant): Health {
    const findings = judgeHealth(healthFactsOf(item, now, this.#state.host(item.hostId)));
    const health = worstHealth(findings);
    const last = this.#health.get(item.vmId);
    this.#health.set(item.vmId, health);
    if (last === health || last === undefined) return health;
    const reasons = findings
      .filter((finding) => finding.verdict === health)
      .map(({ rule, input }) => `${rule}: ${input}`);
    this.#raise(item, now, {
      eventType: 'VmHealth',
      severity: health === 'Normal' ? 'OK' : health,
      eventCode: 'SRSVMHealthChanged',
      description: health === 'Normal' ? 'Replication health is normal.' : `Replication health: ${reasons.join('; ')}.`,
      jobId: null,
    });
    return health;
  }

  /** Servers that have fallen silent, and those heard of again: each is one event, however often it is noticed. */
  noteHeartbeats(now: Instant): void {
    const { silences, history, inventory } = this.#state;
    // A host that was not told of has not been asked: nothing is known of it.
    if (inventory.length === 0) return;
    const silent = allSilences(inventory, now);
    for (const silence of silent.values()) {
      if (silences.get(silence.serverName)) continue;
      silences.put(silence.serverName, silence);
      const { code, message } = describeSilence(silence);
      history.add({ ...serverEvent(silence, now), severity: 'Critical', eventCode: code, description: message });
    }
    for (const silence of silences.values()) {
      if (silent.has(silence.serverName)) continue;
      silences.delete(silence.serverName);
      const description = `Heartbeats of '${silence.serverName}' arrive again.`;
      history.add({ ...serverEvent(silence, now), severity: 'OK', eventCode: HEARTBEAT_BACK, description });
    }
  }

  /** The event of a job's end: of its machine, or of what else it works on. */
  noteJobEnd(job: Job, now: Instant): void {
    assert(job.endedAt !== null, `job ${job.jobId} has ended`);
    const { vmId, vmName: name } = job;
    const type = targetTypeOf(job);
    const subject = type === 'ProtectionEntity' ? { vmId } : { vmId: null, jobTarget: { id: vmId, name, type } };
    this.#state.history.add({
      ...subject,
      at: now,
      eventType: 'JobStatus',
      severity: job.state === 'Failed' ? 'Critical' : job.state === 'Cancelled' ? 'Information' : 'OK',
      eventCode: job.scenarioName,
      description: `${SCENARIOS[job.scenarioName].friendlyName}: ${job.state}.`,
      jobId: job.jobId,
    });
    if (subject.vmId !== null) this.#changed({ kind: 'event', vmId });
  }

  putJob(job: Job): void {
    this.#state.jobs.put(job.jobId, job);
    this.#changed({ kind: 'job', jobId: job.jobId });
  }

  #raise(
    item: ReplicatedItem,
    at: Instant,
    event: Omit<Parameters<EngineState['history']['add']>[0], 'vmId' | 'at'>,
  ): void {
    this.#state.history.add({ vmId: item.vmId, at, ...event });
    this.#changed({ kind: 'event', vmId: item.vmId });
  }
}

/** An event of the infrastructure: of a server, and of no machine. */
function serverEvent(
  { serverName, hostId }: Silence,
  at: Instant,
): Pick<ReplicationEvent, 'vmId' | 'server' | 'at' | 'eventType' | 'jobId'> {
  return { vmId: null, server: { name: serverName, hostId }, at, eventType: 'AgentHealth', jobId: null };
}
