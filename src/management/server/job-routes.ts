import type { Context } from 'hono';
import { toIso } from '../../base/units.ts';
import type { ReplicationEvent } from '../../core/model.ts';
import type { Job } from '../../core/jobs/job-model.ts';
import type { ItemView } from '../../engine/engine-api.ts';
import type { JobRow, RowsPage } from '../wire.ts';
import { ArmError, notFound } from './arm-error.ts';
import { describe } from '../../core/errors/catalogue.ts';
import type { ServerContext } from './context.ts';
import { EVENT_FILTERS, eventFilter } from './event-filter.ts';
import { eventResource } from './event-resource.ts';
import { resumeJobInput } from './failover-inputs.ts';
import { parseFilter } from './filter.ts';
import { readInput } from './inputs.ts';
import { itemResource } from './item-resource.ts';
import { JOB_FILTERS, jobFilter } from './job-filter.ts';
import { jobListResource, jobResource, jobRow, operationStatus } from './job-resource.ts';
import { newestFirstKey, pageOf } from './paging.ts';
import { type App, param, urlOf } from './routes.ts';
import { vaultHealthResource } from './vault-health.ts';

/** Site Recovery jobs, the status of long-running operations, events and the vault's health. */
export function addJobRoutes(app: App, server: ServerContext, sequence: () => number): void {
  const { engine } = server;
  const itemOfJob = (job: Job) => engine.item(job.vmId)?.item;

  app.get('/replicationjobs', (c) => {
    const isRows = c.req.query('projection') === 'rows';
    const filter = parseFilter(urlOf(c), JOB_FILTERS);
    const jobs = [...engine.jobs()]
      .filter(jobFilter(server, filter))
      .toSorted((a, b) => (jobKey(a) < jobKey(b) ? -1 : 1));
    if (!isRows) return c.json(pageOf(jobs, jobKey, (job) => jobListResource(job, itemOfJob(job)), urlOf(c)));
    const rows = jobs.map((job) => jobRow(job, itemOfJob(job)));
    return c.json({ rows, sequence: sequence(), asOf: toIso(engine.now()) } satisfies RowsPage<JobRow>);
  });
  app.get('/replicationjobs/:job', (c) => c.json(fullJob(c, server, server.job(param(c, 'job')))));

  const act = (action: string, kind: 'cancelJob' | 'restartJob'): void => {
    app.post(`/replicationjobs/:job/${action}`, async (c) => {
      const { jobId } = server.job(param(c, 'job'));
      await server.dispatch({ kind, jobId });
      return c.json(fullJob(c, server, server.job(jobId)));
    });
  };
  act('cancel', 'cancelJob');
  act('restart', 'restartJob');
  app.post('/replicationjobs/:job/resume', async (c) => {
    const job = server.job(param(c, 'job'));
    const { properties } = await readInput(c.req.raw, resumeJobInput);
    if (job.state !== 'Suspended') throw notWaiting(job);
    await server.dispatch({ kind: 'resumeJob', jobId: job.jobId, comments: properties?.comments ?? '' });
    return c.json(fullJob(c, server, server.job(job.jobId)));
  });

  app.get('/replicationoperationstatus/:job', (c) => c.json(operationStatus(server.job(param(c, 'job')))));

  app.get('/replicationevents', (c) => {
    const sites = server.sites();
    const events = engine
      .events(null)
      .filter(eventFilter(server, sites, parseFilter(urlOf(c), EVENT_FILTERS)))
      .toSorted((a, b) => (eventKey(a) < eventKey(b) ? -1 : 1));
    return c.json(
      pageOf(
        events,
        eventKey,
        (event) => eventResource(event, viewOf(server, event), sites, jobOf(server, event)),
        urlOf(c),
      ),
    );
  });
  app.get('/replicationevents/:event', (c) => {
    const name = param(c, 'event');
    const event = engine.events(null).find((each) => name.endsWith(`;${each.eventId}`) || each.eventId === name);
    if (!event) throw notFound('event', name);
    return c.json(eventResource(event, viewOf(server, event), server.sites(), jobOf(server, event)));
  });

  app.get('/replicationvaulthealth', (c) => c.json(vaultHealthResource(engine)));
  app.post('/replicationvaulthealth/default/refresh', (c) => c.json(vaultHealthResource(engine)));
}

/** A job as the request that asks for it sees it. */
export function fullJob(c: Context, server: ServerContext, job: Job): unknown {
  const site = server.siteOfMachine(server.sites(), job.vmId);
  return jobResource(job, site, server.engine.item(job.vmId), urlOf(c).origin);
}

/** What a long-running operation came to: 202 while it runs, then its result, or the error. */
export function operationResult(c: Context, server: ServerContext, resultOf: (job: Job) => Response): Response {
  const job = server.job(param(c, 'job'));
  if (job.state === 'Failed' || job.state === 'Cancelled') throw failedOperation(job);
  if (job.state !== 'Succeeded') {
    const retryAfter = String(server.options.retryAfterSeconds?.() ?? 30);
    return c.body(null, 202, { location: c.req.url, 'retry-after': retryAfter });
  }
  return resultOf(job);
}

/** Of an operation on an item: the item, 204 when it is gone. */
export function itemResult(c: Context, server: ServerContext, job: Job): Response {
  const view = server.engine.item(job.vmId);
  if (!view || job.scenarioName === 'DisableDr') return c.body(null, 204);
  return c.json(itemResource(view, server.sites(), server.activeJob(view)));
}

function notWaiting(job: Job): ArmError {
  return new ArmError(409, {
    code: 'NotAllowed',
    message: `The job '${job.jobId}' does not wait for an answer; it is ${job.state}.`,
    possibleCauses: 'It was resumed already, or it has not come so far.',
    recommendedAction: 'Resume a job while its state is Suspended.',
  });
}

function failedOperation(job: Job): ArmError {
  const error = job.errors.at(-1);
  if (job.state === 'Failed' && error) return new ArmError(400, describe(error.fault, error.vmName ?? job.vmName));
  return new ArmError(409, {
    code: job.state === 'Cancelled' ? 'JobCancelled' : 'JobFailed',
    message: `The job '${job.jobId}' was ${job.state === 'Cancelled' ? 'cancelled' : 'not successful'}.`,
    possibleCauses: 'See the errors of the job.',
    recommendedAction: 'Correct the cause and try again.',
  });
}

function jobKey(job: Job): string {
  return newestFirstKey(job.startedAt, job.jobId);
}

function eventKey(event: { readonly at: number; readonly eventId: string }): string {
  return newestFirstKey(event.at, event.eventId);
}

function viewOf(server: ServerContext, { vmId }: ReplicationEvent): ItemView | undefined {
  return vmId === null ? undefined : server.engine.item(vmId);
}

function jobOf(server: ServerContext, { jobId }: ReplicationEvent): Job | undefined {
  return jobId === null ? undefined : server.engine.job(jobId);
}
