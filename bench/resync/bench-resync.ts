/** Resynchronization against its peers on the same images, in one run: ratios, not seconds, are what it is for. */
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { GIB, KIB, MIB, type Bytes } from '../../src/base/units.ts';
import { createChecksumsInline } from '../../src/adapters/checksums-pool/checksums-inline.ts';
import { COARSE_BLOCK_BYTES } from '../../src/core/limits/limits.ts';
import type { Finding } from '../finding.ts';
import { lockstep, peers, peersOnEqualImages, PLAIN, type Contender, type Outcome, type OwnWay } from './contenders.ts';
import { changeImage, compareImages, writeImage } from './image-pair.ts';
import { findingsOf, mebibytes, printTable } from './report.ts';
import { changePieces, writeSparseImage } from './sparse-pair.ts';
import { runTimed } from './timed-command.ts';

export interface BenchOptions {
  readonly sizesGibibytes: readonly number[];
  readonly shares: readonly number[];
  /** Only peers that are these programs; null: all that are installed. */
  readonly peerPrograms: readonly string[] | null;
  /** A disk of this size with little on it, too; null: none. */
  readonly sparseGibibytes: number | null;
  readonly rounds: number;
  /** The compiled `resynchronize.ts`. */
  readonly entry: string;
  readonly print: (line: string) => void;
}

/** In the folder: the digests of the replica's blocks, as an engine knows them that made it. */
const KNOWN = 'known.digests';

const SPARSE_DATA_BYTES: Bytes = 512 * MIB;

interface ImagePair {
  readonly base: string;
  readonly source: string;
  /** In GiB. */
  readonly size: number;
  /** Where anything is, in an image of holes. */
  readonly pieces?: readonly Bytes[];
}

/**
 * Prints one table per size and share of changes, and answers the ratios. Throws when a contender left a replica that
 * is not the source.
 */
export async function benchResync(options: BenchOptions): Promise<readonly Finding[]> {
  const { sizesGibibytes, shares, print } = options;
  const folder = mkdtempSync(join(scratchParent(Math.max(...sizesGibibytes) * GIB), 'lockstep-bench-'));
  const findings: Finding[] = [];
  try {
    print(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, images in ${folder}`);
    const emptyBytes = await emptyNodeBytes();
    print(`Largest resident set of an empty Node process: ${mebibytes(emptyBytes)}`);
    for (const size of sizesGibibytes) {
      const base = join(folder, 'base.img');
      writeImage(base, size * GIB, `bench ${size}`);
      await writeDigests(base, size * GIB, join(folder, KNOWN));
      for (const share of shares) findings.push(...(await benchShare(options, folder, base, size, share, emptyBytes)));
    }
    if (options.sparseGibibytes !== null)
      findings.push(...(await benchSparse(options, folder, options.sparseGibibytes, emptyBytes)));
    return findings;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchShare(
  { rounds, entry, print, peerPrograms }: BenchOptions,
  folder: string,
  base: string,
  size: number,
  share: number,
  emptyBytes: Bytes,
): Promise<readonly Finding[]> {
  const source = join(folder, 'source.img');
  await runTimed('cp', ['--sparse=always', base, source]);
  changeImage(source, size * GIB, share, `changes ${size} ${share}`);
  const difference = compareImages(source, base, size * GIB);
  const ways: OwnWay[] = [
    PLAIN,
    ...[1, 2].map((count) => ({ name: `Lockstep, checksum threads: ${count}`, options: ['--threads', `${count}`] })),
    { name: 'Lockstep, the digests of the replica known', options: ['--known', join(folder, KNOWN)] },
  ];
  const ours = ways.map((way) => lockstep(entry, way));
  const wanted = (share === 0 ? peersOnEqualImages : peers).filter(
    ({ program }) => peerPrograms === null || (program !== null && peerPrograms.includes(program)),
  );
  const all = [...ours, ...wanted];
  const contenders: Contender[] = [];
  for (const contender of all) {
    if (await isInstalled(contender)) contenders.push(contender);
    else print(`${contender.name}: not installed, left out`);
  }
  const measured = contenders.map((contender) => ({ contender, outcomes: [] as Outcome[] }));
  // Alternating, so that a slow minute of the machine is everybody's.
  for (let round = 0; round < rounds; round++) {
    for (const entry of measured) entry.outcomes.push(await runOnce(entry.contender, folder, { base, source, size }));
  }
  const title = `${size} GiB, ${share * 100} % of the blocks changed`;
  printTable(print, `${title}, ${rounds} rounds`, measured, difference);
  return findingsOf(title, measured, difference, emptyBytes);
}

/** Memory is what this is about: it does not follow the size of the disk. No peer: those that send read every hole, too. */
async function benchSparse(
  { rounds, entry, print }: BenchOptions,
  folder: string,
  size: number,
  emptyBytes: Bytes,
): Promise<readonly Finding[]> {
  const [base, source] = [join(folder, 'base.img'), join(folder, 'source.img')];
  const pieces = writeSparseImage(base, size * GIB, SPARSE_DATA_BYTES, `sparse ${size}`);
  await runTimed('cp', ['--sparse=auto', base, source]);
  changePieces(source, pieces, 0.01, `sparse changes ${size}`);
  const difference = compareImages(source, base, size * GIB, pieces);
  const measured = [lockstep(entry, PLAIN)].map((contender) => ({ contender, outcomes: [] as Outcome[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { contender, outcomes } of measured)
      outcomes.push(await runOnce(contender, folder, { base, source, size, pieces }));
  }
  const title = `${size} GiB with ${SPARSE_DATA_BYTES / MIB} MiB on it, 1 % of its blocks changed`;
  printTable(print, `${title}, ${rounds} rounds`, measured, difference);
  return findingsOf(title, measured, difference, emptyBytes);
}

async function runOnce(
  contender: Contender,
  folder: string,
  { base, source, size, pieces }: ImagePair,
): Promise<Outcome> {
  const replica = join(folder, 'replica.img');
  const scratch = join(folder, 'scratch');
  mkdirSync(scratch);
  try {
    await runTimed('cp', [pieces ? '--sparse=auto' : '--sparse=always', base, replica]);
    const outcome = await contender.run(source, replica, scratch);
    if (contender.isCopying && compareImages(source, replica, size * GIB, pieces).blocks > 0) {
      throw new Error(`${contender.name} left a replica that is not its source`);
    }
    return outcome;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Digests of an image's coarse blocks, made beforehand and in nobody's time. */
async function writeDigests(path: string, sizeBytes: Bytes, digestsPath: string): Promise<void> {
  const checksums = await createChecksumsInline();
  const [file, piece, digests] = [openSync(path, 'r'), new Uint8Array(MIB), [] as Uint8Array[]];
  for (let offset = 0; offset < sizeBytes; offset += piece.length) {
    readSync(file, piece, 0, piece.length, offset);
    digests.push(await checksums.digest(piece, COARSE_BLOCK_BYTES));
  }
  closeSync(file);
  writeFileSync(digestsPath, Buffer.concat(digests));
}

async function emptyNodeBytes(): Promise<number> {
  return (await runTimed(process.execPath, ['-e', '0'])).cost.peakBytes;
}

async function isInstalled({ program }: Contender): Promise<boolean> {
  if (program === null) return true;
  return runTimed('sh', ['-c', `command -v ${program}`]).then(
    () => true,
    () => false,
  );
}

/** Three images, and what rdiff and casync leave beside them. */
const IMAGES_AT_ONCE = 6;

/** What the machine is left with beside images in its memory. */
const SPARE_MEMORY_BYTES: Bytes = 4 * GIB;

/** Memory-backed where the machine has that much to spare, so that no disk is measured. */
function scratchParent(largestImageBytes: Bytes): string {
  const neededBytes = IMAGES_AT_ONCE * largestImageBytes;
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    const isRoomy = bavail * bsize > neededBytes && availableMemoryBytes() > neededBytes + SPARE_MEMORY_BYTES;
    return isRoomy ? '/dev/shm' : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** What can be had without swapping, caches included. Throws where the system does not say. */
function availableMemoryBytes(): Bytes {
  const [, kibibytes] = /^MemAvailable: +(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8')) ?? [];
  return Number(kibibytes) * KIB;
}
