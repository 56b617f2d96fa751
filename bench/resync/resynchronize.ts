/**
 * One resynchronization in a process of its own: `node resynchronize.js <source image> <replica image>
 * [--known <file>]`. The last line is its counts, as JSON. The file holds the digests of the replica's coarse
 * blocks, as an engine knows them that has made it; without it both sides are read, as every peer does it.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createChecksumsInline } from '../../src/adapters/checksums-pool/checksums-inline.ts';
import { openNodeImage } from './node-image.ts';
import { resynchronizeImage } from './resynchronize-image.ts';

/** What one resynchronization did. */
export interface ResynchronizationCounts {
  readonly sentBytes: number;
  readonly checksumBytes: number;
}

const { positionals, values } = parseArgs({ allowPositionals: true, options: { known: { type: 'string' } } });
const [sourcePath = '', replicaPath = ''] = positionals;
const { sentBytes, checksumBytes } = await resynchronizeImage(
  openNodeImage(sourcePath, 'r'),
  openNodeImage(replicaPath, 'r+'),
  await createChecksumsInline(),
  values.known === undefined ? undefined : readFileSync(values.known),
);
const counts: ResynchronizationCounts = { sentBytes, checksumBytes };
process.stdout.write(`${JSON.stringify(counts)}\n`);
