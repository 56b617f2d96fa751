/** Cylinders, heads and sectors: what a BIOS of 1990 wanted to know of a disk. */
export interface Geometry {
  readonly cylinders: number;
  readonly heads: number;
  readonly sectorsPerTrack: number;
}

/** The largest disk that CHS can express: 65,535 × 16 × 255 sectors, about 127.5 GiB. */
const MAX_SECTORS = 65_535 * 16 * 255;

/**
 * The geometry the VHD specification computes for a number of sectors. Their product is at most
 * that number, mostly a little less; disks beyond 127 GiB all get the largest.
 */
export function geometryOf(totalSectors: number): Geometry {
  const sectors = Math.min(totalSectors, MAX_SECTORS);
  if (sectors >= 65_535 * 16 * 63) return geometry(sectors, 16, 255);
  const heads = Math.max(4, Math.ceil(Math.floor(sectors / 17) / 1024));
  if (heads <= 16 && Math.floor(sectors / 17) < heads * 1024) return geometry(sectors, heads, 17);
  if (Math.floor(sectors / 31) < 16 * 1024) return geometry(sectors, 16, 31);
  return geometry(sectors, 16, 63);
}

function geometry(sectors: number, heads: number, sectorsPerTrack: number): Geometry {
  return { cylinders: Math.floor(sectors / sectorsPerTrack / heads), heads, sectorsPerTrack };
}
