/** One resynchronization of an image from another by the core's plan and the engine's effect. */
import { instant } from '../../src/base/units.ts';
import {
  acknowledge,
  isCopied,
  isWorthSurveying,
  nextWindows,
  passOver,
  planCopy,
  toTransfer,
  type CopyPlan,
} from '../../src/core/initial/copy-plan.ts';
import { DEFAULT_UPLOAD_THREADS } from '../../src/core/limits/limits.ts';
import type { DiskId, TransferWindow, WindowCounts } from '../../src/core/model.ts';
import type { Checksums } from '../../src/core/ports.ts';
import { newManifest, recordDigests } from '../../src/core/resync/manifest.ts';
import { compareWindow } from '../../src/engine/effects/compare-window.ts';
import type { EffectContext } from '../../src/engine/effects/context.ts';
import { surveyDisk } from '../../src/engine/effects/survey-disk.ts';
import { openAgent, type SourcePort } from './agent.ts';
import type { ImageFile } from './image-file.ts';
import { openReplica } from './replica-file.ts';

const DISK_ID = 'disk' as DiskId;

/** @param known the digests of the replica's coarse blocks, where they are known; else the replica is read */
export async function resynchronizeImage(
  source: ImageFile,
  replica: ImageFile,
  checksums: Checksums,
  known?: Uint8Array,
): Promise<WindowCounts> {
  const { sizeBytes } = source;
  let plan = planCopy('resynchronization', sizeBytes, sizeBytes);
  const host = await openAgent(source, checksums);
  const context = contextOf(host, replica, checksums, () => plan, known);
  if (isWorthSurveying(sizeBytes)) plan = passOver(plan, (await surveyDisk(context, DISK_ID)).empty);
  const underWay = new Map<number, Promise<void>>();
  const windowsUnderWay: TransferWindow[] = [];
  const start = (window: TransferWindow): void => {
    windowsUnderWay.push(window);
    const run = compareWindow(context, DISK_ID, window).then(({ result }) => {
      plan = acknowledge(plan, window, result.counts);
      windowsUnderWay.splice(windowsUnderWay.indexOf(window), 1);
      underWay.delete(window.index);
    });
    underWay.set(window.index, run);
  };
  while (!isCopied(plan)) {
    for (const window of nextWindows(plan, windowsUnderWay, DEFAULT_UPLOAD_THREADS)) start(window);
    await Promise.race(underWay.values());
  }
  return plan;
}

function contextOf(
  host: SourcePort,
  replica: ImageFile,
  checksums: Checksums,
  planNow: () => CopyPlan,
  known?: Uint8Array,
): EffectContext {
  const { sizeBytes } = replica;
  const whole = { offsetBytes: 0, lengthBytes: sizeBytes };
  const manifest = known && recordDigests(newManifest(sizeBytes, 'unknown'), whole, known);
  const disk = {
    diskId: DISK_ID,
    replicaBlobName: 'disk.vhd',
    sizeBytes,
    get transfer() {
      return toTransfer(planNow(), 'comparing', instant(0));
    },
  };
  const item = {
    vmId: 'vm',
    vmName: 'benchmark',
    hostId: 'host',
    disks: [disk],
    baseSnapshot: { snapshotId: 'now', takenAt: instant(0), consistency: 'CrashConsistent' },
  };
  const call = { requestId: 'benchmark', signal: { aborted: false, addEventListener() {}, removeEventListener() {} } };
  // The effect looks at nothing else of its context; should that change, it fails at once.
  const context = {
    host,
    storage: openReplica(replica),
    checksums,
    item,
    manifestOf: () => manifest,
    lease: { leaseId: '', isHeld: true },
    call,
  };
  return context as unknown as EffectContext;
}
