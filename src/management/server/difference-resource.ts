import { toIso, type Instant } from '../../base/units.ts';
import { COARSE_BLOCK_BYTES } from '../../core/limits/limits.ts';
import type { DiskReplication, ReplicatedItem } from '../../core/model.ts';
import { cellBytesOf, differenceCells } from '../../core/resync/difference-map.ts';
import type { Checksums } from '../../core/ports.ts';
import type { DiskComparison } from '../../engine/insight-api.ts';
import type { DiskDifferences, ItemDifferences, TransferStepWord } from '../wire-insight.ts';

type Steps = DiskDifferences['steps'];

/** How far each disk's comparison is and what it found, drawn together to what a picture can show. */
export async function differencesBody(
  item: ReplicatedItem,
  comparisons: readonly DiskComparison[],
  now: Instant,
  sha256: Checksums['sha256'],
): Promise<ItemDifferences> {
  const disks: DiskDifferences[] = [];
  for (const disk of item.disks) {
    const comparison = comparisons.find(({ diskId }) => diskId === disk.diskId);
    const windows = comparison?.windows ?? [];
    // A disk that has grown since was compared in its earlier size.
    const within = windows.filter(({ offsetBytes, lengthBytes }) => offsetBytes + lengthBytes <= disk.sizeBytes);
    disks.push({
      diskId: disk.diskId,
      name: disk.name,
      sizeBytes: disk.sizeBytes,
      blockBytes: COARSE_BLOCK_BYTES,
      blockCount: Math.ceil(disk.sizeBytes / COARSE_BLOCK_BYTES),
      cellBytes: cellBytesOf(disk.sizeBytes),
      cells: windows.length === 0 ? [] : differenceCells(disk.sizeBytes, within),
      steps: stepsOf(item, disk, comparison),
      proof: comparison ? await proofOf(comparison, sha256) : null,
    });
  }
  return { asOf: toIso(now), disks };
}

/** Each side's digest is that of its windows' digests, in the order of the disk. */
async function proofOf(
  { windows, completedAt }: DiskComparison,
  sha256: Checksums['sha256'],
): Promise<DiskDifferences['proof']> {
  if (completedAt === null || windows.length === 0) return null;
  const digestOf = (digests: readonly string[]): Promise<string> =>
    sha256(
      (async function* each() {
        for (const digest of digests) yield new TextEncoder().encode(digest);
      })(),
    );
  return {
    completedAt: toIso(completedAt),
    sourceSha256: await digestOf(windows.map((window) => window.sourceSha256)),
    targetSha256: await digestOf(windows.map((window) => window.targetSha256)),
    readBackBytes: windows.reduce((sum, window) => sum + window.readBackBytes, 0),
  };
}

/** compare and send go hand in hand, disk by disk; what was written meanwhile is applied afterwards. */
function stepsOf(item: ReplicatedItem, disk: DiskReplication, comparison: DiskComparison | undefined): Steps {
  const { transfer } = disk;
  const logBytes = disk.activeLogBytes + disk.inFlightLogBytes;
  if (item.phase.kind === 'resynchronizing' && transfer?.kind === 'resynchronization') {
    const { processedBytes, totalBytes, differingBytes, sentBytes } = transfer;
    const state: TransferStepWord =
      processedBytes >= totalBytes
        ? 'done'
        : processedBytes > 0 || transfer.phase !== 'waiting'
          ? 'running'
          : 'pending';
    const isMerging = item.phase.step === 'merge' || item.phase.step === 'discardRecoveryPoints';
    return [
      { step: 'compare', state, doneBytes: processedBytes, totalBytes },
      // What is zero at the source differs and is cleared, not sent.
      { step: 'send', state, doneBytes: sentBytes, totalBytes: Math.max(sentBytes, differingBytes) },
      { step: 'apply', state: 'pending', doneBytes: 0, totalBytes: logBytes },
      { step: 'merge', state: isMerging ? 'running' : 'pending', doneBytes: 0, totalBytes: 0 },
    ];
  }
  const completedAt = comparison?.completedAt ?? null;
  if (completedAt === null || !comparison) return [];
  const sent = comparison.windows
    .flatMap(({ differing }) => differing)
    .reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
  const isApplied = item.lastRecoveryPointAt !== null && item.lastRecoveryPointAt > completedAt;
  return [
    { step: 'compare', state: 'done', doneBytes: disk.sizeBytes, totalBytes: disk.sizeBytes },
    { step: 'send', state: 'done', doneBytes: sent, totalBytes: sent },
    { step: 'apply', state: isApplied ? 'done' : 'running', doneBytes: isApplied ? logBytes : 0, totalBytes: logBytes },
    { step: 'merge', state: 'done', doneBytes: 0, totalBytes: 0 },
  ];
}
