import { openSync, statSync, writeSync } from 'node:fs';
import type { Bytes } from '../../src/base/units.ts';
import { DataMap } from './data-map.ts';
import type { ImageFile } from './image-file.ts';

/** How the bytes of an open file come into a buffer, and how many are best read for one digest. */
export interface FileReading {
  readonly pieceBytes: Bytes;
  readFile(file: number, offsetBytes: Bytes, into: Uint8Array): void;
}

/** An image in a file. It stays open as long as the process. */
export function openNodeImage(path: string, flags: 'r' | 'r+', files: FileReading): ImageFile {
  const file = openSync(path, flags);
  const sizeBytes = statSync(path).size;
  let data: DataMap | undefined;
  const dataMap = () => (data ??= new DataMap(path, sizeBytes));
  return {
    sizeBytes,
    pieceBytes: files.pieceBytes,
    read: (into, offsetBytes) => files.readFile(file, offsetBytes, into),
    write(bytes, offsetBytes) {
      dataMap().note({ offsetBytes, lengthBytes: bytes.length });
      writeSync(file, bytes, 0, bytes.length, offsetBytes);
    },
    dataWithin: (part) => dataMap().within(part),
  };
}
