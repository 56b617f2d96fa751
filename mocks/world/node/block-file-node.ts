import { closeSync, fdatasync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BlockFile } from '../block-file.ts';
import { BLOCK_BYTES } from '../block-ref.ts';

const sync = promisify(fdatasync);

/** Raw blocks in a file on disk that is kept; missing folders are an error. */
export function openFileBlockFile(path: string): BlockFile {
  const file = openSync(path, 'a+');
  closeSync(file);
  const handle = openSync(path, 'r+');
  return blockFileOver(handle, path, () => closeSync(handle));
}

/** Raw blocks in a temporary file that is removed on `close`. */
export function openTemporaryBlockFile(): BlockFile {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-'));
  const path = join(folder, 'blocks');
  const handle = openSync(path, 'w+');
  return blockFileOver(handle, path, () => {
    closeSync(handle);
    rmSync(folder, { recursive: true, force: true });
  });
}

function blockFileOver(handle: number, path: string, close: () => void): BlockFile {
  return {
    read(slot, into) {
      const length = readSync(handle, into, 0, into.length, slot * BLOCK_BYTES);
      if (length !== into.length)
        throw new RangeError(`${path}: slot ${slot} lies past the end (${length} of ${into.length} bytes read)`);
    },
    write(slot, bytes) {
      for (let done = 0; done < bytes.length;)
        done += writeSync(handle, bytes, done, bytes.length - done, slot * BLOCK_BYTES + done);
    },
    flush: () => sync(handle),
    close,
  };
}
