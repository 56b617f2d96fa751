/**
 * One resynchronization of a file from another by the core's plan and the engine's effect, in a process of its
 * own: `node resynchronize.js <source image> <replica image>`. The last line is its counts, as JSON.
 */
import { statSync } from 'node:fs';
import { createChecksumsInline } from '../../src/adapters/checksums-pool/checksums-inline.ts';
import { instant } from '../../src/base/units.ts';
import { acknowledge, isCopied, nextWindows, planCopy, type CopyPlan } from '../../src/core/initial/copy-plan.ts';
import { DEFAULT_UPLOAD_THREADS } from '../../src/core/limits/limits.ts';
import type { DiskId, HostId, ReplicatedItem, SnapshotId, TransferWindow, VmId } from '../../src/core/model.ts';
import type { EffectContext } from '../../src/engine/effects/context.ts';
import { compareWindow } from '../../src/engine/effects/compare-window.ts';
import { openAgent } from './agent.ts';
import { openReplica } from './replica-file.ts';

/** What one resynchronization did. */
export interface ResynchronizationCounts {
  readonly sentBytes: number;
  readonly checksumBytes: number;
}

const DISK_ID = 'disk' as DiskId;

const [sourcePath = '', replicaPath = ''] = process.argv.slice(2);
const { sentBytes, checksumBytes } = await resynchronize(sourcePath, replicaPath);
const counts: ResynchronizationCounts = { sentBytes, checksumBytes };
process.stdout.write(`${JSON.stringify(counts)}\n`);

async function resynchronize(sourcePath: string, replicaPath: string): Promise<CopyPlan> {
  const { size } = statSync(sourcePath);
  const context = await openContext(sourcePath, replicaPath);
  let plan = planCopy('resynchronization', size, size);
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

/** No manifest: both sides are read, as every peer does it. */
async function openContext(sourcePath: string, replicaPath: string): Promise<EffectContext> {
  const checksums = await createChecksumsInline();
  const [host, storage] = [await openAgent(sourcePath), openReplica(replicaPath)];
  const item = {
    vmId: 'vm' as VmId,
    vmName: 'benchmark',
    hostId: 'host' as HostId,
    disks: [{ diskId: DISK_ID, replicaBlobName: 'disk.vhd' }],
    baseSnapshot: { snapshotId: 'now' as SnapshotId, takenAt: instant(0), consistency: 'CrashConsistent' },
  };
  const call = { requestId: 'benchmark', signal: { aborted: false, addEventListener() {}, removeEventListener() {} } };
  // The effect looks at nothing else of its context; should that change, it fails at once.
  const context = {
    host,
    storage,
    checksums,
    item: item as unknown as ReplicatedItem,
    manifestOf: () => undefined,
    lease: { leaseId: '', isHeld: true },
    call,
  };
  return context as unknown as EffectContext;
}
