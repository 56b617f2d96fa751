import { execFile } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { findProgram } from '../../../scripts/lib/programs.mjs';
import type { ByteSource } from '../byte-source.ts';

const execute = promisify(execFile);

/** Runs qemu-img or qemu-io. `npm test` installs them; without them the tests fail, they are not skipped. */
export async function qemu(name: 'qemu-img' | 'qemu-io', args: readonly string[]): Promise<string> {
  const file = findProgram([name]);
  if (file === null) {
    throw new Error(`${name} is not installed; it belongs to the package qemu-utils, which "npm test" installs`);
  }
  const { stdout } = await execute(file, args);
  return stdout;
}

/** The size of the disk in an image, as qemu understands it. */
export async function qemuVirtualSize(path: string, format: 'vpc' | 'vhdx'): Promise<number> {
  const answer = await qemu('qemu-img', ['info', '--output=json', '-f', format, path]);
  return (JSON.parse(answer) as { 'virtual-size': number })['virtual-size'];
}

/** The disk in an image, as qemu reads it. */
export async function qemuDisk(path: string, format: 'vpc' | 'vhdx'): Promise<Uint8Array> {
  const raw = `${path}.disk`;
  await qemu('qemu-img', ['convert', '-f', format, '-O', 'raw', path, raw]);
  return readFile(raw);
}

/** Reads a file in place; for files too large for memory. `close` when done. */
export async function fileSource(path: string): Promise<ByteSource & { readonly close: () => Promise<void> }> {
  const file = await open(path);
  const { size } = await file.stat();
  return {
    sizeBytes: size,
    read: async ({ offsetBytes, lengthBytes }) => {
      const bytes = new Uint8Array(lengthBytes);
      const { bytesRead } = await file.read(bytes, 0, lengthBytes, offsetBytes);
      if (bytesRead !== lengthBytes) throw new Error(`short read of ${path}`);
      return bytes;
    },
    close: () => file.close(),
  };
}
