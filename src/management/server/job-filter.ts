import type { Job } from '../../core/jobs/job-model.ts';
import { targetTypeOf } from '../../core/jobs/job.ts';
import type { PlanId } from '../../core/plans/plan.ts';
import { badRequest } from './arm-error.ts';
import type { ServerContext } from './context.ts';
import { lastSegment } from './arm-id.ts';
import type { Sites } from './sites.ts';
import { type Filter, timeOf } from './filter.ts';

/** JobQueryParameter, as far as it chooses jobs. */
export const JOB_FILTERS = ['startTime', 'endTime', 'jobStatus', 'jobName', 'affectedObjectTypes', 'fabricId'];

/** What a list of jobs shows; states may be several, parted by commas. */
export function jobFilter(server: ServerContext, filter: Filter): (job: Job) => boolean {
  const from = timeOf(filter, 'startTime');
  const to = timeOf(filter, 'endTime');
  if (from !== null && to !== null && from > to) {
    throw badRequest('InvalidFilter', 'startTime lies after endTime.');
  }
  const states = wordsOf(filter.get('jobstatus'));
  const names = wordsOf(filter.get('jobname'));
  const types = wordsOf(filter.get('affectedobjecttypes'));
  const fabric = filter.get('fabricid');
  const sites = server.sites();
  return (job) =>
    (from === null || job.startedAt >= from) &&
    (to === null || job.startedAt <= to) &&
    states(job.state) &&
    names(job.scenarioName) &&
    types(targetTypeOf(job)) &&
    (fabric === undefined || fabricOf(server, sites, job)?.toLowerCase() === lastSegment(fabric).toLowerCase());
}

/** The primary fabric of the machine or recovery plan; undefined: none is known. */
function fabricOf(server: ServerContext, sites: Sites, job: Job): string | undefined {
  if (!job.recoveryPlan) return server.siteOfMachine(sites, job.vmId)?.fabric;
  const siteName = server.engine.plan(job.vmId as string as PlanId)?.plan.siteName;
  return sites.all.find((site) => site.siteName === siteName)?.fabric;
}

/** Whether a word is among those of a list, whatever the case; an absent or empty list has all. */
function wordsOf(list: string | undefined): (word: string) => boolean {
  const words = new Set(
    (list ?? '')
      .toLowerCase()
      .split(',')
      .flatMap((word) => word.trim() || []),
  );
  return (word) => words.size === 0 || words.has(word.toLowerCase());
}
