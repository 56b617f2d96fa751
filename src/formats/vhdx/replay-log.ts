import type { Bytes } from '../../base/units.ts';
import { MIB } from '../../base/units.ts';
import type { ByteSource } from '../byte-source.ts';
import { FormatError, type FormatErrorCode } from '../format-error.ts';
import { NIL_GUID } from '../guid.ts';
import { readStructure } from '../read-structure.ts';
import type { VhdxHeader } from './header.ts';
import { type LogEntry, LOG_SECTOR_BYTES, decodeLogEntry } from './log-entry.ts';
import { overlaySource } from './overlay-source.ts';

/** Hyper-V and qemu make logs of 1 MiB; the log is held in memory while it is replayed. */
const MAX_LOG_BYTES: Bytes = 64 * MIB;

/**
 * The file as it is after its log was replayed: the source itself where the log is empty, else an
 * overlay in memory. The file is never written.
 * @throws FormatError `dirtyLog` where the log should hold entries and holds no complete sequence
 */
export async function replayLog(source: ByteSource, header: VhdxHeader): Promise<ByteSource> {
  if (header.logGuid === NIL_GUID) return source;
  const { logOffsetBytes: offsetBytes, logBytes: lengthBytes, logGuid } = header;
  const refuse = (code: FormatErrorCode, what: string) => new FormatError({ code, format: 'vhdx', offsetBytes, what });
  if (lengthBytes > MAX_LOG_BYTES) throw refuse('limitExceeded', `a log of ${lengthBytes} bytes`);
  const log = await readStructure(source, { offsetBytes, lengthBytes }, { format: 'vhdx', name: 'log' });
  const entries = findActiveSequence(log, logGuid);
  const newest = entries.at(-1);
  if (newest === undefined) {
    throw refuse('dirtyLog', 'the disk was not closed properly, and its internal log holds no complete sequence');
  }
  if (newest.flushedFileBytes > BigInt(source.sizeBytes)) {
    throw refuse('truncated', `the file had ${newest.flushedFileBytes} bytes and has ${source.sizeBytes}`);
  }
  if (newest.lastFileBytes > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw refuse('badValue', `the log extends the file to ${newest.lastFileBytes} bytes`);
  }
  const sizeBytes = Math.max(source.sizeBytes, Number(newest.lastFileBytes));
  return overlaySource(
    source,
    sizeBytes,
    entries.flatMap((entry) => entry.patches),
  );
}

/**
 * The entries to replay, oldest first: of all runs of valid entries with consecutive numbers the
 * one with the highest number, from the tail that its newest entry names. Empty where there is none.
 */
function findActiveSequence(log: Uint8Array, logGuid: string): readonly LogEntry[] {
  let active: readonly LogEntry[] = [];
  for (let start = 0; start < log.length;) {
    const run = readRun(log, start, logGuid);
    const newest = run.at(-1);
    const tail = run.findIndex((entry) => entry.offsetBytes === newest?.tailBytes);
    if (newest && tail >= 0 && newest.sequenceNumber > (active.at(-1)?.sequenceNumber ?? 0n)) active = run.slice(tail);
    // A run that wrapped ends the scan: its bytes are counted, not its position.
    start += Math.max(
      LOG_SECTOR_BYTES,
      run.reduce((sum, entry) => sum + entry.lengthBytes, 0),
    );
  }
  return active;
}

/** Valid entries from `start` on, each numbered one above the one before it. Numbers rise, so no entry comes twice. */
function readRun(log: Uint8Array, start: Bytes, logGuid: string): LogEntry[] {
  const run: LogEntry[] = [];
  for (let at = start; ;) {
    const entry = decodeLogEntry(log, at, logGuid);
    const last = run.at(-1);
    if (!entry || (last && entry.sequenceNumber !== last.sequenceNumber + 1n)) return run;
    run.push(entry);
    at = (at + entry.lengthBytes) % log.length;
  }
}
