/** What the engine's insights look like for the rows of `fake-vault.ts`. */
import type { HostBandwidthSchedule, ItemRow } from '../../management/wire.ts';
import type {
  BandwidthForecast,
  BulkResyncAnswer,
  BulkResyncRequest,
  HostFlows,
  ItemDifferences,
  ItemOutlook,
  LogOutlooks,
  ResyncCalendar,
  ResyncPlans,
  RootCause,
  RateForecast,
  RootCauses,
  RpoBand,
} from '../../management/wire-insight.ts';
import { fakeHosts } from './fake-site.ts';
import { FAKE_NOW, iso } from './fake-vault.ts';

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
const HOUR = 3600;

export function fakeOutlook(row: ItemRow): ItemOutlook {
  const isGrowing = row.activity === 'Failing';
  const growth = 1.5 * MIB;
  return {
    asOf: iso(2),
    log: {
      trend: isGrowing ? 'growing' : 'steady',
      logBytes: row.logBytes,
      limitBytes: row.logLimitBytes,
      growthBytesPerSecond: isGrowing ? [growth * 0.8, growth * 1.2] : null,
      reachesLimitAt: isGrowing ? [iso(-5 * HOUR), iso(-9 * HOUR)] : null,
      headroomSeconds: (row.logLimitBytes - row.logBytes) / growth,
      band: isGrowing
        ? Array.from({ length: 13 }, (_, index) => ({
            at: iso(-index * 1800),
            lowBytes: row.logBytes + growth * 0.8 * index * 1800,
            likelyBytes: row.logBytes + growth * index * 1800,
            highBytes: row.logBytes + growth * 1.2 * index * 1800,
          }))
        : [],
      hindcasts: isGrowing
        ? [
            {
              madeAt: iso(1800),
              expectedBytes: [row.logBytes * 0.92, row.logBytes * 1.06],
              actualBytes: row.logBytes,
              errorShare: 0.01,
              isWithin: true,
            },
            {
              madeAt: iso(900),
              expectedBytes: [row.logBytes * 1.02, row.logBytes * 1.1],
              actualBytes: row.logBytes,
              errorShare: 0.06,
              isWithin: false,
            },
          ]
        : [],
    },
    drain: {
      pendingBytes: row.logBytes,
      sendBytesPerSecond: isGrowing ? 0 : 6 * MIB,
      churnBytesPerSecond: growth,
      seconds: isGrowing ? null : row.logBytes / (4.5 * MIB),
    },
    rpo: {
      nowSeconds: row.rpoSeconds,
      limitSeconds: HOUR,
      leftSeconds: row.rpoSeconds === null ? null : Math.max(0, HOUR - row.rpoSeconds),
      breachedSeconds: (row.rpoSeconds ?? 0) > HOUR ? 2700 : 0,
      observedSeconds: 24 * HOUR,
    },
    cycle: {
      endedAt: iso(48),
      sourceSeconds: 2,
      networkSeconds: 41,
      targetSeconds: 6,
      intervalSeconds: 300,
      sentBytes: 180 * MIB,
      bottleneck: isGrowing ? 'network' : 'none',
    },
  };
}

export function fakeLogOutlooks(rows: readonly ItemRow[], top: number): LogOutlooks {
  const items = rows.map((row) => {
    const { trend, logBytes, limitBytes, reachesLimitAt, headroomSeconds } = fakeOutlook(row).log;
    return { itemId: row.id, name: row.name, trend, logBytes, limitBytes, reachesLimitAt, headroomSeconds };
  });
  return {
    asOf: iso(2),
    items: items.toSorted((a, b) => (a.trend === 'growing' ? 0 : 1) - (b.trend === 'growing' ? 0 : 1)).slice(0, top),
  };
}

export function fakeRpoBand(rows: readonly ItemRow[]): RpoBand {
  return {
    asOf: iso(2),
    points: Array.from({ length: 288 }, (_, index) => {
      const wave = 1 + Math.sin(index / 17) * 0.4;
      const peak = index > 190 && index < 214 ? (index - 190) * 160 : 0;
      return {
        at: iso((287 - index) * 300),
        minSeconds: Math.round(24 * wave),
        medianSeconds: Math.round(120 * wave),
        maxSeconds: Math.round(340 * wave + peak),
        itemCount: rows.length,
      };
    }),
  };
}

export function fakeResyncCalendar(rows: readonly ItemRow[]): ResyncCalendar {
  const midnight = Math.floor(FAKE_NOW / 86_400_000) * 86_400_000;
  const at = (day: number, hour: number): string =>
    new Date(midnight + day * 86_400_000 + hour * 3_600_000).toISOString();
  return {
    from: iso(0),
    to: iso(-7 * 24 * HOUR),
    hosts: fakeHosts().map(({ id, name, utcOffsetMinutes }) => ({
      id,
      name,
      utcOffsetMinutes,
      offsetChanges: [],
      windows: Array.from({ length: 7 }, (_, day) => ({
        policy: '5 minutes',
        opensAt: at(day, 17.5),
        closesAt: at(day + 1, 5),
        opensLocal: '18:30',
        closesLocal: '06:00',
      })),
      resyncs: rows
        .filter((row) => row.host === name && row.stage.startsWith('resynchroniz'))
        .map((row) => ({
          itemId: row.id,
          name: row.name,
          state: row.stage === 'resynchronizing' ? ('running' as const) : ('scheduled' as const),
          startsAt: row.stage === 'resynchronizing' ? iso(1400) : at(0, 17.5),
          startsLocal: 'Sun 18:30',
          durationSeconds: [1900, 2600] as const,
        })),
    })),
  };
}

export function fakeRootCauses(rows: readonly ItemRow[]): RootCauses {
  const groups = new Map<string, ItemRow[]>();
  for (const row of rows) {
    if (row.errorCode === null) continue;
    const isLink = row.errorCode === 'NetworkUnreachable';
    const id = isLink
      ? `link:${row.host}`
      : row.errorCode === 'StorageAuthorization'
        ? 'authorization:lockstepcache'
        : `machine:${row.id}`;
    groups.set(id, [...(groups.get(id) ?? []), row]);
  }
  return { asOf: iso(2), causes: [...groups].map(([id, members]) => rootCause(id, members)) };
}

function rootCause(id: string, members: readonly ItemRow[]): RootCause {
  const [kind = 'machine', subject = ''] = id.split(':');
  return {
    id,
    kind: kind as RootCause['kind'],
    subject: kind === 'machine' ? (members[0]?.name ?? '') : subject,
    severity: members.some(({ health }) => health === 'Critical') ? 'Critical' : 'Warning',
    errors: [...new Set(members.map(({ errorCode }) => errorCode ?? ''))].map((code) => ({
      code,
      since: iso(960),
      lastSeen: iso(40),
    })),
    message: 'The host cannot reach the cache storage account.',
    possibleCauses: 'The link is down, or a proxy refuses the connection.',
    recommendedAction: 'Check the host’s connection to *.blob.core.windows.net on port 443.',
    since: iso(960),
    lastSeen: iso(40),
    itemIds: members.map((member) => member.id),
    unaffectedCount: 3,
  };
}

export function fakeResyncPlans(row: ItemRow, bandwidthBitsPerSecond = 100_000_000): ResyncPlans {
  const isSlow = bandwidthBitsPerSecond < 10_000_000;
  const sendBytes = [row.sizeBytes * 0.04, row.sizeBytes * 0.09] as const;
  return {
    asOf: iso(2),
    plans: [
      {
        way: 'now',
        startsAt: iso(0),
        sendBytes,
        durationSeconds: isSlow ? [19_000, 26_000] : [1900, 2600],
        rpoAtEndSeconds: [6000, 6700],
        expectedLogBytes: 4 * GIB,
        isLoopRisk: isSlow,
      },
      {
        way: 'window',
        startsAt: iso(-4 * HOUR),
        sendBytes: [sendBytes[0] * 1.1, sendBytes[1] * 1.2],
        durationSeconds: [1700, 2400],
        rpoAtEndSeconds: [20_400, 21_100],
        expectedLogBytes: 3 * GIB,
        isLoopRisk: false,
      },
      {
        way: 'full',
        startsAt: iso(0),
        sendBytes: [row.sizeBytes * 0.7, row.sizeBytes * 0.7],
        durationSeconds: [7400, 7400],
        rpoAtEndSeconds: null,
        expectedLogBytes: 11 * GIB,
        isLoopRisk: false,
      },
    ],
    recommended: isSlow ? 'window' : 'now',
    logLimitBytes: row.logLimitBytes,
    deletedPoints: [
      { id: 'p1', time: iso(300), consistency: 'CrashConsistent' },
      { id: 'p2', time: iso(3900), consistency: 'ApplicationConsistent' },
    ],
  };
}

export function fakeBulkResync(rows: readonly ItemRow[], request: BulkResyncRequest): BulkResyncAnswer {
  const chosen = rows.filter(({ id }) => request.itemIds.includes(id));
  let turn = 0;
  const items = chosen.map((row) => {
    const isEligible = row.allowedOperations.includes('RepairReplication');
    const startsAt = isEligible ? iso(-request.staggerSeconds * turn++) : null;
    return {
      itemId: row.id,
      name: row.name,
      isEligible,
      refusal: isEligible
        ? null
        : 'No resynchronization is required. To force one, pause replication and resume it with resynchronization.',
      startsAt,
      durationSeconds: isEligible ? ([1900, 2600] as const) : null,
      jobId: isEligible && !request.isDryRun ? `resync-${row.id}` : null,
    };
  });
  return { items, eligibleCount: turn, parallelLimit: request.parallelLimit };
}

export function fakeDifferences(row: ItemRow): ItemDifferences {
  const blockBytes = 64 * 1024;
  const share = (row.progressPercent ?? 100) / 100;
  const cellBytes = Math.ceil(row.sizeBytes / 2048 / blockBytes) * blockBytes;
  const cells = Array.from({ length: Math.ceil(row.sizeBytes / cellBytes) }, (_, index) => {
    if (index > 2048 * share) return -1;
    return index % 97 < 7 || (index > 500 && index < 560) ? cellBytes * (((index * 7) % 10) / 10) : 0;
  });
  const differing = cells.reduce((sum, cell) => sum + Math.max(0, cell), 0);
  const isRunning = row.stage === 'resynchronizing';
  return {
    asOf: iso(2),
    disks: [
      {
        diskId: `${row.id}_0`,
        name: `${row.name}-osdisk.vhdx`,
        sizeBytes: row.sizeBytes,
        blockBytes,
        blockCount: row.sizeBytes / blockBytes,
        cellBytes,
        cells: isRunning ? cells : [],
        steps: [
          {
            step: 'compare',
            state: isRunning ? 'running' : 'done',
            doneBytes: row.sizeBytes * share,
            totalBytes: row.sizeBytes,
          },
          { step: 'send', state: isRunning ? 'running' : 'done', doneBytes: differing * 0.9, totalBytes: differing },
          { step: 'apply', state: 'pending', doneBytes: 0, totalBytes: row.logBytes },
          { step: 'merge', state: 'pending', doneBytes: 0, totalBytes: 0 },
        ],
        proof: isRunning
          ? null
          : {
              completedAt: iso(7200),
              sourceSha256: '5f0c'.repeat(16),
              targetSha256: '5f0c'.repeat(16),
              readBackBytes: 92 * MIB,
            },
      },
    ],
  };
}

export function fakeHostFlows(rows: readonly ItemRow[]): HostFlows {
  return {
    asOf: iso(2),
    hosts: fakeHosts().map(({ id, name }, index) => {
      const own = rows.filter(({ host }) => host === name);
      return {
        id,
        name,
        sentBytesPerSecond: index === 1 ? 0 : (index + 1) * 3 * MIB,
        sending: own.filter(({ activity }) => activity === 'Sending').length,
        failing: own.filter(({ activity }) => activity === 'Failing').length,
        pendingBytes: own.reduce((sum, { logBytes }) => sum + logBytes, 0),
        cacheBytes: index * 40 * MIB,
        isSilent: false,
        bottlenecks: { source: 0, network: index === 1 ? 2 : 0, target: 0, none: 3 },
      };
    }),
  };
}

/** Such as a host has that writes 1 MiB a second; a rate below that lets its logs grow. */
export function fakeBandwidthForecast(schedule: HostBandwidthSchedule | null): BandwidthForecast {
  const forecast = (rate: number | null | undefined): RateForecast => {
    if (rate === null || rate === undefined) {
      return { keepsUp: null, drainSeconds: null, rpoSeconds: null, limitSeconds: null };
    }
    const isEnough = rate > 8 * MIB;
    return {
      keepsUp: isEnough,
      drainSeconds: isEnough ? 1240 : null,
      rpoSeconds: isEnough ? 410 : null,
      limitSeconds: isEnough ? null : 5 * HOUR,
    };
  };
  return {
    asOf: iso(2),
    machineCount: 4,
    logBytes: 3 * GIB,
    churnBytesPerSecond: MIB,
    workHours: forecast(schedule?.workHoursBitsPerSecond),
    otherHours: forecast(schedule?.otherHoursBitsPerSecond),
    longestResync: { itemId: 'vm-1', name: 'SQL01', durationSeconds: [2400, 5100] },
    loopRiskCount: schedule === null ? 0 : 1,
  };
}
