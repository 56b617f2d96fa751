/**
 * What the portal shows beyond Azure: forecasts, calendars, root causes, plans of a resynchronization,
 * how a copy and a cycle go. Flat and small like the rest of the wire: ISO 8601 UTC times, sizes in bytes,
 * durations in seconds; ranges are [low, high].
 */

/** `GET …/replicationProtectedItems/{item}/outlook`: where log and RPO are heading. */
export interface ItemOutlook {
  readonly asOf: string;
  readonly log: LogOutlook;
  /** Until nothing is left to send, at the rate of the newest cycle; null: writes come faster, or nothing is known. */
  readonly drain: {
    readonly pendingBytes: number;
    readonly sendBytesPerSecond: number | null;
    readonly churnBytesPerSecond: number;
    readonly seconds: number | null;
  };
  /** How much of the last day lay within the objective, and what is left of the hour after which Hyper-V warns. */
  readonly rpo: {
    readonly nowSeconds: number | null;
    readonly limitSeconds: number;
    /** `limitSeconds` less `nowSeconds`, never below 0. */
    readonly leftSeconds: number | null;
    /** Time above the limit within the last 24 hours, as far as there are samples. */
    readonly breachedSeconds: number;
    readonly observedSeconds: number;
  };
  /** null: no cycle has ended since the engine started. */
  readonly cycle: CycleTimes | null;
}

/** growing: on the way to the limit. steady: emptied by the cycles. idle: nothing is written, or nothing tracked. */
export type LogTrend = 'growing' | 'steady' | 'idle';

export interface LogOutlook {
  readonly trend: LogTrend;
  readonly logBytes: number;
  readonly limitBytes: number;
  /** null: not enough samples. */
  readonly growthBytesPerSecond: readonly [number, number] | null;
  /** Earliest and latest time at which the limit is reached; the latest is null where it may never be. */
  readonly reachesLimitAt: readonly [string, string | null] | null;
  /** How long the log could grow at the churn of the last hour, were nothing sent any more. */
  readonly headroomSeconds: number | null;
  /** The band ahead, ascending in time; empty without a forecast. */
  readonly band: readonly {
    readonly at: string;
    readonly lowBytes: number;
    readonly likelyBytes: number;
    readonly highBytes: number;
  }[];
  /** What earlier forecasts said of now. */
  readonly hindcasts: readonly {
    readonly madeAt: string;
    readonly expectedBytes: readonly [number, number];
    readonly actualBytes: number;
    /** Distance of the likely value from the actual one, as a share of the larger; 0 is a hit, 1 a miss. */
    readonly errorShare: number;
    readonly isWithin: boolean;
  }[];
}

export type BottleneckWord = 'source' | 'network' | 'target' | 'none';

/** Where the time of the newest delta cycle went, as the engine measured it. */
export interface CycleTimes {
  readonly endedAt: string;
  readonly sourceSeconds: number;
  readonly networkSeconds: number;
  readonly targetSeconds: number;
  readonly intervalSeconds: number;
  readonly sentBytes: number;
  /** none: the cycle left most of its interval free. */
  readonly bottleneck: BottleneckWord;
}

/** `GET {V}/logOutlooks?top=5`: the items whose logs reach their limit next. */
export interface LogOutlooks {
  readonly asOf: string;
  readonly items: readonly (Pick<
    LogOutlook,
    'trend' | 'logBytes' | 'limitBytes' | 'reachesLimitAt' | 'headroomSeconds'
  > & {
    readonly itemId: string;
    readonly name: string;
  })[];
}

/** `GET {V}/rpoBand`: over all items, each minute of the last 24 hours; at most 360 points, extremes kept. */
export interface RpoBand {
  readonly asOf: string;
  readonly points: readonly {
    readonly at: string;
    readonly minSeconds: number;
    readonly medianSeconds: number;
    readonly maxSeconds: number;
    readonly itemCount: number;
  }[];
}

/** `GET {V}/resyncCalendar`: the next seven days, host by host, in the hosts' local time. */
export interface ResyncCalendar {
  readonly from: string;
  readonly to: string;
  readonly hosts: readonly CalendarHost[];
}

export interface CalendarHost {
  readonly id: string;
  readonly name: string;
  /** Minutes east of UTC at `from`. */
  readonly utcOffsetMinutes: number;
  /** When the host's clocks change within the time shown. */
  readonly offsetChanges: readonly { readonly at: string; readonly utcOffsetMinutes: number }[];
  readonly windows: readonly CalendarWindow[];
  readonly resyncs: readonly CalendarResync[];
}

export interface CalendarWindow {
  readonly policy: string;
  readonly opensAt: string;
  readonly closesAt: string;
  /** "Mon 18:30", host local time. */
  readonly opensLocal: string;
  readonly closesLocal: string;
}

export interface CalendarResync {
  readonly itemId: string;
  readonly name: string;
  /** unscheduled: required, and the policy leaves the start to the administrator. */
  readonly state: 'running' | 'waiting' | 'scheduled' | 'unscheduled';
  readonly startsAt: string | null;
  /** Host local time. */
  readonly startsLocal: string | null;
  readonly durationSeconds: readonly [number, number];
}

/** What several errors have in common, as the infrastructure's relations have it. */
export type RootCauseKind = 'link' | 'host' | 'server' | 'storageAccount' | 'authorization' | 'machine';

/** `GET {V}/rootCauses`: what is wrong, each cause once, the gravest first. */
export interface RootCauses {
  readonly asOf: string;
  readonly causes: readonly RootCause[];
}

/** An error by the catalogue's code: since when the first machine fails with it, and when one did last. */
export interface SeenError {
  readonly code: string;
  readonly since: string;
  readonly lastSeen: string;
}

export interface RootCause {
  /** Stable while the cause lasts. */
  readonly id: string;
  readonly kind: RootCauseKind;
  /** Of the link's or server's host, the storage account, or the machine. */
  readonly subject: string;
  readonly severity: 'Warning' | 'Critical';
  /** The catalogue's errors behind it, the most frequent first; several can have one cause. */
  readonly errors: readonly SeenError[];
  readonly message: string;
  readonly possibleCauses: string;
  readonly recommendedAction: string;
  readonly since: string;
  readonly lastSeen: string;
  readonly itemIds: readonly string[];
  /** Machines on the same link, host or account that do not suffer. */
  readonly unaffectedCount: number;
}

/** One way of mending, in `ResyncPlans`. */
export interface ResyncPlan {
  readonly way: 'now' | 'window' | 'full';
  readonly startsAt: string | null;
  readonly sendBytes: readonly [number, number];
  readonly durationSeconds: readonly [number, number];
  /** Age of the newest recovery point when it ends. */
  readonly rpoAtEndSeconds: readonly [number, number] | null;
  readonly expectedLogBytes: number;
  readonly isLoopRisk: boolean;
}

/**
 * `GET …/replicationProtectedItems/{item}/resyncPlans`, with `?bandwidthBitsPerSecond=` for another line or a
 * throttle: now, in the window and in full, by the engine's planner.
 */
export interface ResyncPlans {
  readonly asOf: string;
  /** `window` only where the policy has one ahead. */
  readonly plans: readonly ResyncPlan[];
  readonly recommended: ResyncPlan['way'];
  readonly logLimitBytes: number;
  /** What a resynchronization deletes, the newest first. */
  readonly deletedPoints: readonly { readonly id: string; readonly time: string; readonly consistency: string }[];
}

/** `POST {V}/resynchronizations`: several machines at once, with room for each other. */
export interface BulkResyncRequest {
  readonly itemIds: readonly string[];
  readonly when: 'now' | 'window';
  /** Between the starts of two machines, 0–3,600. */
  readonly staggerSeconds: number;
  /** Of these machines at most so many at a time, 1–4. */
  readonly parallelLimit: number;
  /** Of each machine; null: as the host's schedule has it. */
  readonly throttleBitsPerSecond: number | null;
  /** Answers what would happen, and does nothing. */
  readonly isDryRun: boolean;
}

export interface BulkResyncAnswer {
  readonly items: readonly BulkResyncItem[];
  readonly eligibleCount: number;
  readonly parallelLimit: number;
}

export interface BulkResyncItem {
  readonly itemId: string;
  readonly name: string;
  readonly isEligible: boolean;
  /** The server's reason; null where it is eligible. */
  readonly refusal: string | null;
  readonly startsAt: string | null;
  readonly durationSeconds: readonly [number, number] | null;
  readonly jobId: string | null;
}

/** `GET …/replicationProtectedItems/{item}/differences`: how far each disk's comparison is, and what it found. */
export interface ItemDifferences {
  readonly asOf: string;
  readonly disks: readonly DiskDifferences[];
}

export type TransferStepWord = 'pending' | 'running' | 'done';

export interface DiskDifferences {
  readonly diskId: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** The grain of the comparison. */
  readonly blockBytes: number;
  readonly blockCount: number;
  /** Of all cells but the last. */
  readonly cellBytes: number;
  /** At most 4,096: −1 not compared yet, else the differing bytes of the cell. */
  readonly cells: readonly number[];
  readonly steps: readonly {
    readonly step: 'compare' | 'send' | 'apply' | 'merge';
    readonly state: TransferStepWord;
    readonly doneBytes: number;
    readonly totalBytes: number;
  }[];
  /** Of the newest comparison that went through; null before. */
  readonly proof: {
    readonly completedAt: string;
    /** SHA-256 over the digests of all blocks, of either side. */
    readonly sourceSha256: string;
    readonly targetSha256: string;
    /** Written blocks that were read back from the storage account. */
    readonly readBackBytes: number;
  } | null;
}

/** `GET {V}/flows`: what flows from each host now. */
export interface HostFlows {
  readonly asOf: string;
  readonly hosts: readonly {
    readonly id: string;
    readonly name: string;
    /** Over the last minute. */
    readonly sentBytesPerSecond: number;
    readonly sending: number;
    readonly failing: number;
    /** Bytes in logs: written and not yet at the replica. */
    readonly pendingBytes: number;
    readonly cacheBytes: number;
    readonly isSilent: boolean;
    /** Cycles whose time went to … */
    readonly bottlenecks: Readonly<Record<BottleneckWord, number>>;
  }[];
}

/**
 * `POST {V}/hosts/{host}/bandwidthForecast` with `{ schedule: … | null }`: what such a throttle would mean for the
 * host's machines, by the engine's planner. Nothing is changed.
 */
export interface BandwidthForecast {
  readonly asOf: string;
  readonly machineCount: number;
  readonly logBytes: number;
  /** Mean over the last hour, of all machines together. */
  readonly churnBytesPerSecond: number;
  readonly workHours: RateForecast;
  readonly otherHours: RateForecast;
  /** The longest that would begin now, over the rates to come; null without machines. */
  readonly longestResync: {
    readonly itemId: string;
    readonly name: string;
    readonly durationSeconds: readonly [number, number];
  } | null;
  /** Machines whose logs may reach their limit again while they are resynchronized. */
  readonly loopRiskCount: number;
}

export interface RateForecast {
  /** Whether all that is written can be sent; null: not throttled, and no line was measured. */
  readonly keepsUp: boolean | null;
  /** Until the logs are empty; null: never, or not known. */
  readonly drainSeconds: number | null;
  /** The highest RPO once they are; null: ever higher, or not known. */
  readonly rpoSeconds: number | null;
  /** Until the first log reaches its limit; null: none does, or not known. */
  readonly limitSeconds: number | null;
}

/**
 * `thresholds` among the details of a replication policy: what may still be while a machine under it is healthy,
 * by the engine's rules. Read only; a PUT does not look at it.
 */
export interface PolicyThresholds {
  /** Longer since changes were last sent, which RPO follows, is a warning. */
  readonly sendAgeSeconds: number;
  /** So many copy intervals are that. */
  readonly sendAgeCycles: number;
  /** A longer average latency of the cycles is a warning. */
  readonly latencySeconds: number;
  readonly monitoringSeconds: number;
  /** Of a whole monitoring interval. */
  readonly dueCycles: number;
  /** A larger share of them missed is a warning, 0–1. */
  readonly missedShare: number;
  /** So many may be missed. */
  readonly missedCycles: number;
  /** A failed application-consistent snapshot is a warning until one succeeds; null: the policy takes none. */
  readonly applicationConsistentSeconds: number | null;
  /** At this share of its disk a log calls for a resynchronization, 0–1. */
  readonly logShare: number;
}
