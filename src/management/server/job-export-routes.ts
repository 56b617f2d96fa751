import * as z from 'zod/mini';
import type { Job } from '../../core/jobs/job-model.ts';
import { toIso } from '../../base/units.ts';
import { badRequest } from './arm-error.ts';
import type { ServerContext } from './context.ts';
import type { Filter } from './filter.ts';
import { readInput } from './inputs.ts';
import { type ExportFormat, exportJobs } from './job-export.ts';
import { JOB_FILTERS, jobFilter } from './job-filter.ts';
import { EXPORT_PATH } from './job-resource.ts';
import { fullJob } from './job-routes.ts';
import { type App, urlOf } from './routes.ts';

const text = z.optional(z.nullable(z.string().check(z.maxLength(512))));
/** JobQueryParameter; the offset is in minutes east of UTC. */
const exportInput = z.looseObject({
  startTime: text,
  endTime: text,
  fabricId: text,
  affectedObjectTypes: text,
  jobStatus: text,
  jobName: text,
  jobOutputType: z.optional(z.nullable(z.enum(['Json', 'Xml', 'Excel']))),
  timezoneOffset: z.optional(z.nullable(z.int().check(z.gte(-14 * 60), z.lte(14 * 60)))),
});

/**
 * Export of jobs: the POST answers with a job of its own, which has ended already and names the file's
 * address; the file is made when it is read, of the jobs as they stand then.
 */
export function addJobExportRoutes(app: App, server: ServerContext): void {
  const { engine } = server;
  app.post('/replicationjobs/export', async (c) => {
    const input = await readInput(c.req.raw, exportInput);
    const { searchParams } = urlOf(c);
    const query = new URLSearchParams({ 'api-version': searchParams.get('api-version') ?? '' });
    for (const name of [...JOB_FILTERS, 'jobOutputType', 'timezoneOffset']) {
      const value = input[name];
      if (typeof value === 'number' || (typeof value === 'string' && value !== '')) query.set(name, String(value));
    }
    // A filter that says nothing is refused now, not when the file is fetched.
    jobFilter(server, filterOf(query));
    const jobId = await server.dispatch({
      kind: 'changeVault',
      change: { kind: 'exportJobs', query: query.toString() },
    });
    return c.json(fullJob(c, server, server.job(jobId ?? '')));
  });

  app.get(EXPORT_PATH, (c) => {
    const query = urlOf(c).searchParams;
    const isListed = jobFilter(server, filterOf(query));
    // An export lists other work, unless exports are asked for.
    const isWork = (job: Job): boolean => job.scenarioName !== 'ExportJobs' || query.has('jobName');
    const jobs = [...engine.jobs()].filter((job) => isListed(job) && isWork(job));
    const newestFirst = jobs.toSorted((a, b) => b.startedAt - a.startedAt || (a.jobId < b.jobId ? -1 : 1));
    const offsetMinutes = Number(query.get('timezoneOffset') ?? 0);
    if (!Number.isInteger(offsetMinutes) || Math.abs(offsetMinutes) > 14 * 60) {
      throw badRequest('InvalidParameter', 'timezoneOffset is in minutes east of UTC, up to 14 hours.');
    }
    const file = exportJobs(newestFirst, formatOf(query.get('jobOutputType')), offsetMinutes);
    const name = `jobs-${toIso(engine.now()).slice(0, 10)}.${file.extension}`;
    return c.body(file.content, 200, {
      'content-type': file.contentType,
      'content-disposition': `attachment; filename="${name}"`,
    });
  });
}

function filterOf(query: URLSearchParams): Filter {
  const filter = new Map<string, string>();
  for (const name of JOB_FILTERS) {
    const value = query.get(name);
    if (value !== null) filter.set(name.toLowerCase(), value);
  }
  return filter;
}

function formatOf(text: string | null): ExportFormat {
  if (text === null || text === 'Json') return 'Json';
  if (text === 'Xml' || text === 'Excel') return text;
  throw badRequest('InvalidParameter', `jobOutputType is Json, Xml or Excel, not "${text}".`);
}
