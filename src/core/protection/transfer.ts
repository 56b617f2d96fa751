import {
  acknowledge,
  isCopied,
  isWorthSurveying,
  nextWindows,
  passOver,
  planCopy,
  resumeCopy,
  toTransfer,
} from '../initial/copy-plan.ts';
import type { CopyPlan } from '../initial/copy-plan.ts';
import type {
  DiskId,
  DiskReplication,
  DiskTransfer,
  ReplicatedItem,
  TransferWindow,
  TransferWindows,
  WindowCounts,
  WindowRun,
} from '../model.ts';
import type { Facts } from './facts.ts';

const NO_WINDOWS: TransferWindows = { inFlight: [], ahead: [] };

/** Gives every disk a transfer and puts the first disk's first windows under way. */
export function beginTransfers(item: ReplicatedItem, kind: DiskTransfer['kind'], facts: Facts): ReplicatedItem {
  const disks = item.disks.map((disk) => {
    const plan = planCopy(kind, disk.sizeBytes, kind === 'initialReplication' ? disk.allocatedBytes : disk.sizeBytes);
    return { ...disk, transfer: toTransfer(plan, 'waiting', facts.now), windows: NO_WINDOWS };
  });
  return fillWindows({ ...item, disks }, 0, facts);
}

/** Takes a window's outcome and puts further ones under way. The same item back when it was not awaited. */
export function acknowledgeWindow(
  item: ReplicatedItem,
  diskIndex: number,
  result: { readonly diskId: DiskId; readonly window: TransferWindow; readonly counts: WindowCounts },
  facts: Facts,
): ReplicatedItem {
  const disk = item.disks[diskIndex];
  const isAwaited = disk?.windows.inFlight.some((window) => window.index === result.window.index);
  if (disk?.diskId !== result.diskId || !disk.transfer || !isAwaited) return item;
  const plan = acknowledge(planOf(disk, disk.transfer), result.window, result.counts);
  const inFlight = disk.windows.inFlight.filter((window) => window.index !== result.window.index);
  const transfer = toTransfer(plan, isCopied(plan) ? 'done' : disk.transfer.phase, disk.transfer.startedAt);
  const next = { ...disk, transfer, windows: { ...disk.windows, inFlight, ahead: plan.ahead } };
  return fillWindows({ ...item, disks: item.disks.with(diskIndex, next) }, diskIndex, facts);
}

/**
 * A large disk's windows without work are found before its copy begins. Of a failback only those of the second
 * pass are: in its first one all of the disk at home is looked at or written.
 */
export function isToBeSurveyed(
  { phase }: Pick<ReplicatedItem, 'phase'>,
  { transfer, windows, sizeBytes }: DiskReplication,
): boolean {
  if (!transfer || windows.empty !== undefined) return false;
  if (transfer.kind === 'failback' && !isSecondPass(phase)) return false;
  return transfer.cursorBytes === 0 && windows.inFlight.length === 0 && isWorthSurveying(sizeBytes);
}

/** The disks are made equal: what differs is what was written in Azure since the first pass. */
function isSecondPass(phase: ReplicatedItem['phase']): boolean {
  return phase.kind === 'failingBack' && phase.step === 'transferRest' && phase.failback.snapshots.length > 0;
}

/** Takes a disk's empty windows and puts others under way. The same item back when they were not asked for. */
export function takeSurvey(
  item: ReplicatedItem,
  diskIndex: number,
  { diskId, empty }: { readonly diskId: DiskId; readonly empty: readonly WindowRun[] },
  facts: Facts,
): ReplicatedItem {
  const disk = item.disks[diskIndex];
  if (disk?.diskId !== diskId || !disk.transfer || !isToBeSurveyed(item, disk)) return item;
  const plan = passOver(planOf(disk, disk.transfer), empty);
  const transfer = toTransfer(plan, isCopied(plan) ? 'done' : disk.transfer.phase, disk.transfer.startedAt);
  const next = { ...disk, transfer, windows: { ...disk.windows, empty } };
  return fillWindows({ ...item, disks: item.disks.with(diskIndex, next) }, diskIndex, facts);
}

/** Whether all of a disk has been acknowledged. */
export function isTransferred(item: ReplicatedItem, diskIndex: number): boolean {
  return item.disks[diskIndex]?.transfer?.phase === 'done';
}

/** Puts windows of a disk under way, up to the number of upload threads. */
export function fillWindows(item: ReplicatedItem, diskIndex: number, facts: Facts): ReplicatedItem {
  const disk = item.disks[diskIndex];
  if (!disk?.transfer || disk.transfer.phase === 'done' || isToBeSurveyed(item, disk)) return item;
  const { inFlight } = disk.windows;
  const added = nextWindows(planOf(disk, disk.transfer), inFlight, facts.uploadThreads);
  const phase = disk.transfer.kind === 'initialReplication' ? 'copying' : 'comparing';
  if (added.length === 0 && disk.transfer.phase === phase) return item;
  const windows = { ...disk.windows, inFlight: [...inFlight, ...added].toSorted((a, b) => a.index - b.index) };
  return { ...item, disks: item.disks.with(diskIndex, { ...disk, transfer: { ...disk.transfer, phase }, windows }) };
}

/** Puts as many windows of the copy under way as the upload threads allow now; the same item back where that changes nothing. */
export function refillWindows(item: ReplicatedItem, facts: Facts): ReplicatedItem {
  // Where a phase goes disk by disk, and its transfers are not begun or all done, there is nothing to put under way.
  return 'diskIndex' in item.phase ? fillWindows(item, item.phase.diskIndex, facts) : item;
}

/** The transfers end: nothing of them is under way any more. */
export function dropTransfers(disks: readonly DiskReplication[]): readonly DiskReplication[] {
  return disks.map((disk) => ({ ...disk, transfer: null, windows: NO_WINDOWS }));
}

function planOf(disk: DiskReplication, transfer: DiskTransfer): CopyPlan {
  const { ahead, empty = [] } = disk.windows;
  return { ...resumeCopy(disk.sizeBytes, transfer), ahead, empty };
}
