import type { Extent } from '../../src/base/extent.ts';
import { endOf, totalLength } from '../../src/base/extent.ts';
import type { Bytes, Instant } from '../../src/base/units.ts';
import { MIB, PAGE_BYTES } from '../../src/base/units.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { FaultCode } from '../../src/core/errors/fault.ts';
import type { BandwidthSchedule } from '../../src/core/model.ts';
import { throttleChangesAt } from './throttle.ts';

/** Return codes of Msvm_ReplicationService (domain facts: Hyper-V WMI). */
export const FAILED = 32768;
const INVALID_PARAMETER = 32773;
export const INVALID_STATE = 32775;
export const OUT_OF_MEMORY = 32778;
export const FILE_NOT_FOUND = 32779;
/** HRESULT of a VSS writer that failed: more data is available (domain facts: known errors). */
export const ERROR_MORE_DATA = 0x800700ea;

/** How much of a disk a comparison asks about at once. */
const LARGEST_WINDOW_BYTES: Bytes = 64 * MIB;

/** What the host's service answers instead of doing it. */
export function refuse(code: FaultCode, detail: string, providerCode?: number): PortError {
  const returnCode = providerCode ?? (code === 'InvalidParameter' ? INVALID_PARAMETER : undefined);
  return new PortError({ code, detail, ...(returnCode === undefined ? {} : { providerCode: returnCode }) });
}

export function failOnBadExtent(extent: Extent, sizeBytes: Bytes, limitBytes: Bytes): void {
  const isWhole = extent.offsetBytes % PAGE_BYTES === 0 && extent.lengthBytes % PAGE_BYTES === 0;
  const isInside = extent.offsetBytes >= 0 && extent.lengthBytes >= 0 && endOf(extent) <= sizeBytes;
  if (isWhole && isInside && extent.lengthBytes <= limitBytes) return;
  throw refuse(
    'InvalidParameter',
    `${describe(extent)} is not whole pages of a disk of ${sizeBytes} bytes, or too much at once`,
  );
}

/** Whole blocks, in order and without overlap, over no more than a window, and at most `limitBytes` in all. */
export function failOnBadBlocks(
  extents: readonly Extent[],
  { blockBytes, sizeBytes, limitBytes }: { blockBytes: Bytes; sizeBytes: Bytes; limitBytes: Bytes },
): void {
  const isEdge = (offsetBytes: Bytes): boolean => offsetBytes % blockBytes === 0 || offsetBytes === sizeBytes;
  let last = extents[0]?.offsetBytes ?? 0;
  const end = last + LARGEST_WINDOW_BYTES;
  for (const extent of extents) {
    failOnBadExtent(extent, sizeBytes, LARGEST_WINDOW_BYTES);
    const isWhole = isEdge(extent.offsetBytes) && isEdge(endOf(extent));
    const isNext = extent.offsetBytes >= last && endOf(extent) <= end;
    if (!isWhole || !isNext)
      throw refuse('InvalidParameter', `${describe(extent)} is not the next of ${blockBytes}-byte blocks`);
    last = endOf(extent);
  }
  if (totalLength(extents) > limitBytes)
    throw refuse('InvalidParameter', `${totalLength(extents)} bytes are too much at once`);
}

export function failOnBadBlock(blockBytes: Bytes): void {
  if (Number.isSafeInteger(blockBytes) && blockBytes > 0) return;
  throw refuse('InvalidParameter', `no block size: ${blockBytes}`);
}

export function failOnBadSchedule(schedule: BandwidthSchedule, now: Instant): void {
  try {
    throttleChangesAt(schedule, now, 0);
  } catch (error) {
    if (error instanceof RangeError) throw refuse('InvalidParameter', error.message);
    throw error;
  }
  const limits = [schedule.workHoursBitsPerSecond, schedule.otherHoursBitsPerSecond];
  if (limits.some((limit) => limit !== null && !(limit > 0)))
    throw refuse('InvalidParameter', `a throttle is positive, got ${limits.join(', ')}`);
}

export function describe(extent: Extent): string {
  return `[${extent.offsetBytes}, ${endOf(extent)})`;
}
