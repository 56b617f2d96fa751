import type { HealthStrips, JobQuery, JobWindow } from '../wire-lists.ts';
import type { ListClient } from './client-api.ts';
import type { Query } from './request.ts';

export function createListClient(get: <Body>(path: string, query?: Query) => Promise<Body>): ListClient {
  return {
    getJobWindow: (query) => get<JobWindow>('/jobWindow', wireQuery(query)),
    getHealthStrips: (itemIds) => get<HealthStrips>('/healthStrips', { ids: itemIds.join(',') }),
  };
}

function wireQuery({ states, types, itemId, text, from, to, sort, isDescending, offset, limit }: JobQuery): Query {
  return {
    ...(states.length > 0 ? { states: states.join(',') } : {}),
    ...(types.length > 0 ? { types: types.join(',') } : {}),
    ...(itemId === null ? {} : { itemId }),
    ...(text === '' ? {} : { text }),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    sort,
    order: isDescending ? 'desc' : 'asc',
    offset: String(offset),
    limit: String(limit),
  };
}
