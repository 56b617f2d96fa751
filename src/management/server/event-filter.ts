import type { ReplicationEvent } from '../../core/model.ts';
import { badRequest } from './arm-error.ts';
import type { ServerContext } from './context.ts';
import { eventSubjectId, eventSubjectName } from './event-resource.ts';
import { type Filter, timeOf } from './filter.ts';
import type { Sites } from './sites.ts';

/** EventQueryParameter. */
export const EVENT_FILTERS = [
  'eventCode',
  'severity',
  'eventType',
  'fabricName',
  'affectedObjectFriendlyName',
  'affectedObjectCorrelationId',
  'startTime',
  'endTime',
];

/** What a list of events shows. A fabric goes by its name or its friendly name. */
export function eventFilter(server: ServerContext, sites: Sites, filter: Filter): (event: ReplicationEvent) => boolean {
  const from = timeOf(filter, 'startTime');
  const to = timeOf(filter, 'endTime');
  if (from !== null && to !== null && from > to) throw badRequest('InvalidFilter', 'startTime lies after endTime.');
  const isAmong = (name: string, ...values: readonly string[]): boolean => {
    const wanted = filter.get(name)?.toLowerCase();
    return wanted === undefined || values.some((value) => value.toLowerCase() === wanted);
  };
  return (event) => {
    const view = event.vmId === null ? undefined : server.engine.item(event.vmId);
    const item = view?.item;
    const machine = event.vmId === null ? undefined : sites.machine(event.vmId);
    const hostId = event.server?.hostId ?? item?.hostId ?? machine?.hostId;
    const site = hostId === undefined ? undefined : sites.ofHost(hostId, item?.hostName ?? event.server?.name ?? '');
    return (
      (from === null || event.at >= from) &&
      (to === null || event.at <= to) &&
      isAmong('eventcode', event.eventCode) &&
      isAmong('severity', event.severity) &&
      isAmong('eventtype', event.eventType) &&
      isAmong('fabricname', ...(site ? [site.fabric, site.siteName] : [])) &&
      isAmong('affectedobjectcorrelationid', eventSubjectId(event)) &&
      isAmong('affectedobjectfriendlyname', eventSubjectName(event, view, machine?.name))
    );
  };
}
