import { HOUR_MS, toIso, type Instant } from '../../base/units.ts';
import type { Health, VmId } from '../../core/model.ts';
import type { SeriesPoint } from '../../engine/engine-api.ts';
import {
  JOB_SORTS,
  MAX_STRIP_ITEMS,
  MAX_WINDOW_ROWS,
  type HealthStrips,
  type JobQuery,
  type JobWindow,
} from '../wire-lists.ts';
import { badRequest } from './arm-error.ts';
import type { ServerContext } from './context.ts';
import { jobRow } from './job-resource.ts';
import { selectJobs } from './job-window.ts';
import { type App, urlOf } from './routes.ts';

const STRIP_HOURS = 24;
const STRIP_LENGTH = 48;

/** What long lists are made of: windows of the jobs, strips of many items. */
export function addListRoutes(app: App, server: ServerContext, sequence: () => number): void {
  const { engine } = server;
  app.get('/jobwindow', (c) => {
    const now = engine.now();
    const { jobs, ...counts } = selectJobs(engine.jobs(), jobQueryOf(urlOf(c).searchParams), now);
    const rows = jobs.map((job) => jobRow(job, engine.item(job.vmId)?.item));
    return c.json({ ...counts, rows, sequence: sequence(), asOf: toIso(now) } satisfies JobWindow);
  });
  app.get('/healthstrips', (c) => {
    const now = engine.now();
    const ids = listOf(urlOf(c).searchParams.get('ids'));
    if (ids.length > MAX_STRIP_ITEMS) throw badRequest('InvalidParameter', `At most ${MAX_STRIP_ITEMS} ids at once.`);
    const known = ids.filter((id) => engine.item(id as VmId) !== undefined);
    const strips = Object.fromEntries(known.map((id) => [id, stripOf(engine.series(id as VmId), now)]));
    return c.json({ hours: STRIP_HOURS, strips, asOf: toIso(now) } satisfies HealthStrips);
  });
}

const LETTERS: Readonly<Record<Health, string>> = { Normal: 'N', Warning: 'W', Critical: 'C' };
const WORSE = '-NWC';

function stripOf(points: readonly SeriesPoint[], now: Instant): string {
  const stretchMs = (STRIP_HOURS * HOUR_MS) / STRIP_LENGTH;
  const worst = Array.from({ length: STRIP_LENGTH }, () => 0);
  for (const { at, health } of points) {
    const place = STRIP_LENGTH - 1 - Math.floor((now - at) / stretchMs);
    worst[place] = Math.max(worst[place] ?? 0, WORSE.indexOf(LETTERS[health]));
  }
  return worst
    .slice(0, STRIP_LENGTH)
    .map((rank) => WORSE[rank])
    .join('');
}

function jobQueryOf(params: URLSearchParams): JobQuery {
  const sort = JOB_SORTS.find((each) => each === (params.get('sort') ?? 'start'));
  if (!sort) throw badRequest('InvalidParameter', `sort is one of ${JOB_SORTS.join(', ')}.`);
  return {
    states: listOf(params.get('states')),
    types: listOf(params.get('types')),
    itemId: params.get('itemId'),
    text: params.get('text') ?? '',
    from: timeOf(params, 'from'),
    to: timeOf(params, 'to'),
    sort,
    isDescending: params.get('order') === 'desc',
    offset: countOf(params, 'offset', Number.MAX_SAFE_INTEGER, 0),
    limit: countOf(params, 'limit', MAX_WINDOW_ROWS, MAX_WINDOW_ROWS),
  };
}

function listOf(text: string | null): string[] {
  return (text ?? '').split(',').filter((word) => word !== '');
}

function timeOf(params: URLSearchParams, name: string): string | null {
  const text = params.get(name);
  if (text !== null && Number.isNaN(Date.parse(text)))
    throw badRequest('InvalidParameter', `${name} is a time in ISO 8601, not "${text}".`);
  return text;
}

function countOf(params: URLSearchParams, name: string, max: number, otherwise: number): number {
  const text = params.get(name);
  const count = text === null ? otherwise : Number(text);
  if (!Number.isInteger(count) || count < 0 || count > max)
    throw badRequest('InvalidParameter', `${name} is a whole number from 0 to ${max}, not "${text}".`);
  return count;
}
