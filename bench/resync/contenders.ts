/** Who resynchronizes, and what each says of the bytes that it would send. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ResynchronizationCounts } from './resynchronize.ts';
import { runTimed, type Cost } from './timed-command.ts';

export interface Outcome {
  readonly cost: Cost;
  /** null: it sends nothing (it only reads). */
  readonly wireBytes: number | null;
}

export interface Contender {
  readonly name: string;
  /** The Debian package that brings it; null: always there. */
  readonly program: string | null;
  /** Whether the replica is the source's copy afterwards. */
  readonly isCopying: boolean;
  run(sourcePath: string, replicaPath: string, scratch: string): Promise<Outcome>;
}

/** A way of ours: its name, and the options that `resynchronize.ts` gets for it. */
export interface OwnWay {
  readonly name: string;
  readonly options: readonly string[];
}

/** One thread, and nothing known of the replica. */
export const PLAIN: OwnWay = { name: 'Lockstep', options: [] };

/** Ours, in a process of its own. */
export function lockstep(entry: string, { name, options }: OwnWay): Contender {
  return {
    name,
    program: null,
    isCopying: true,
    async run(source, replica) {
      const { cost, stdout } = await runTimed(process.execPath, [entry, source, replica, ...options]);
      const counts = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as ResynchronizationCounts;
      return { cost, wireBytes: counts.sentBytes + counts.checksumBytes };
    },
  };
}

/** The floor of all that reads both images. */
const readBoth: Contender = {
  name: 'read both images',
  program: 'cat',
  isCopying: false,
  async run(source, replica) {
    const { cost } = await runTimed('sh', ['-c', 'cat "$0" "$1" > /dev/null', source, replica]);
    return { cost, wireBytes: null };
  },
};

function rsync(name: string, options: readonly string[]): Contender {
  return {
    name,
    program: 'rsync',
    isCopying: true,
    async run(source, replica) {
      const flags = ['--inplace', '--no-whole-file', '--ignore-times', '--stats', '--no-human-readable', ...options];
      const { cost, stdout } = await runTimed('rsync', [...flags, source, replica]);
      const figure = (label: string): number => Number(new RegExp(`${label}: (\\d+)`).exec(stdout)?.[1] ?? Number.NaN);
      return { cost, wireBytes: figure('Total bytes sent') + figure('Total bytes received') };
    },
  };
}

/** Signature, delta, patch: what goes over a wire is the signature and the delta. */
const rdiff: Contender = {
  name: 'rdiff, 4 KiB',
  program: 'rdiff',
  isCopying: true,
  async run(source, replica, scratch) {
    const [signature, delta, result] = ['signature', 'delta', 'result'].map((name) => join(scratch, name));
    const steps = `rdiff -b 4096 signature "$1" "${signature}" && rdiff delta "${signature}" "$0" "${delta}" && rdiff patch "$1" "${delta}" "${result}"`;
    const { cost } = await runTimed('sh', ['-c', steps, source, replica]);
    const wireBytes = statSync(`${signature}`).size + statSync(`${delta}`).size;
    await runTimed('mv', [`${result}`, replica]);
    return { cost, wireBytes };
  },
};

/** Content-defined chunks: those that the replica's store lacks would be sent (compressed, as casync stores them). */
const casync: Contender = {
  name: 'casync',
  program: 'casync',
  isCopying: true,
  async run(source, replica, scratch) {
    const [theirs, ours] = [join(scratch, 'theirs.castr'), join(scratch, 'ours.castr')];
    const index = join(scratch, 'source.caibx');
    await runTimed('casync', ['make', `--store=${theirs}`, join(scratch, 'replica.caibx'), replica]);
    const made = await runTimed('casync', ['make', `--store=${ours}`, index, source]);
    const extracted = await runTimed('casync', [
      'extract',
      `--store=${ours}`,
      `--seed=${replica}`,
      index,
      `${replica}.new`,
    ]);
    await runTimed('mv', [`${replica}.new`, replica]);
    const known = new Set(chunksOf(theirs).map(({ name }) => name));
    const missing = chunksOf(ours).filter(({ name }) => !known.has(name));
    const wireBytes = statSync(index).size + missing.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    rmSync(scratch, { recursive: true });
    return { cost: sumCosts(made.cost, extracted.cost), wireBytes };
  },
};

/** Reads both and stops at the first difference: a peer for images that are equal. */
const qemuCompare: Contender = {
  name: 'qemu-img compare',
  program: 'qemu-img',
  isCopying: false,
  async run(source, replica) {
    const { cost } = await runTimed('qemu-img', ['compare', '-f', 'raw', '-F', 'raw', source, replica]);
    return { cost, wireBytes: null };
  },
};

/** Peers on images that differ. */
export const peers: readonly Contender[] = [
  readBoth,
  rsync('rsync --inplace -B 4096', ['-B', '4096']),
  rsync('rsync --inplace', []),
  rdiff,
  casync,
];

/** Peers on images that are equal. */
export const peersOnEqualImages: readonly Contender[] = [
  readBoth,
  rsync('rsync --inplace -B 4096', ['-B', '4096']),
  qemuCompare,
];

function chunksOf(store: string): readonly { readonly name: string; readonly sizeBytes: number }[] {
  return readdirSync(store, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, sizeBytes: statSync(join(entry.parentPath, entry.name)).size }));
}

function sumCosts(first: Cost, second: Cost): Cost {
  return {
    wallSeconds: first.wallSeconds + second.wallSeconds,
    cpuSeconds: first.cpuSeconds + second.cpuSeconds,
    peakBytes: Math.max(first.peakBytes, second.peakBytes),
  };
}
