/**
 * Every limit of the replication core: name, unit, reason. A loop or list without
 * a limit of this file is a mistake. Asserted where they are used.
 */
import { GIB, HOUR_MS, KIB, MIB, MINUTE_MS, type Bytes, type Milliseconds } from '../../base/units.ts';

// ── Transfers ──────────────────────────────────────────────────────────────

/** One Put Page carries at most this. The page-blob service refuses more [page blob REST]. */
export const MAX_PUT_BYTES: Bytes = 4 * MIB;

/** One read of a snapshot, a log or a blob asks for at most this: as much as one put can carry on. */
export const MAX_READ_BYTES: Bytes = 4 * MIB;

/** Windows of one machine under way at once: the agent's UploadThreadsPerVM as installed. */
export const DEFAULT_UPLOAD_THREADS = 4;

/** The agent accepts no more upload threads per machine than this. */
export const MAX_UPLOAD_THREADS = 32;

/** Smallest window of a long copy: below it, the request's cost outweighs the bytes'. */
export const MIN_WINDOW_BYTES: Bytes = 1 * MIB;

/** Largest window of a long copy: what a crash may make the engine do again, per upload thread. */
export const MAX_WINDOW_BYTES: Bytes = 64 * MIB;

/** A disk is cut into about this many windows, so that progress moves in steps below half a percent. */
export const WINDOWS_PER_DISK = 256;

/** Windows that may be finished ahead of the cursor: a crash does them again, so the list stays short. */
export const MAX_WINDOWS_AHEAD = 64;

/** Initial replications at once: the default of Hyper-V's MaximumActiveTransfers since 2012 R2. */
export const MAX_PARALLEL_INITIAL_REPLICATIONS = 6;

/** Resynchronizations at once: each reads whole disks on its host; more would starve the delta cycles. */
export const MAX_PARALLEL_RESYNCHRONIZATIONS = 4;

/** Changes of the rate that a forecast of a transfer follows, two a day: beyond half a year the last rate stands for all. */
export const MAX_FORECAST_RATE_CHANGES = 365;

// ── Checksums ──────────────────────────────────────────────────────────────

/** First level of a resynchronization: coarse enough that identical disks cost 0.03 % of their size. */
export const COARSE_BLOCK_BYTES: Bytes = 64 * KIB;

/** Second level: the guests' usual write size, so that scattered changes are not sent 16-fold. */
export const FINE_BLOCK_BYTES: Bytes = 4 * KIB;

/** Bytes of one block's digest (XXH3-128). */
export const DIGEST_BYTES: Bytes = 16;

/**
 * Bytes of a digest that crosses the wire to find differences: two different blocks look equal once in four
 * thousand million times, and the sum over the window's whole digests notices it.
 */
export const SHORT_DIGEST_BYTES: Bytes = 4;

/** Bytes of the sum (SHA-256) over a window's digests. */
export const DIGEST_SUM_BYTES: Bytes = 32;

// ── Machines ───────────────────────────────────────────────────────────────

/** Largest disk that can be replicated: 4,095 GB [deployment planner]. */
export const MAX_DISK_BYTES: Bytes = 4095 * GIB;

/** Largest operating-system disk of a machine of generation 1: 2,047 GB [deployment planner]. */
export const MAX_OS_DISK_BYTES_GENERATION_1: Bytes = 2047 * GIB;

/** The same of generation 2: 300 GB [deployment planner]. */
export const MAX_OS_DISK_BYTES_GENERATION_2: Bytes = 300 * GIB;

/** Data disks of one machine: the largest supported Azure size of the support matrix takes 16. */
export const MAX_DATA_DISKS = 16;

// ── Retry ──────────────────────────────────────────────────────────────────

/** A `Retry-After` beyond a day is a defect of the answer; an administrator would have acted by then. */
export const MAX_RETRY_AFTER_MS: Milliseconds = 24 * HOUR_MS;

// ── Infrastructure ─────────────────────────────────────────────────────────

/** A server not heard of for longer is an infrastructure error: ten heartbeats of half a minute in a row. */
export const MAX_HEARTBEAT_AGE_MS: Milliseconds = 5 * MINUTE_MS;

// ── Recovery points ────────────────────────────────────────────────────────

/** Longest retention for Hyper-V: 24 hours. */
export const MAX_RETENTION_HOURS = 24;

/**
 * Recovery points of one machine: 24 hours touch at most 25 clock hours, each with the last
 * crash-consistent and the last application-consistent point.
 */
export const MAX_RECOVERY_POINTS = 50;

// ── Recovery plans ─────────────────────────────────────────────────────────

/** Machines of one recovery plan [Azure docs: about recovery plans]. */
export const MAX_PLAN_MACHINES = 100;

/** Boot groups of one recovery plan [Azure docs: create and customize recovery plans]. */
export const MAX_BOOT_GROUPS = 7;

/** Manual actions before, and after, one group: more than anybody works off in an outage. */
export const MAX_ACTIONS_PER_SIDE = 10;

// ── Histories ──────────────────────────────────────────────────────────────

/** Jobs that have ended and are still listed: a day of a fleet's. About 1 KB each in an engine's memory. */
export const MAX_ENDED_JOBS = 100_000;

/** Errors kept with one job: the first, which names the cause, and the latest; a retry adds one each time. */
export const MAX_JOB_ERRORS = 20;

/** Events kept per machine: two weeks of health changes at one every hour and a half. */
export const MAX_EVENTS_PER_MACHINE = 200;

/** Lines of the decision trace in memory: at 120 bytes each some 12 MB. */
export const MAX_TRACE_LINES = 100_000;

/** Points of an item's series: a chart of more redraws too slowly to be live. */
export const MAX_SERIES_POINTS = 360;

/** Samples that a log-size forecast looks at: older growth says nothing of the guest's present load. */
export const MAX_FORECAST_SAMPLES = 60;
