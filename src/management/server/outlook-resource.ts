import { MINUTE_MS, SECOND_MS, toIso, type Instant } from '../../base/units.ts';
import { SEND_AGE_LIMIT_MS } from '../../core/health/rules.ts';
import type { EngineApi, ItemView } from '../../engine/engine-api.ts';
import type { ItemOutlook as EngineOutlook } from '../../engine/insight-api.ts';
import type { CycleTimes, ItemOutlook, LogOutlook, LogOutlooks, RpoBand } from '../wire-insight.ts';

/** Where an item's log and RPO are heading. */
export function outlookBody({ item, rpoMs }: ItemView, outlook: EngineOutlook, now: Instant): ItemOutlook {
  const { churnBytesPerSecond, sendBytesPerSecond, drainMs, rpoSamples, logBytes } = outlook;
  return {
    asOf: toIso(now),
    log: logBody(outlook),
    drain: {
      pendingBytes: logBytes,
      sendBytesPerSecond: sendBytesPerSecond === null ? null : Math.round(sendBytesPerSecond),
      churnBytesPerSecond: Math.round(churnBytesPerSecond),
      seconds: item.trouble ? null : seconds(drainMs),
    },
    rpo: {
      nowSeconds: seconds(rpoMs),
      limitSeconds: SEND_AGE_LIMIT_MS / SECOND_MS,
      leftSeconds: rpoMs === null ? null : Math.max(0, Math.round((SEND_AGE_LIMIT_MS - rpoMs) / SECOND_MS)),
      breachedSeconds: (rpoSamples.breached * MINUTE_MS) / SECOND_MS,
      observedSeconds: (rpoSamples.observed * MINUTE_MS) / SECOND_MS,
    },
    cycle: outlook.cycle && cycleBody(outlook.cycle),
  };
}

function logBody({ log, logBytes, limitBytes, headroomMs }: EngineOutlook): LogOutlook {
  return {
    trend: log.trend,
    logBytes,
    limitBytes,
    growthBytesPerSecond: log.growthBytesPerSecond,
    reachesLimitAt: reachesBody(log.reachesLimitAt),
    headroomSeconds: seconds(headroomMs),
    band: log.band.map(({ at, ...bytes }) => ({ at: toIso(at), ...bytes })),
    hindcasts: log.hindcasts.map(({ madeAt, ...rest }) => ({ madeAt: toIso(madeAt), ...rest })),
  };
}

function reachesBody(reaches: EngineOutlook['log']['reachesLimitAt']): LogOutlook['reachesLimitAt'] {
  if (reaches === null) return null;
  const [earliest, latest] = reaches;
  return [toIso(earliest), latest === null ? null : toIso(latest)];
}

function cycleBody(cycle: NonNullable<EngineOutlook['cycle']>): CycleTimes {
  return {
    endedAt: toIso(cycle.endedAt),
    sourceSeconds: cycle.sourceMs / SECOND_MS,
    networkSeconds: cycle.networkMs / SECOND_MS,
    targetSeconds: cycle.targetMs / SECOND_MS,
    intervalSeconds: cycle.intervalMs / SECOND_MS,
    sentBytes: cycle.sentBytes,
    bottleneck: cycle.bottleneck,
  };
}

/** More are looked at with the items themselves. */
export const MAX_LISTED_OUTLOOKS = 50;
/** A forecast is made for so many of the fullest logs only: it looks at an hour of samples each. */
const CANDIDATES_PER_LISTED = 8;

/** The items whose logs reach their limit next: those that grow by their time, then the others by their headroom. */
export function logOutlooks(engine: EngineApi, top: number): LogOutlooks {
  const fullest = Array.from(engine.items(), ({ item }) => ({ item, share: logShare(item.disks) }))
    .filter(({ share }) => share > 0)
    .toSorted((a, b) => b.share - a.share)
    .slice(0, top * CANDIDATES_PER_LISTED);
  const items = fullest.flatMap(({ item }) => {
    const outlook = engine.insight.outlook(item.vmId);
    if (!outlook) return [];
    const { trend, logBytes, limitBytes, reachesLimitAt, headroomSeconds } = logBody(outlook);
    return [{ itemId: item.vmId, name: item.vmName, trend, logBytes, limitBytes, reachesLimitAt, headroomSeconds }];
  });
  return { asOf: toIso(engine.now()), items: items.toSorted(bySoonest).slice(0, top) };
}

type Listed = LogOutlooks['items'][number];

function bySoonest(a: Listed, b: Listed): number {
  const [first, second] = [a.reachesLimitAt?.[0], b.reachesLimitAt?.[0]];
  if (first !== undefined && second !== undefined) return first < second ? -1 : 1;
  if (first !== undefined || second !== undefined) return first === undefined ? 1 : -1;
  const [left, right] = [a.headroomSeconds ?? Number.MAX_VALUE, b.headroomSeconds ?? Number.MAX_VALUE];
  return left - right || b.logBytes / b.limitBytes - a.logBytes / a.limitBytes;
}

function logShare(disks: ItemView['item']['disks']): number {
  let [logBytes, diskBytes] = [0, 0];
  for (const disk of disks) {
    logBytes += disk.activeLogBytes + disk.inFlightLogBytes;
    diskBytes += disk.sizeBytes;
  }
  return diskBytes === 0 ? 0 : logBytes / diskBytes;
}

export function rpoBand(engine: EngineApi): RpoBand {
  return {
    asOf: toIso(engine.now()),
    points: engine.insight.rpoBand().map(({ at, minMs, medianMs, maxMs, itemCount }) => ({
      at: toIso(at),
      minSeconds: Math.round(minMs / SECOND_MS),
      medianSeconds: Math.round(medianMs / SECOND_MS),
      maxSeconds: Math.round(maxMs / SECOND_MS),
      itemCount,
    })),
  };
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / SECOND_MS);
}
