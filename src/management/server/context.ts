import type { Context } from 'hono';
import type { HostId, ReplicationPolicy, VmId } from '../../core/model.ts';
import type { Job } from '../../core/jobs/job-model.ts';
import type { Checksums } from '../../core/ports.ts';
import type { AdminCommand, EngineApi, ItemView } from '../../engine/engine-api.ts';
import { badRequest, notFound, refused } from './arm-error.ts';
import { decodedSegment, lastSegment, type SiteNames } from './arm-id.ts';
import type { Every } from './change-feed.ts';
import { type OpenReplica, openThroughEngine } from './replica-content.ts';
import type { TransferMeter } from './replica-disk.ts';
import type { TargetNetwork } from '../wire.ts';
import { acceptedResponse } from './long-running.ts';
import { arrangeSites, type Sites } from './sites.ts';

export interface ManagementServerOptions {
  readonly engine: EngineApi;
  readonly sha256: Checksums['sha256'];
  /**
   * Opens a disk's replica for a download, which may take longer than the recovery point is kept.
   * Absent: it is read through the engine, and a point that is deleted meanwhile ends the download.
   */
  readonly openReplica?: OpenReplica;
  /** Repeats in real time, for the change feed. */
  readonly every: Every;
  /** ARM id of the account that replicas go to where a request names none. */
  readonly storageAccountId: string;
  /** Virtual networks that machines in Azure can be connected to. Absent: not known here. */
  readonly targetNetworks?: readonly TargetNetwork[];
  /** What `Retry-After` of a long-running operation says, in whole seconds. The service says 30. */
  readonly retryAfterSeconds?: () => number;
  /** Answers `/lab/…`; null: not one of its routes. Without it there is no lab. */
  readonly lab?: (request: Request) => Promise<Response | null>;
}

/** What every route works with: the engine, and lookups that fail in ARM's words. */
export class ServerContext {
  readonly engine: EngineApi;
  readonly options: ManagementServerOptions;
  readonly meter: TransferMeter;
  readonly openReplica: OpenReplica;
  /** Ascending by name. */
  readonly targetNetworks: readonly TargetNetwork[];

  constructor(options: ManagementServerOptions, meter: TransferMeter) {
    this.engine = options.engine;
    this.options = options;
    this.meter = meter;
    this.targetNetworks = (options.targetNetworks ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    this.openReplica = options.openReplica ?? openThroughEngine(options.engine);
  }

  sites(): Sites {
    return arrangeSites(this.engine.inventory());
  }

  site(sites: Sites, fabric: string): SiteNames {
    const site = sites.byFabric(fabric);
    if (!site) throw notFound('replication fabric', fabric);
    return site;
  }

  /** An item by its GUID or, where that is unambiguous, by its machine's name. */
  item(name: string): ItemView {
    const view =
      this.engine.item(name.toLowerCase() as VmId) ?? this.engine.item(name as VmId) ?? this.#itemByMachineName(name);
    if (!view) throw notFound('replicated item', name);
    return view;
  }

  job(name: string): Job {
    const job = this.engine.job(lastSegment(name) as Job['jobId']);
    if (!job) throw notFound('job', name);
    return job;
  }

  /** The job that holds an item now. */
  activeJob({ item }: ItemView): Job | undefined {
    return item.activeJobId === null ? undefined : this.engine.job(item.activeJobId);
  }

  findPolicy(armIdOrName: string): ReplicationPolicy | undefined {
    const name = decodedSegment(armIdOrName).toLowerCase();
    return this.engine
      .policies()
      .find((policy) => policy.name.toLowerCase() === name || policy.policyId.toLowerCase() === name);
  }

  policy(armIdOrName: string): ReplicationPolicy {
    const policy = this.findPolicy(armIdOrName);
    if (!policy) throw notFound('replication policy', lastSegment(armIdOrName));
    return policy;
  }

  /** Gives the engine a command; answers the job's id, or null where none is needed. A refusal is thrown. */
  async dispatch(command: AdminCommand): Promise<Job['jobId'] | null> {
    const outcome = await this.engine.dispatch(command);
    if (!outcome.isAccepted) throw refused(outcome.refusal);
    return outcome.jobId;
  }

  /** The answer to a change that a job carries out; without one there is nothing more to say. */
  accepted(c: Context, resourceId: string, jobId: Job['jobId'] | null): Response {
    if (jobId === null) return c.body(null, 204);
    return acceptedResponse(c.req.raw, resourceId, jobId, this.options.retryAfterSeconds?.());
  }

  /** The site of a job's item or machine, where one is known. */
  siteOfMachine(sites: Sites, vmId: VmId): SiteNames | undefined {
    const item = this.engine.item(vmId)?.item;
    const hostId: HostId | undefined = item?.hostId ?? sites.machine(vmId)?.hostId;
    return hostId === undefined ? undefined : sites.ofHost(hostId, item?.hostName ?? '');
  }

  #itemByMachineName(name: string): ItemView | undefined {
    const found = [...this.engine.items()].filter((view) => view.item.vmName.toLowerCase() === name.toLowerCase());
    if (found.length > 1)
      throw badRequest('AmbiguousName', `${found.length} replicated items are called '${name}'.`, 'Use its id.');
    return found[0];
  }
}
