import { after, DAY_MS, SECOND_MS, toIso, type Instant } from '../../base/units.ts';
import type { HostInventory } from '../../core/ports.ts';
import { localText, openTimes } from '../../core/policy/calendar.ts';
import type { OffsetAt } from '../../core/policy/local-time.ts';
import type { EngineApi, ItemView } from '../../engine/engine-api.ts';
import type { CalendarHost, CalendarResync, CalendarWindow, ResyncCalendar } from '../wire-insight.ts';

const DAYS_SHOWN = 7;

/** When automatic resynchronizations may start, and which are to come, host by host in the hosts' local time. */
export function resyncCalendar(engine: EngineApi): ResyncCalendar {
  const from = engine.now();
  const to = after(from, DAYS_SHOWN * DAY_MS);
  const views = [...engine.items()];
  const hosts = engine.inventory().flatMap((host) => {
    const own = views.filter(({ item }) => item.hostId === host.hostId);
    return own.length === 0 ? [] : [calendarHost(engine, host, own, from, to)];
  });
  return { from: toIso(from), to: toIso(to), hosts };
}

function calendarHost(
  engine: EngineApi,
  host: HostInventory,
  views: readonly ItemView[],
  from: Instant,
  to: Instant,
): CalendarHost {
  const offsetAt = engine.insight.offsetAt(host.hostId);
  const policies = new Map(views.map(({ policy }) => [policy.policyId, policy]));
  return {
    id: host.hostId,
    name: host.name,
    utcOffsetMinutes: offsetAt(from),
    offsetChanges: (host.offsetChanges ?? [])
      .filter(({ at }) => at >= from && at < to)
      .map(({ at, utcOffsetMinutes }) => ({ at: toIso(at), utcOffsetMinutes })),
    windows: [...policies.values()].flatMap(({ name, resyncWindow }) =>
      openTimes(resyncWindow, from, to, offsetAt).map((time): CalendarWindow => ({
        policy: name,
        opensAt: toIso(time.opensAt),
        closesAt: toIso(time.closesAt),
        opensLocal: localText(time.opensAt, offsetAt),
        closesLocal: localText(time.closesAt, offsetAt),
      })),
    ),
    resyncs: views.flatMap((view) => calendarResync(engine, view, offsetAt) ?? []),
  };
}

function calendarResync(engine: EngineApi, { item }: ItemView, offsetAt: OffsetAt): CalendarResync | null {
  const { phase } = item;
  if (phase.kind !== 'resynchronizationRequired' && phase.kind !== 'resynchronizing') return null;
  const startsAt = phase.kind === 'resynchronizing' ? phase.startedAt : phase.startsAt;
  const [low = 0, high = 0] = engine.insight.resyncPlans(item.vmId)?.plans[0]?.durationMs ?? [];
  return {
    itemId: item.vmId,
    name: item.vmName,
    state: stateOf(phase),
    startsAt: startsAt === null ? null : toIso(startsAt),
    startsLocal: startsAt === null ? null : localText(startsAt, offsetAt),
    durationSeconds: [Math.round(low / SECOND_MS), Math.round(high / SECOND_MS)],
  };
}

function stateOf(
  phase: Extract<ItemView['item']['phase'], { readonly kind: 'resynchronizationRequired' | 'resynchronizing' }>,
): CalendarResync['state'] {
  if (phase.kind === 'resynchronizing') return 'running';
  if (phase.isDue) return 'waiting';
  return phase.startsAt === null ? 'unscheduled' : 'scheduled';
}
