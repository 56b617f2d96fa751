import type { Bytes } from '../../base/units.ts';

/** Bytes of an open file of this process. The descriptor is good in every thread of it, and stays open until the answer. */
export interface FileRange {
  readonly file: number;
  readonly offsetBytes: Bytes;
  readonly lengthBytes: Bytes;
}

/**
 * What the pool and its workers say to each other. `buffer` travels by transfer and comes back
 * with the answer, so that a buffer is allocated once and not once per call.
 */
export type ChecksumRequest =
  | {
      readonly id: number;
      readonly kind: 'digest';
      readonly buffer: ArrayBuffer;
      readonly lengthBytes: Bytes;
      readonly blockBytes: Bytes;
    }
  /** Only in Node: the worker reads the bytes itself. */
  | { readonly id: number; readonly kind: 'digestFile'; readonly range: FileRange; readonly blockBytes: Bytes }
  | {
      readonly id: number;
      readonly kind: 'sha256Update';
      readonly stream: number;
      readonly buffer: ArrayBuffer;
      readonly lengthBytes: Bytes;
    }
  | { readonly id: number; readonly kind: 'sha256Finish'; readonly stream: number }
  /** The stream is given up; its state is freed. */
  | { readonly id: number; readonly kind: 'sha256Abandon'; readonly stream: number };

/** A request before the pool numbers it. */
export type ChecksumJob = ChecksumRequest extends infer Request
  ? Request extends ChecksumRequest
    ? Omit<Request, 'id'>
    : never
  : never;

export type ChecksumAnswer =
  | { readonly id: number; readonly kind: 'digests'; readonly digests: Uint8Array; readonly buffer: ArrayBuffer }
  | { readonly id: number; readonly kind: 'fileDigests'; readonly digests: Uint8Array }
  | { readonly id: number; readonly kind: 'updated'; readonly buffer: ArrayBuffer }
  | { readonly id: number; readonly kind: 'hex'; readonly hex: string }
  | { readonly id: number; readonly kind: 'abandoned' }
  | { readonly id: number; readonly kind: 'failed'; readonly message: string };
