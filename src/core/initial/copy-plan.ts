/**
 * A long copy of one disk (initial replication, resynchronization) as plain data:
 *
 *      0          cursor                                   size
 *      ├──────────┼─────────┬─────────┬─────────┬───────────┤
 *      │   done   │ flight  │  ahead  │ flight  │  to come  │
 *
 * The disk is cut into windows of one size. Windows may be acknowledged in any order;
 * cursor and counts move only when the oldest open one is, so a restart from the cursor
 * counts nothing twice. Redoing a window is idempotent.
 */
import { assert } from '../../base/assert.ts';
import { endOf, type Extent } from '../../base/extent.ts';
import { MIB, PAGE_BYTES, type Bytes, type Instant } from '../../base/units.ts';
import { MAX_WINDOW_BYTES, MAX_WINDOWS_AHEAD, MIN_WINDOW_BYTES, WINDOWS_PER_DISK } from '../limits/limits.ts';
import type { DiskTransfer, TransferWindow, TransferWindows, WindowCounts, WindowRun } from '../model.ts';

export interface CopyPlan extends WindowCounts {
  readonly kind: DiskTransfer['kind'];
  readonly sizeBytes: Bytes;
  readonly windowBytes: Bytes;
  readonly totalBytes: Bytes;
  /** Everything before it is done; a window's start, or the disk's size. */
  readonly cursorBytes: Bytes;
  /** Acknowledged beyond the cursor, ascending. */
  readonly ahead: TransferWindows['ahead'];
  /** Never started: the cursor passes over them. */
  readonly empty: readonly WindowRun[];
}

/** Size of a disk's windows: 1/256 of it, rounded up to 1 MiB, between 1 MiB and 64 MiB. */
export function windowBytesOf(sizeBytes: Bytes): Bytes {
  const share = Math.ceil(sizeBytes / WINDOWS_PER_DISK / MIB) * MIB;
  return Math.min(MAX_WINDOW_BYTES, Math.max(MIN_WINDOW_BYTES, share));
}

/**
 * A fresh plan. `totalBytes` is what progress counts against: the disk's size (resynchronization),
 * or the bytes allocated on the host (initial replication), which is an estimate until the end.
 */
export function planCopy(kind: DiskTransfer['kind'], sizeBytes: Bytes, totalBytes: Bytes): CopyPlan {
  assert(sizeBytes > 0 && sizeBytes % PAGE_BYTES === 0, `a disk has whole pages, got ${sizeBytes} bytes`);
  assert(totalBytes >= 0 && totalBytes <= sizeBytes, `total ${totalBytes} lies within the disk's ${sizeBytes} bytes`);
  assert(kind === 'initialReplication' || totalBytes === sizeBytes, 'a resynchronization looks at the whole disk');
  const windowBytes = windowBytesOf(sizeBytes);
  const none = { processedBytes: 0, differingBytes: 0, sentBytes: 0, checksumBytes: 0 };
  return { kind, sizeBytes, windowBytes, totalBytes, cursorBytes: 0, ahead: [], empty: [], ...none };
}

/** The plan of a transfer read back from the journal: goes on at its cursor. */
export function resumeCopy(sizeBytes: Bytes, transfer: DiskTransfer): CopyPlan {
  const { kind, totalBytes, processedBytes, differingBytes, sentBytes, checksumBytes, cursorBytes } = transfer;
  const fresh = planCopy(kind, sizeBytes, totalBytes);
  const atWindow = cursorBytes % fresh.windowBytes === 0 || cursorBytes === sizeBytes;
  assert(atWindow && cursorBytes <= sizeBytes, `cursor ${cursorBytes} stands at a window's start`);
  return checked({ ...fresh, processedBytes, differingBytes, sentBytes, checksumBytes, cursorBytes });
}

/**
 * Whether it is worth finding out first where the disk is empty: its windows are as large as they may be, so that
 * their number, and not the bytes in them, would tell how long the copy takes.
 */
export function isWorthSurveying(sizeBytes: Bytes): boolean {
  return sizeBytes > WINDOWS_PER_DISK * MAX_WINDOW_BYTES;
}

/** The windows of a disk that no extent touches, as runs. `occupied` is ascending and disjoint. */
export function emptyWindows(sizeBytes: Bytes, occupied: readonly Extent[]): WindowRun[] {
  const windowBytes = windowBytesOf(sizeBytes);
  const runs: WindowRun[] = [];
  let next = 0;
  const skipTo = (index: number): void => {
    if (index > next) runs.push({ firstIndex: next, count: index - next });
  };
  for (const extent of occupied) {
    skipTo(Math.floor(extent.offsetBytes / windowBytes));
    next = Math.max(next, Math.ceil(endOf(extent) / windowBytes));
  }
  skipTo(Math.ceil(sizeBytes / windowBytes));
  return runs;
}

/** The same plan, which passes over these windows. None of them is under way or acknowledged. */
export function passOver(plan: CopyPlan, empty: readonly WindowRun[]): CopyPlan {
  return checked(onward({ ...plan, empty }));
}

/** The journalled form of a plan. */
export function toTransfer(plan: CopyPlan, phase: DiskTransfer['phase'], startedAt: Instant): DiskTransfer {
  const { kind, totalBytes, processedBytes, differingBytes, sentBytes, checksumBytes, cursorBytes } = plan;
  return { kind, phase, totalBytes, processedBytes, differingBytes, sentBytes, checksumBytes, cursorBytes, startedAt };
}

/**
 * Windows to start now, ascending, so that with those `inFlight` at most `limit` are under way.
 * Empty when the limit is reached, or all that remains is under way or ahead.
 */
export function nextWindows(plan: CopyPlan, inFlight: readonly TransferWindow[], limit: number): TransferWindow[] {
  const busy = new Set([...inFlight.map((w) => w.index), ...plan.ahead.map((w) => w.index)]);
  const windows: TransferWindow[] = [];
  let index = Math.ceil(plan.cursorBytes / plan.windowBytes);
  for (let ahead = 0; ahead < MAX_WINDOWS_AHEAD && inFlight.length + windows.length < limit; ahead++) {
    index = nextOccupied(plan, index);
    if (index >= windowCount(plan)) break;
    if (!busy.has(index)) windows.push(windowAt(plan, index));
    index++;
  }
  return windows;
}

/** Takes a window's outcome. One that is acknowledged already changes nothing (a repeated answer). */
export function acknowledge(plan: CopyPlan, window: TransferWindow, counts: WindowCounts): CopyPlan {
  checkCounts(plan, window, counts);
  if (window.offsetBytes < plan.cursorBytes || plan.ahead.some((w) => w.index === window.index)) return plan;
  const ahead = [...plan.ahead, { index: window.index, counts }].toSorted((a, b) => a.index - b.index);
  return checked(onward({ ...plan, ahead }));
}

export function isCopied(plan: CopyPlan): boolean {
  return plan.cursorBytes === plan.sizeBytes;
}

/** Bytes still to look at: processed + remaining = total, at all times. */
export function remainingBytes(plan: CopyPlan): Bytes {
  return plan.totalBytes - plan.processedBytes;
}

/** Share done, 0 to 1; never falls. An empty disk is done when its cursor is. */
export function progressOf(plan: CopyPlan): number {
  if (isCopied(plan)) return 1;
  return plan.totalBytes === 0 ? 0 : plan.processedBytes / plan.totalBytes;
}

function windowCount(plan: CopyPlan): number {
  return Math.ceil(plan.sizeBytes / plan.windowBytes);
}

function windowAt(plan: CopyPlan, index: number): TransferWindow {
  const offsetBytes = index * plan.windowBytes;
  return { index, offsetBytes, lengthBytes: Math.min(plan.windowBytes, plan.sizeBytes - offsetBytes) };
}

/** Moves the cursor over all that is acknowledged, and over the empty windows before, between and after. */
function onward(plan: CopyPlan): CopyPlan {
  let next = plan;
  for (;;) {
    const index = Math.ceil(next.cursorBytes / plan.windowBytes);
    const [head] = next.ahead;
    if (index < windowCount(plan) && nextOccupied(plan, index) > index) {
      next = advance(next, windowAt(plan, index), nothingIn(next, windowAt(plan, index)));
    } else if (head?.index === index) {
      next = { ...advance(next, windowAt(plan, index), head.counts), ahead: next.ahead.slice(1) };
    } else return next;
  }
}

/** A comparison has looked at an empty window too: both sides are zero there. */
function nothingIn({ kind }: CopyPlan, { lengthBytes }: TransferWindow): WindowCounts {
  const processedBytes = kind === 'initialReplication' ? 0 : lengthBytes;
  return { processedBytes, differingBytes: 0, sentBytes: 0, checksumBytes: 0 };
}

/** The first window from `index` on that is not empty; the number of windows when there is none. */
function nextOccupied({ empty }: CopyPlan, index: number): number {
  let low = 0;
  let high = empty.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const run = empty[middle];
    if (run && run.firstIndex + run.count <= index) low = middle + 1;
    else high = middle;
  }
  const run = empty[low];
  return run && run.firstIndex <= index ? run.firstIndex + run.count : index;
}

/** Moves the cursor over its next window. An initial replication's estimated total gives way to the truth. */
function advance(plan: CopyPlan, window: TransferWindow, counts: WindowCounts): CopyPlan {
  const cursorBytes = window.offsetBytes + window.lengthBytes;
  const processedBytes = plan.processedBytes + counts.processedBytes;
  const isLast = cursorBytes === plan.sizeBytes;
  return {
    ...plan,
    cursorBytes,
    processedBytes,
    totalBytes: isLast ? processedBytes : Math.max(plan.totalBytes, processedBytes),
    differingBytes: plan.differingBytes + counts.differingBytes,
    sentBytes: plan.sentBytes + counts.sentBytes,
    checksumBytes: plan.checksumBytes + counts.checksumBytes,
  };
}

function checkCounts(plan: CopyPlan, window: TransferWindow, counts: WindowCounts): void {
  const known = windowAt(plan, window.index);
  const isOurs = known.offsetBytes === window.offsetBytes && known.lengthBytes === window.lengthBytes;
  assert(isOurs && window.lengthBytes > 0, `window ${window.index} belongs to the plan`);
  const { processedBytes, differingBytes, sentBytes, checksumBytes } = counts;
  const isCount = [processedBytes, differingBytes, sentBytes, checksumBytes].every(
    (n) => Number.isInteger(n) && n >= 0,
  );
  assert(isCount, `counts are whole numbers from 0, got ${JSON.stringify(counts)}`);
  const isWhole = plan.kind === 'initialReplication' || processedBytes === window.lengthBytes;
  assert(isWhole, `a resynchronization looks at the whole window, got ${processedBytes} of ${window.lengthBytes}`);
  assert(processedBytes <= window.lengthBytes, `processed ${processedBytes} within the window's ${window.lengthBytes}`);
  assert(differingBytes <= processedBytes, `differing ${differingBytes} within processed ${processedBytes}`);
  assert(sentBytes <= differingBytes, `sent ${sentBytes} within differing ${differingBytes}`);
}

function checked(plan: CopyPlan): CopyPlan {
  assert(plan.processedBytes <= plan.totalBytes, `processed ${plan.processedBytes} of ${plan.totalBytes}`);
  assert(plan.sentBytes <= plan.differingBytes, `sent ${plan.sentBytes} of ${plan.differingBytes} differing`);
  assert(plan.differingBytes <= plan.processedBytes, `differing ${plan.differingBytes} of ${plan.processedBytes}`);
  assert(plan.ahead.length <= MAX_WINDOWS_AHEAD, `${plan.ahead.length} windows ahead`);
  return plan;
}
