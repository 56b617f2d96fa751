import { type Extent, endOf, intersect } from '../../base/extent.ts';
import type { Bytes } from '../../base/units.ts';
import type { ByteSource } from '../byte-source.ts';
import { crc32c } from '../crc32c.ts';
import { type Fields, fieldsOf } from '../fields.ts';
import { FormatError } from '../format-error.ts';
import { readStructure } from '../read-structure.ts';
import {
  MAX_TABLE_ENTRIES,
  REGION_BAT,
  REGION_GRAIN_BYTES,
  REGION_METADATA,
  REGION_TABLE_OFFSETS,
  TABLE_BYTES,
} from './layout.ts';

const CHECKSUM_AT = 4;
const ENTRY_BYTES = 32;

export interface VhdxRegions {
  readonly bat: Extent;
  readonly metadata: Extent;
}

/** The regions of the first table that is sound; the second is its copy. */
export async function readRegions(source: ByteSource): Promise<VhdxRegions> {
  const refusals: FormatError[] = [];
  for (const offsetBytes of REGION_TABLE_OFFSETS) {
    try {
      return await readTable(source, offsetBytes);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      refusals.push(error);
    }
  }
  throw (
    refusals[0] ?? new FormatError({ code: 'badSignature', format: 'vhdx', offsetBytes: 0, what: 'no region table' })
  );
}

async function readTable(source: ByteSource, offsetBytes: Bytes): Promise<VhdxRegions> {
  const extent = { offsetBytes, lengthBytes: TABLE_BYTES };
  const bytes = await readStructure(source, extent, { format: 'vhdx', name: 'region table' });
  const fields = fieldsOf(bytes, { format: 'vhdx', littleEndian: true, offsetBytes });
  fields.demandSignature(0, 'regi');
  if (fields.u32(CHECKSUM_AT) !== crc32c(bytes, CHECKSUM_AT)) {
    throw fields.refuse('badChecksum', CHECKSUM_AT, 'the checksum of the region table does not match its bytes');
  }
  const count = fields.u32(8);
  if (count > MAX_TABLE_ENTRIES) throw fields.refuse('badValue', 8, `the region table claims ${count} entries`);
  const regions = new Map<string, Extent>();
  for (let index = 0; index < count; index++) {
    const { id, region } = readRegion(source, fields, 16 + index * ENTRY_BYTES);
    regions.set(id, region);
  }
  const bat = regions.get(REGION_BAT);
  const metadata = regions.get(REGION_METADATA);
  if (!bat || !metadata) throw fields.refuse('badValue', 8, 'the region table lacks the block table or the metadata');
  if (intersect(bat, metadata)) throw fields.refuse('badValue', 8, 'block table and metadata overlap');
  return { bat, metadata };
}

function readRegion(source: ByteSource, fields: Fields, at: number): { readonly id: string; readonly region: Extent } {
  const id = fields.guid(at, 'windows');
  const region = { offsetBytes: fields.u64(at + 16), lengthBytes: fields.u32(at + 24) };
  if (id !== REGION_BAT && id !== REGION_METADATA) {
    if (fields.u32(at + 28) % 2 === 1) {
      throw fields.refuse('unsupportedFeature', at, `the region ${id} is required and unknown`);
    }
    return { id, region };
  }
  const { offsetBytes, lengthBytes } = region;
  if (
    offsetBytes < REGION_GRAIN_BYTES ||
    offsetBytes % REGION_GRAIN_BYTES !== 0 ||
    lengthBytes === 0 ||
    lengthBytes % REGION_GRAIN_BYTES !== 0
  ) {
    throw fields.refuse(
      'badValue',
      at + 16,
      `a region of ${lengthBytes} bytes at ${offsetBytes} is not made of whole MiB`,
    );
  }
  if (endOf(region) > source.sizeBytes) {
    const what = `a region of ${lengthBytes} bytes at ${offsetBytes} reaches beyond the file of ${source.sizeBytes} bytes`;
    throw fields.refuse('outOfBounds', at + 16, what);
  }
  return { id, region };
}
