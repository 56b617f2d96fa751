/** Disk images made by other programs: a real ext4 file system, in the container formats of qemu-img. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from '../../scripts/lib/programs.mjs';

const execute = promisify(execFile);

export type ImageFormat = 'vhdx' | 'vhd' | 'raw';

/** qemu-img's name of a format, and how an image of it is made: VHD as dynamic, with the exact size instead of a CHS-rounded one. */
const qemuFormats = {
  vhdx: { name: 'vhdx', options: ['-o', 'subformat=dynamic'] },
  vhd: { name: 'vpc', options: ['-o', 'subformat=dynamic,force_size=on'] },
  raw: { name: 'raw', options: [] },
} as const satisfies Record<ImageFormat, { name: string; options: readonly string[] }>;

/**
 * Makes `<folder>/<name>.<format>`: a disk of `sizeMebibytes` with files, free space and a journal.
 * The same arguments give the same content, but for times that mke2fs writes.
 */
export async function makeDiskImage(
  folder: string,
  name: string,
  format: ImageFormat,
  sizeMebibytes: number,
): Promise<string> {
  const tree = join(folder, `${name}-files`);
  await makeFiles(tree);
  const rawImage = join(folder, `${name}.img`);
  await execute(program('mke2fs'), ['-q', '-t', 'ext4', '-L', 'lockstep', '-d', tree, rawImage, `${sizeMebibytes}M`]);
  const { name: qemuName, options } = qemuFormats[format];
  if (format === 'raw') return rawImage;
  const image = join(folder, `${name}.${format}`);
  await execute(program('qemu-img'), ['convert', '-f', 'raw', '-O', qemuName, ...options, rawImage, image]);
  return image;
}

/** Text, incompressible bytes and a long run of zeros: what a copy must get right in three ways. */
async function makeFiles(tree: string): Promise<void> {
  await mkdir(join(tree, 'etc'), { recursive: true });
  await mkdir(join(tree, 'var/log'), { recursive: true });
  await writeFile(join(tree, 'etc/hostname'), 'imported\n');
  const lines = Array.from({ length: 20_000 }, (_, index) => `${index} cycle applied, recovery point taken\n`);
  await writeFile(join(tree, 'var/log/replication.log'), lines.join(''));
  await writeFile(join(tree, 'var/data.bin'), pseudoRandomBytes(3 * 1024 * 1024));
  await writeFile(join(tree, 'var/zeros.bin'), new Uint8Array(2 * 1024 * 1024));
}

/** A 32-bit xorshift is random enough for a file that only has to be incompressible, and is the same each time. */
function pseudoRandomBytes(lengthBytes: number): Uint8Array {
  const words = new Uint32Array(lengthBytes / 4);
  let state = 0x9e3779b9;
  for (let index = 0; index < words.length; index += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[index] = state;
  }
  return new Uint8Array(words.buffer);
}

export interface ImageFile {
  readonly path: string;
  readonly format: ImageFormat;
}

/** What `qemu-img compare` says of two images, sizes included. Throws when it cannot read one of them. */
export async function compareImages(first: ImageFile, second: ImageFile): Promise<'identical' | 'different'> {
  const [firstBytes, secondBytes] = await Promise.all([readVirtualSize(first), readVirtualSize(second)]);
  if (firstBytes !== secondBytes) return 'different';
  const formats = ['-f', qemuFormats[first.format].name, '-F', qemuFormats[second.format].name];
  try {
    await execute(program('qemu-img'), ['compare', ...formats, first.path, second.path]);
    return 'identical';
  } catch (error) {
    // Exit code 1: the contents differ; 2 and more: an image could not be read.
    if (error instanceof Error && 'code' in error && error.code === 1) return 'different';
    throw error;
  }
}

/** The size of the disk inside an image, in bytes. */
export async function readVirtualSize({ path, format }: ImageFile): Promise<number> {
  const { stdout } = await execute(program('qemu-img'), [
    'info',
    '--output=json',
    '-f',
    qemuFormats[format].name,
    path,
  ]);
  return (JSON.parse(stdout) as { 'virtual-size': number })['virtual-size'];
}

function program(name: string): string {
  const file = findProgram([name]);
  if (file === null) throw new Error(`${name} is not installed`);
  return file;
}
