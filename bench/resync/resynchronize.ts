/**
 * One resynchronization of a file from another by the core's plan and the engine's effect, in a process of its
 * own: `node resynchronize.js <source image> <replica image> [--known <file>]`. The last line is its counts, as JSON.
 * The file holds the digests of the replica's coarse blocks, as an engine knows them that has made it; without it
 * both sides are read, as every peer does it.
 */
import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createChecksumsInline } from '../../src/adapters/checksums-pool/checksums-inline.ts';
import { instant, type Bytes } from '../../src/base/units.ts';
import {
  acknowledge,
  isCopied,
  isWorthSurveying,
  nextWindows,
  passOver,
  planCopy,
  type CopyPlan,
} from '../../src/core/initial/copy-plan.ts';
import { DEFAULT_UPLOAD_THREADS } from '../../src/core/limits/limits.ts';
import type { DiskId, HostId, ReplicatedItem, SnapshotId, TransferWindow, VmId } from '../../src/core/model.ts';
import { newManifest, recordDigests } from '../../src/core/resync/manifest.ts';
import type { EffectContext } from '../../src/engine/effects/context.ts';
import { compareWindow } from '../../src/engine/effects/compare-window.ts';
import { surveyDisk } from '../../src/engine/effects/survey-disk.ts';
import { openAgent } from './agent.ts';
import { openReplica } from './replica-file.ts';

/** What one resynchronization did. */
export interface ResynchronizationCounts {
  readonly sentBytes: number;
  readonly checksumBytes: number;
}

const DISK_ID = 'disk' as DiskId;

const { positionals, values } = parseArgs({ allowPositionals: true, options: { known: { type: 'string' } } });
const [sourcePath = '', replicaPath = ''] = positionals;
const { sentBytes, checksumBytes } = await resynchronize(sourcePath, replicaPath, values.known);
const counts: ResynchronizationCounts = { sentBytes, checksumBytes };
process.stdout.write(`${JSON.stringify(counts)}\n`);

async function resynchronize(sourcePath: string, replicaPath: string, knownPath?: string): Promise<CopyPlan> {
  const { size } = statSync(sourcePath);
  const context = await openContext(sourcePath, replicaPath, size, knownPath);
  let plan = planCopy('resynchronization', size, size);
  if (isWorthSurveying(size)) plan = passOver(plan, (await surveyDisk(context, DISK_ID)).empty);
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

async function openContext(
  sourcePath: string,
  replicaPath: string,
  sizeBytes: Bytes,
  knownPath?: string,
): Promise<EffectContext> {
  const checksums = await createChecksumsInline();
  const [host, storage] = [await openAgent(sourcePath), openReplica(replicaPath, isWorthSurveying(sizeBytes))];
  const whole = { offsetBytes: 0, lengthBytes: sizeBytes };
  const manifest =
    knownPath === undefined
      ? undefined
      : recordDigests(newManifest(sizeBytes, 'unknown'), whole, readFileSync(knownPath));
  const item = {
    vmId: 'vm' as VmId,
    vmName: 'benchmark',
    hostId: 'host' as HostId,
    disks: [{ diskId: DISK_ID, replicaBlobName: 'disk.vhd', sizeBytes, transfer: { kind: 'resynchronization' } }],
    baseSnapshot: { snapshotId: 'now' as SnapshotId, takenAt: instant(0), consistency: 'CrashConsistent' },
  };
  const call = { requestId: 'benchmark', signal: { aborted: false, addEventListener() {}, removeEventListener() {} } };
  // The effect looks at nothing else of its context; should that change, it fails at once.
  const context = {
    host,
    storage,
    checksums,
    item: item as unknown as ReplicatedItem,
    manifestOf: () => manifest,
    lease: { leaseId: '', isHeld: true },
    call,
  };
  return context as unknown as EffectContext;
}
