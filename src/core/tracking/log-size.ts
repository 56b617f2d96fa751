/**
 * The 50 % law: a replica log may grow to half of what it protects, then tracking
 * stops and a resynchronization is required. It is applied by disk and by machine.
 */
import type { Bytes } from '../../base/units.ts';
import type { DiskId, DiskReplication, ResyncCause } from '../model.ts';

/** Share of a disk, or of a machine's disks together, that its logs may reach. */
export const LOG_SIZE_LIMIT_SHARE = 0.5;

export interface LogSize {
  /** Active and frozen logs together: both lie on the host's volume. */
  readonly logBytes: Bytes;
  readonly limitBytes: Bytes;
  readonly isOver: boolean;
}

export interface LogSizeVerdict {
  readonly disks: readonly (LogSize & { readonly diskId: DiskId })[];
  readonly machine: LogSize;
  /** Why a resynchronization is required; null while the law is kept. */
  readonly cause: Extract<ResyncCause, 'logSizeDisk' | 'logSizeMachine'> | null;
}

type DiskLog = Pick<DiskReplication, 'diskId' | 'sizeBytes' | 'activeLogBytes' | 'inFlightLogBytes'>;

/** The law with its inputs. A disk is over when it reaches the half; a machine when it exceeds it. */
export function judgeLogSize(disks: readonly DiskLog[]): LogSizeVerdict {
  const judged = disks.map(({ diskId, sizeBytes, activeLogBytes, inFlightLogBytes }) => {
    const logBytes = activeLogBytes + inFlightLogBytes;
    const limitBytes = sizeBytes * LOG_SIZE_LIMIT_SHARE;
    return { diskId, logBytes, limitBytes, isOver: logBytes >= limitBytes };
  });
  const logBytes = judged.reduce((sum, disk) => sum + disk.logBytes, 0);
  const limitBytes = judged.reduce((sum, disk) => sum + disk.limitBytes, 0);
  const machine = { logBytes, limitBytes, isOver: logBytes > limitBytes };
  const isMachine = machine.isOver && disks.length > 1;
  const isDisk = judged.some((disk) => disk.isOver);
  return { disks: judged, machine, cause: isMachine ? 'logSizeMachine' : isDisk ? 'logSizeDisk' : null };
}

/** The verdict alone: the cause of a required resynchronization, or null. */
export function logSizeCause(disks: readonly DiskLog[]): LogSizeVerdict['cause'] {
  return judgeLogSize(disks).cause;
}
