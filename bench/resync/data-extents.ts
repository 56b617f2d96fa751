import { execFileSync } from 'node:child_process';
import { mergeExtents, type Extent } from '../../src/base/extent.ts';

/**
 * Where an image file holds data; the rest are holes. The file system knows, and qemu-img asks it: Node has no
 * call for that. Throws where qemu-img is not installed.
 */
export function dataExtents(path: string): readonly Extent[] {
  const answer = execFileSync('qemu-img', ['map', '-f', 'raw', '--output=json', path], { maxBuffer: 64 << 20 });
  const runs = JSON.parse(answer.toString()) as { start: number; length: number; data: boolean }[];
  const data = runs.filter((run) => run.data);
  return mergeExtents(data.map(({ start, length }) => ({ offsetBytes: start, lengthBytes: length })));
}

/** Made when it is first asked for, and then kept. */
export function onDemand<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
