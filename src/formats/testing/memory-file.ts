import type { FileWrite } from '../file-write.ts';

/** The file that a sequence of writes leaves behind; gaps are zeros. */
export function applyWrites(writes: readonly FileWrite[]): Uint8Array {
  const lengthBytes = writes.reduce((end, write) => Math.max(end, write.offsetBytes + write.bytes.length), 0);
  const file = new Uint8Array(lengthBytes);
  for (const { offsetBytes, bytes } of writes) file.set(bytes, offsetBytes);
  return file;
}
