/**
 * Guests as processes of the virtual clock: woken every few seconds of the world's time, each
 * wake answers with the writes of the time since. Pure: state and chance in, state and writes out.
 *
 *   kind          writes                                            mean rate
 *   idle          none                                              0
 *   database      five 8 KiB pages at a time, as a checkpoint       40 KiB/s
 *                 gathers them; four in five times in a hot tenth
 *   logAppend     one sequential stream, around its area            16 KiB/s
 *   webServer     an access log and two pieces of 8 KiB             8 KiB/s
 *   fileServer    files of 1–8 MiB, two minutes apart               32 KiB/s
 *   nightlyBurst  sequential, 01:00–02:00 local time only           512 KiB/s in that hour
 *   quiet         4 KiB somewhere every four minutes: one guest     17 B/s
 *                 of a fleet of thousands
 */
import { resumeRng } from '../../src/base/rng.ts';
import type { Rng, RngState } from '../../src/base/rng.ts';
import { DAY_MS, HOUR_MS, KIB, MIB, MINUTE_MS, SECOND_MS } from '../../src/base/units.ts';
import type { Instant, Milliseconds } from '../../src/base/units.ts';
import { BLOCK_BYTES } from './block-ref.ts';
import type { BlockRun } from './disk-layout.ts';
import type { WorkArea } from './work-area.ts';
import type { WorkloadKind } from './world.ts';

/** World time between two wakes of a guest, but a quiet one. */
export const WAKE_MS: Milliseconds = 5 * SECOND_MS;
const QUIET_WAKE_MS: Milliseconds = 4 * MINUTE_MS;

export const WORKLOADS: readonly WorkloadKind[] = [
  'idle',
  'database',
  'logAppend',
  'webServer',
  'fileServer',
  'nightlyBurst',
  'quiet',
];

/** World time between two wakes of a guest of this kind. */
export function wakePeriodMs(kind: WorkloadKind): Milliseconds {
  return kind === 'quiet' ? QUIET_WAKE_MS : WAKE_MS;
}

/** What a guest remembers between wakes. Plain data. */
export interface WorkloadState {
  readonly kind: WorkloadKind;
  readonly rng: RngState;
  /** Where the sequential stream goes on, as an index into the work area. */
  readonly cursor: number;
  /** Blocks of the file being written that are still to come. */
  readonly pendingBlocks: number;
}

export interface Wake {
  readonly state: WorkloadState;
  readonly writes: readonly BlockRun[];
}

const DATABASE_GROUPS_PER_WAKE = 5;
const DATABASE_GROUP_BLOCKS = (5 * 8 * KIB) / BLOCK_BYTES;
const HOT_WRITES = 0.8;
const HOT_SHARE = 0.1;
const LOG_BLOCKS_PER_WAKE = (80 * KIB) / BLOCK_BYTES;
const WEB_LOG_BLOCKS_PER_WAKE = (24 * KIB) / BLOCK_BYTES;
const WEB_PIECES_PER_WAKE = 2;
const WEB_PIECE_BLOCKS = (8 * KIB) / BLOCK_BYTES;
const FILE_CHANCE_PER_WAKE = WAKE_MS / (2 * MINUTE_MS);
const FILE_MIN_BLOCKS = MIB / BLOCK_BYTES;
const FILE_MAX_BLOCKS = (8 * MIB) / BLOCK_BYTES;
/** A file arrives over the guest's own network at 1 MiB per wake, in pieces of 64 KiB. */
const FILE_BLOCKS_PER_WAKE = MIB / BLOCK_BYTES;
const FILE_PIECE_BLOCKS = (64 * KIB) / BLOCK_BYTES;
const BURST_BLOCKS_PER_WAKE = (2560 * KIB) / BLOCK_BYTES;
const BURST_PIECE_BLOCKS = (256 * KIB) / BLOCK_BYTES;
const BURST_START_MS = HOUR_MS;
const BURST_END_MS = 2 * HOUR_MS;

export function startWorkload(kind: WorkloadKind, rng: Rng): WorkloadState {
  return { kind, rng: rng.save(), cursor: 0, pendingBlocks: 0 };
}

/** The writes of one wake. `area` is not empty. */
export function wakeWorkload(state: WorkloadState, area: WorkArea, at: Instant, utcOffsetMinutes: number): Wake {
  if (state.kind === 'idle') return { state, writes: [] };
  const rng = resumeRng(state.rng);
  switch (state.kind) {
    case 'database':
      return database(state, rng, area);
    case 'logAppend':
      return sequential(state, area, LOG_BLOCKS_PER_WAKE, LOG_BLOCKS_PER_WAKE);
    case 'webServer':
      return webServer(state, rng, area);
    case 'fileServer':
      return fileServer(state, rng, area);
    case 'quiet':
      return quiet(state, rng, area);
    case 'nightlyBurst': {
      const timeOfDay = (at + utcOffsetMinutes * MINUTE_MS) % DAY_MS;
      const isNight = timeOfDay >= BURST_START_MS && timeOfDay < BURST_END_MS;
      return isNight ? sequential(state, area, BURST_BLOCKS_PER_WAKE, BURST_PIECE_BLOCKS) : { state, writes: [] };
    }
  }
}

function database(state: WorkloadState, rng: Rng, area: WorkArea): Wake {
  const groups = Math.max(1, Math.floor(area.length / DATABASE_GROUP_BLOCKS));
  const hotGroups = Math.max(1, Math.floor(groups * HOT_SHARE));
  const writes = Array.from({ length: DATABASE_GROUPS_PER_WAKE }, () => {
    const group = rng.unit() < HOT_WRITES ? rng.below(hotGroups) : rng.below(groups);
    return area.runAt(group * DATABASE_GROUP_BLOCKS, DATABASE_GROUP_BLOCKS);
  });
  return { state: { ...state, rng: rng.save() }, writes };
}

function webServer(state: WorkloadState, rng: Rng, area: WorkArea): Wake {
  const log = sequential(state, area, WEB_LOG_BLOCKS_PER_WAKE, WEB_LOG_BLOCKS_PER_WAKE);
  const pieces = Array.from({ length: WEB_PIECES_PER_WAKE }, () =>
    area.runAt(rng.below(area.length), WEB_PIECE_BLOCKS),
  );
  return { state: { ...log.state, rng: rng.save() }, writes: [...log.writes, ...pieces] };
}

function quiet(state: WorkloadState, rng: Rng, area: WorkArea): Wake {
  const writes = [area.runAt(rng.below(area.length), 1)];
  return { state: { ...state, rng: rng.save() }, writes };
}

function fileServer(state: WorkloadState, rng: Rng, area: WorkArea): Wake {
  let { cursor, pendingBlocks } = state;
  if (pendingBlocks === 0 && rng.unit() < FILE_CHANCE_PER_WAKE) {
    pendingBlocks = FILE_MIN_BLOCKS + rng.below(FILE_MAX_BLOCKS - FILE_MIN_BLOCKS + 1);
    cursor = rng.below(area.length);
  }
  const now = Math.min(pendingBlocks, FILE_BLOCKS_PER_WAKE);
  const next = { ...state, cursor, pendingBlocks: pendingBlocks - now, rng: rng.save() };
  return sequential(next, area, now, FILE_PIECE_BLOCKS);
}

/** `blocks` blocks from the cursor on, in pieces of at most `pieceBlocks`. */
function sequential(state: WorkloadState, area: WorkArea, blocks: number, pieceBlocks: number): Wake {
  const writes: BlockRun[] = [];
  let { cursor } = state;
  for (let left = blocks; left > 0;) {
    const run = area.runAt(cursor, Math.min(left, pieceBlocks));
    writes.push(run);
    left -= run.count;
    cursor = (cursor + run.count) % area.length;
  }
  return { state: { ...state, cursor }, writes };
}
