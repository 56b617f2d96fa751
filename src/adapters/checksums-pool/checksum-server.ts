import { unreachable } from '../../base/assert.ts';
import { createBlockDigest, createStreamDigests } from './block-digest.ts';
import type { StreamDigest } from './block-digest.ts';
import type { ChecksumAnswer, ChecksumRequest } from './checksum-messages.ts';
import { createFileDigest, type FileRead } from './file-digest.ts';

/** The worker's side of the pool, without the worker: answers one request; `transfer` goes along with the answer. */
export type ChecksumServer = (
  request: ChecksumRequest,
) => Promise<{ readonly answer: ChecksumAnswer; readonly transfer: ArrayBuffer[] }>;

/** @param readFile where there are files; without it a request for one fails */
export function createChecksumServer(readFile: FileRead = noFiles): ChecksumServer {
  // Each when it is first asked for: a thread that only reads files starts the sooner.
  const digestBlocks = onDemand(createBlockDigest);
  const digestFile = onDemand(() => createFileDigest(readFile, digestBlocks));
  const createStreamDigest = createStreamDigests();
  // A promise per stream: the first chunk makes it, and chunks that arrive meanwhile wait in order.
  const streams = new Map<number, Promise<StreamDigest>>();

  const streamOf = (id: number): Promise<StreamDigest> => {
    const stream = streams.get(id) ?? createStreamDigest();
    streams.set(id, stream);
    return stream;
  };

  const answer = async (request: ChecksumRequest): ReturnType<ChecksumServer> => {
    const { id } = request;
    switch (request.kind) {
      case 'digest': {
        const bytes = new Uint8Array(request.buffer, 0, request.lengthBytes);
        const digests = (await digestBlocks())(bytes, request.blockBytes);
        return { answer: { id, kind: 'digests', digests, buffer: request.buffer }, transfer: [request.buffer] };
      }
      case 'digestFile': {
        const digests = await (await digestFile())(request.range, request.blockBytes);
        return { answer: { id, kind: 'fileDigests', digests }, transfer: [digests.buffer] };
      }
      case 'sha256Update': {
        const stream = await streamOf(request.stream);
        stream.update(new Uint8Array(request.buffer, 0, request.lengthBytes));
        return { answer: { id, kind: 'updated', buffer: request.buffer }, transfer: [request.buffer] };
      }
      case 'sha256Finish': {
        const stream = await streamOf(request.stream);
        streams.delete(request.stream);
        return { answer: { id, kind: 'hex', hex: stream.finish() }, transfer: [] };
      }
      case 'sha256Abandon':
        streams.delete(request.stream);
        return { answer: { id, kind: 'abandoned' }, transfer: [] };
      default:
        return unreachable(request);
    }
  };

  return async (request) => {
    try {
      return await answer(request);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { answer: { id: request.id, kind: 'failed', message }, transfer: [] };
    }
  };
}

function onDemand<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

function noFiles(): never {
  throw new Error('files cannot be read here');
}
