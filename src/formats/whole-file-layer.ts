import type { BlockLayer } from './layered-image.ts';

/** A disk whose bytes lie in the file as they are, from its beginning on. All of it counts as allocated. */
export function wholeFileLayer(
  disk: Pick<BlockLayer, 'format' | 'virtualSizeBytes' | 'logicalSectorBytes'>,
): BlockLayer {
  return { ...disk, runsOf: async (extent) => [{ ...extent, from: extent.offsetBytes }] };
}
