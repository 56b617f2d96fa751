import { readSync } from 'node:fs';
import type { FileRead } from '../file-digest.ts';

/** Reads until `into` is full: one call to the system may bring less. Throws a `RangeError` where the file ends before. */
export const readWhole: FileRead = (file, offsetBytes, into) => {
  for (let done = 0; done < into.length;) {
    const count = readSync(file, into, done, into.length - done, offsetBytes + done);
    if (count === 0)
      throw new RangeError(`the file ends at ${offsetBytes + done}, before ${offsetBytes + into.length}`);
    done += count;
  }
};
